"""The demo: an invented day of dispatches, served on loopback as it unfolds.

`loader` reads the day, `clock` runs it, `render` writes it as feeds, `server` serves them. Everything in ``day/`` was
written for Dateline; no outlet in it exists.
"""
