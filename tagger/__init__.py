"""Pure functions from text to tags: places, actors, events and figures."""
