"""One module a command; only those that open the desk import Textual."""
