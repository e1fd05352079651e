"""Widgets draw what they are given; they know no SQL and no network."""
