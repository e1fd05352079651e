"""An archiver that is killed, or whose disk fails it, loses nothing."""
