"""The desk's offers of live blogs: looked for now and then, followed or dismissed by a key, never by themselves."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tui.errors import ConfigError, UsageError
from tui.screens.parts import DeskParts

if TYPE_CHECKING:
    from store.models import OfferedBlog

LOOK_EVERY_S = 3.0
"""How often is looked for what is offered."""
LASTING = timedelta(days=1)
"""A live blog that no article linked to for so long is offered no more: it will be over."""
GROUP = "offers"


class OfferActions(DeskParts):
    """Shows what is offered, and does what is said to it."""

    def _begin_offers(self) -> None:
        """Begin to look for offers."""
        self.set_interval(LOOK_EVERY_S, partial(self._jobs.renew, self._look_for_offers, GROUP), name="offers")

    async def _look_for_offers(self) -> None:
        since = self._session.clock() - LASTING
        self._offer.show(await self._session.data.ask(lambda reader: reader.offered_blogs(since)))

    def action_follow_offer(self) -> None:
        """Follow the live blog that is offered: put it into the config."""
        offer = self._offer.offer
        if offer is None:
            self.say("No live blog is offered.")
        elif self._session.follow is None:
            self.say("Live blogs can't be followed in a demonstration.")
        else:
            self._jobs.append(partial(self._follow, offer), "follow")

    def action_dismiss_offer(self) -> None:
        """Have the live blog offered no more."""
        offer = self._offer.offer
        if offer is None:
            self.say("No live blog is offered.")
        else:
            self._jobs.append(partial(self._dismiss, offer), "follow")

    async def _follow(self, offer: OfferedBlog) -> None:
        follow = self._session.follow
        if follow is None:
            return
        try:
            words = await asyncio.to_thread(follow, offer)
        except (ConfigError, UsageError) as error:
            self.say(str(error))
            return
        await self._session.marks.decide_offer(offer.id, "followed")
        await self._look_for_offers()
        self.say(words)

    async def _dismiss(self, offer: OfferedBlog) -> None:
        await self._session.marks.decide_offer(offer.id, "dismissed")
        await self._look_for_offers()
        self.say("Offered no more.")
