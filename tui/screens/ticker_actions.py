"""The desk's actions on the cities: their order, the pinned ones, one city's page, everything filtered by one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from store.records import record
from store.text import clean_line
from tui.filter_places import places_named
from tui.screens.parts import DeskParts
from tui.screens.reading import article_under
from tui.widgets.ticker import Ticker

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.models import Article

MOST_PINNED = 20


@record
class City:
    """A settlement that something is to be done about."""

    place_id: str
    name: str


class TickerActions(DeskParts):
    """Follows what is chosen among the cities."""

    @on(Ticker.LineChosen)
    def _line_chosen(self, message: Ticker.LineChosen) -> None:
        index = self._headlines.window.index_of(message.article_id)
        if index is not None:
            self._headlines.go_to(index)
        self.action_pane("reader")
        self._reading.choose(message.article_id, message.evidence)

    @on(Ticker.CityChosen)
    def _city_chosen(self, message: Ticker.CityChosen) -> None:
        self._show_city(City(message.place_id, message.place))

    def action_city(self) -> None:
        """Open the page of the city that the focused pane stands on."""
        self._with_city(self._show_city)

    def action_by_city(self) -> None:
        """Show only what concerns that city, in all panes; where that is so already, show everything again."""
        self._with_city(self._toggle_city)

    def action_pin(self) -> None:
        """Pin that city to the top of the ticker, or let it go."""
        self._with_city(self._pin)

    def action_order(self) -> None:
        """Order the cities by their latest event, or by how much happens there."""
        memory = self._session.memory
        busiest = memory.now.ticker_order == "latest"
        memory.keep(replace(memory.now, ticker_order="activity" if busiest else "latest"))
        self._jobs.start(self._live.choose_cities, "cities")
        self.say("The busiest cities first." if busiest else "The cities with the latest events first.")

    def _with_city(self, then: Callable[[City], None]) -> None:
        """Do something with the city at hand: the ticker's, else the one that the article is about."""
        item = self._ticker.current
        if self.focused is self._ticker and item is not None:
            then(City(item.city.place_id, item.city.place))
            return
        article_id = article_under(self.focused, self._headlines, self._reader, self._ticker)
        if article_id is None:
            self.say("There is no city here. Go to one first.")
        else:
            self._jobs.start(partial(self._with_city_of, article_id, then), "city")

    async def _with_city_of(self, article_id: int, then: Callable[[City], None]) -> None:
        article = await self._session.data.ask(lambda reader: reader.article(article_id))
        city = city_of(article) if article is not None else None
        if city is None:
            self.say("This article names no city.")
        else:
            then(city)

    def _show_city(self, city: City) -> None:
        from tui.screens.city import CityScreen

        self.app.push_screen(CityScreen(self._session, city.place_id, city.name), self._city_left)

    def _city_left(self, chosen: Ticker.LineChosen | Ticker.CityChosen | None) -> None:
        """Do what was chosen on a city's page."""
        self._jobs.start(self._live.choose_cities, "cities")
        if isinstance(chosen, Ticker.LineChosen):
            self._line_chosen(chosen)
        elif chosen is not None:
            self._toggle_city(City(chosen.place_id, chosen.place))

    def _toggle_city(self, city: City) -> None:
        named = places_named(self._filtering.where)
        if [(term.field, term.value) for term in named] == [("city", clean_line(city.name, 200))]:
            self._filtering.back()
            self.say("All headlines and cities again.")
        else:
            self._filtering.only("city", city.name)
            self.say(f"Only what concerns {city.name}, in every pane; the same key shows everything again.")

    def _pin(self, city: City) -> None:
        memory = self._session.memory
        pinned = memory.now.pinned
        gone = city.place_id in pinned
        if not gone and len(pinned) >= MOST_PINNED:
            self.say(f"{MOST_PINNED} cities are pinned already. Let one go first.")
            return
        kept = tuple(one for one in pinned if one != city.place_id)
        memory.keep(replace(memory.now, pinned=kept if gone else (*kept, city.place_id)))
        self._jobs.start(self._live.choose_cities, "cities")
        self.say(f"{city.name} is no longer pinned." if gone else f"{city.name} stays on top of the cities.")


def city_of(article: Article) -> City | None:
    """Give the city that an article is about: that of its first event, else the first that it names as a place."""
    kinds = {place.id: place.kind for place in article.tags.places}
    settlements = ("city", "town", "village", "facility")
    for event in article.tags.events:
        if kinds.get(event.place_id, "city") in settlements:
            return City(event.place_id, event.place)
    for place in article.tags.places:
        if place.kind in settlements and place.sense == "location":
            return City(place.id, place.name)
    return None
