"""The map: borders of the world, a view on them, and how both become characters."""
