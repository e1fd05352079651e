"""Screens wire widgets to data; they neither draw nor query."""
