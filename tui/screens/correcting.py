"""The screen that says of a name in an article that it is no place, or which place it means."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.models import Correction
from store.text import ELLIPSIS, clean_line
from tui.correcting import named_places, passage

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.worker import Worker

    from store.models import Article, Place
    from tui.correcting import Candidate
    from tui.session import Session

_WIDTH = 60
"""Characters of a passage that are shown."""


class CorrectingScreen(ModalScreen[Correction | None]):
    """Asks which name, and then what it means; gives the correction, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "back", "Back"),
        ("j", "cursor(1)", "Down"),
        ("k", "cursor(-1)", "Up"),
        ("a", "everywhere", "Only here, or everywhere"),
    ]

    def __init__(self, session: Session, article: Article) -> None:
        """Take the session, and the article whose places are in question."""
        super().__init__(id="correct-screen")
        self._session = session
        self._article = article
        self._places = named_places(article)
        self._place: Place | None = None
        self._candidates: list[Candidate] = []
        self._everywhere = False

    def compose(self) -> ComposeResult:
        """Lay out the list in a box."""
        with Vertical(id="correct"):
            yield OptionList(id="choices", markup=False)

    def on_mount(self) -> None:
        """Ask which name."""
        self._ask_name()

    def action_cursor(self, step: int) -> None:
        """Move the cursor down or up."""
        choices = self.query_one(OptionList)
        if step > 0:
            choices.action_cursor_down()
        else:
            choices.action_cursor_up()

    def action_back(self) -> None:
        """Back to the names; from there, back to the desk."""
        if self._place is None:
            self._leave(None)
        else:
            self._ask_name()

    def action_everywhere(self) -> None:
        """Have the correction count everywhere, or in this passage only."""
        if self._place is not None:
            self._everywhere = not self._everywhere
            self._say_scope()

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        if self._place is None:
            self._place = self._places[message.option_index]
            self._ask_meaning(self._place, looking=True)
            _: Worker[None] = self.run_worker(partial(self._look_up, self._place), group="places", exclusive=True)
            return
        chosen = message.option.id
        text = self._article.text
        context = "" if self._everywhere else passage(text, self._place.start, self._place.end)
        self._leave(Correction(self._place.text, chosen if chosen != "none" else None, context))

    def _leave(self, correction: Correction | None) -> None:
        """Go back to the desk; a second Enter or click on the way counts no more."""
        if self.is_current:
            self.dismiss(correction)

    async def _look_up(self, place: Place) -> None:
        """Ask which places go by that name, and offer them."""
        self._candidates = await self._session.called(tuple(dict.fromkeys((place.text, place.name))))
        if self._place is place:
            self._ask_meaning(place, looking=False)

    def _ask_name(self) -> None:
        self._place, self._candidates, self._everywhere = None, [], False
        box = self.query_one("#correct")
        box.border_title, box.border_subtitle = Content("Which name is tagged wrong?"), Content("Esc closes")
        self._offer([Option(self._name_words(place), id=str(number)) for number, place in enumerate(self._places)])

    def _ask_meaning(self, place: Place, *, looking: bool) -> None:
        box = self.query_one("#correct")
        box.border_title = Content(f"What is “{clean_line(place.text, 60)}” here?")
        offered = [one for one in self._candidates if one.id != place.id]
        options = [Option(Content("Not a place"), id="none")]
        options += [
            Option(Content(f"{clean_line(one.name, 60)}: {clean_line(one.words, 120)}"), id=one.id) for one in offered
        ]
        if looking:
            options.append(Option(Content("Looking for the places of that name…"), disabled=True))
        elif not offered:
            options.append(Option(Content("No other place of that name is known."), disabled=True))
        self._offer(options)
        self._say_scope()

    def _say_scope(self) -> None:
        words = ("only in this passage · a: everywhere", "counts everywhere · a: only in this passage")[
            self._everywhere
        ]
        self.query_one("#correct").border_subtitle = Content(words)

    def _offer(self, options: list[Option]) -> None:
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.add_options(options)
        choices.highlighted = 0
        choices.focus()

    def _name_words(self, place: Place) -> Content:
        sense = "its government" if place.sense == "metonym" else place.kind
        near = _window(passage(self._article.text, place.start, place.end), place.text)
        return Content(
            f"{clean_line(place.text, 60)}: {clean_line(place.name, 60)}, {place.country or 'no one country'},"
            f" {sense}\n    “{clean_line(near, _WIDTH)}”"
        )


def _window(passage: str, name: str) -> str:
    """Give the words of a passage round a name, whole ones, and an ellipsis where others are left out."""
    at = max(0, passage.find(name) - _WIDTH // 3)
    before = "" if at == 0 else ELLIPSIS
    words = passage[at:] if at == 0 else passage[at:].partition(" ")[2]
    if name not in words:
        words = passage[at:]
    if len(before + words) <= _WIDTH:
        return before + words
    return before + words[: _WIDTH - 2].rpartition(" ")[0] + ELLIPSIS
