"""The alerts pane: what watches found, the newest first; read one, mark them as seen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from store.errors import QueryError
from store.highlight import Highlighter
from store.query import parse
from tui.actions import bindings
from tui.alert_words import reasons
from tui.hints import ALERT_HINTS, hints
from tui.screens.jobs import Jobs
from tui.widgets.alert_detail import AlertDetail, AlertLook
from tui.widgets.alert_table import AlertTable, summary
from tui.widgets.bars import HintBar
from tui.widgets.feed_table import FeedsBar
from tui.widgets.matches import Find, nothing
from tui.widgets.screen_head import ScreenHead
from tui.widgets.status import Status

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from store.models import Alert
    from store.reader import Reader
    from tui.session import Session

LOOK_S = 0.5
"""How often the archive is looked at."""
PAGE = 200
"""Alerts asked for at a time."""


class AlertsScreen(Screen["Alert | None"]):
    """Every alert; gives the one whose article is to be read, or None."""

    BINDINGS = bindings("alerts")
    OWNS = ("alerts", "pane")
    """Whose actions the command palette offers here."""
    AUTO_FOCUS = "#alerts"

    def __init__(self, session: Session) -> None:
        """Take the session to work with."""
        super().__init__(id="alerts-screen")
        self._session = session
        self._head = ScreenHead(session.label, "Alerts")
        self._table = AlertTable(session.clock)
        self._detail = AlertDetail()
        self._bar = FeedsBar(session.wall)
        self._jobs = Jobs(self, self._bar)
        self._queries = {watch.name: watch.query for watch in session.watches}
        self._table.finds = {name: _find(query) for name, query in self._queries.items()}
        if session.watches:
            watches = [f"{watch.name} · {watch.query}" for watch in session.watches]
            self._table.empty_words = ("No alerts yet.", "What arrives is looked at for:", "", *watches)
        self._wanted = PAGE
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """Lay out head, table, detail, status and hints."""
        yield self._head
        yield self._table
        yield self._detail
        yield self._bar
        yield HintBar(hints(self._session.settings.keymap, ALERT_HINTS))

    def on_mount(self) -> None:
        """Show the alerts, and follow them."""
        self._bar.show(Status(archiver=self._session.archiver().words()))
        self._table.title("Alerts")
        self._jobs.start(self._look, "alerts")
        self.set_interval(LOOK_S, self._look_again, name="look")

    def _look_again(self) -> None:
        self._bar.show(Status(archiver=self._session.archiver().words()))
        self._jobs.renew(self._look, "alerts")

    async def _look(self) -> None:
        """Ask for the alerts again where there is another one, another one was seen, or more of them are wanted."""
        wanted = self._wanted
        unseen, last = await self._session.data.ask(lambda reader: (str(reader.unseen_alerts()), reader.last_alert()))
        if (unseen, last, wanted) == self._shown:
            return
        alerts = await self._session.data.ask(lambda reader: reader.alerts(limit=wanted))
        told = self._session.told
        self._shown = (unseen, last, wanted)
        self._head.show(summary(unseen, len(self._queries)))
        self._table.show([replace(one, made=told(one.made)) for one in alerts], whole=len(alerts) < wanted)

    @on(AlertTable.WantOlder)
    def _older(self) -> None:
        if len(self._table.items) >= self._wanted:
            self._wanted += PAGE
            self._jobs.start(self._look, "alerts")

    @on(AlertTable.Moved)
    def _moved(self, message: AlertTable.Moved) -> None:
        self._jobs.start(partial(self._say_about, message.alert), "alert")

    async def _say_about(self, alert: Alert | None) -> None:
        """Say which words of the article the watch asked for."""
        if alert is None:
            self._detail.show(None, AlertLook())
            return
        query = self._queries.get(alert.watch, "")
        look = await self._session.data.ask(lambda reader: _look(reader, alert, query))
        self._detail.show(alert, look)

    @on(AlertTable.Chosen)
    def _chosen(self, message: AlertTable.Chosen) -> None:
        if self.is_current:  # a third click comes when the second one has left already
            self.dismiss(message.alert)

    def action_leave(self) -> None:
        """Back to the desk."""
        self.dismiss(None)

    def action_see(self) -> None:
        """Mark the alert under the cursor as seen, or not."""
        alert = self._table.current
        if alert is not None:
            self._jobs.append(partial(self._see, alert), "see")
            self._table.move(1 if alert.seen is None else 0)

    def action_see_all(self) -> None:
        """Mark every alert that is shown here, and older ones, as seen."""
        if self._table.items:
            self._jobs.append(partial(self._see_all, self._table.items[0].id), "see")

    async def _see(self, alert: Alert) -> None:
        await self._session.marks.see_alerts([alert.id], seen=alert.seen is None)
        self._shown = None
        await self._look()

    async def _see_all(self, upto: int) -> None:
        number = await self._session.marks.see_all_alerts(upto)
        self._jobs.say(f"{number} alert{'' if number == 1 else 's'} marked as seen.")
        self._shown = None
        await self._look()


def _find(query: str) -> Find:
    try:
        return Highlighter(parse(query)).spans
    except QueryError:
        return nothing


def _look(reader: Reader, alert: Alert, query: str) -> AlertLook:
    """Read what is said about an alert."""
    article = reader.article(alert.article)
    if article is None:
        return AlertLook(query)
    words = reasons(reader, query, article) if query else ()
    return AlertLook(query, words, article.url or "", " ".join((article.summary or article.body or "")[:1_000].split()))
