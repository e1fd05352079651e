"""From the network to tagged articles: fetching, parsing, identity, scheduling. No screen code."""
