"""Tests of the map's pure parts."""
