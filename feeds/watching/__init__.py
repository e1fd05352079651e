"""Watches: what newly matches them is written down, and told of in the ways that the config asks for."""
