"""The lines about the alert under the cursor: its watch, what it was found by, and how its article begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.cells import clip, strip, wrap
from tui.widgets.times import full

if TYPE_CHECKING:
    from store.models import Alert
    from tui.widgets.bars import Part


@dataclass(frozen=True, slots=True)
class AlertLook:
    """What is said about one alert beside its line."""

    query: str = ""
    """What its watch asks for; empty for a watch that is gone."""
    words: tuple[str, ...] = ()
    """What of the article it asked for."""
    url: str = ""
    summary: str = ""


class AlertDetail(Widget):
    """What is said about the alert under the cursor."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"alert--{name}" for name in ("watch", "plain", "quiet", "match", "bad")}
    DEFAULT_CSS = """
    AlertDetail > .alert--watch { color: $accent; text-style: bold; }
    AlertDetail > .alert--quiet { color: $quiet; }
    AlertDetail > .alert--match { color: $accent; }
    AlertDetail > .alert--plain { color: $foreground; }
    AlertDetail > .alert--bad { color: $error; }
    """

    def __init__(self) -> None:
        """Start with nothing to say."""
        super().__init__(id="alert")
        self._alert: Alert | None = None
        self._look = AlertLook()

    def show(self, alert: Alert | None, look: AlertLook) -> None:
        """Say something about another alert."""
        self._alert, self._look = alert, look
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line of it."""
        width, base = self.size.width, self.rich_style + Style()
        lines = detail_lines(self._alert, self._look, width - 3) if self._alert is not None else []
        if y >= len(lines):
            return Strip.blank(width, base)
        parts = [
            (" ", base),
            *((text, self.get_component_rich_style(f"alert--{name}", partial=True)) for text, name in lines[y]),
        ]
        return strip(parts, width, base)


def detail_lines(alert: Alert, look: AlertLook, width: int) -> list[list[Part]]:
    """Give what is said about an alert: its watch and query, the words, when and whence, and how the text begins."""
    name = clip(alert.watch, 40)
    asks = clip(look.query, width - cell_len(name) - 2) if look.query else "this watch is no longer in your config"
    version = "" if alert.revision == 1 else f" · by its version {alert.revision}"
    lines: list[list[Part]] = [
        [(name, "watch"), (f"  {asks}", "quiet" if look.query else "bad")],
        [("found by  ", "quiet"), (clip(", ".join(look.words) or "–", width - 10), "match")],
        [(clip(f"{full(alert.made)}{version} · {alert.source}", width), "quiet")],
    ]
    if look.url:
        lines.append([(clip(look.url, width), "quiet")])
    text = clip(look.summary, 4 * width)
    lines += [[(text[start:end].rstrip(), "plain")] for start, end in wrap(text, width)]
    return lines
