"""The bottom layer: the SQLite archive and the vocabulary that every other package shares."""

__version__ = "0.1.0"
