"""One module a kind of source; each turns a body into the entries of a `ParsedFeed`."""
