"""What the headline list asks for and tells, beside where its cursor is."""

from __future__ import annotations

from textual.message import Message


class Wants:
    """Messages without contents, as names of the list that posts them."""

    class WantOlder(Message):
        """The view nears the end of the rows held."""

    class WantNewer(Message):
        """The view nears the head of the rows held."""

    class WantOldest(Message):
        """To the query's last page, which is not among the rows held."""

    class CaughtUp(Message):
        """More of what arrived came into sight."""

    class FollowChanged(Message):
        """The list began to follow, or no longer does."""

    class WantNewest(Message):
        """To the query's first page, which is not among the rows held."""
