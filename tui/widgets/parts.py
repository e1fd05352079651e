"""Widgets that draw their own lines: the styles of what they draw, worked out when it is first drawn.

Textual styles each of a widget's component classes whenever the widget is styled, drawn or not, and forgets what came
of it at every refresh. With a hundred of them that is most of what opening the desk or going to another pane costs.
A pane comes back to the same few states, with the focus and without it, so the styles of each are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.dom import DOMNode
from textual.widget import Widget

if TYPE_CHECKING:
    from rich.style import Style
    from textual.css.styles import RenderStyles

    State = tuple[str, frozenset[str], frozenset[str]]
    """Theme, classes and pseudo-classes. A rule for a part may ask for no more: no class of what it stands in."""
    PartStyles = dict[tuple[tuple[str, ...], bool], Style]

_WHOLE: Final[tuple[tuple[str, ...], bool]] = ((), False)
"""Stands for the widget itself among its parts."""


class Parts(Widget):
    """A widget whose component classes are styled when they are asked for, once for each state it is styled in."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Take what Textual knows the widget by."""
        super().__init__(id=id, classes=classes)
        self._state: State | None = None
        self._by_state: dict[State, PartStyles] = {}
        self._part_styles: PartStyles = {}

    def _get_component_classes(self) -> frozenset[str]:  # type: ignore[override]
        """Have Textual style none of them: it asks whenever it styles the widget, which may be in another state now."""
        state = (self.app.theme, self.classes, frozenset(self.pseudo_classes))
        if state != self._state:
            if self._state is not None and self._state[0] != self.app.theme:
                self._by_state.clear()
            self._state = state
            self._part_styles = self._by_state.setdefault(state, {})
            self._component_styles.clear()
            self.refresh()
        return frozenset()

    @property
    def rich_style(self) -> Style:
        """The widget's own style over those of what it stands in, which change with the theme alone."""
        style = self._part_styles.get(_WHOLE)
        if style is None:
            style = self._part_styles[_WHOLE] = super().rich_style
        return style

    def get_component_styles(self, *names: str) -> RenderStyles:
        """Give the styles of component classes together.

        Raises:
            KeyError: the widget has no such component class.
        """
        for name in names:
            if name not in self._component_styles:
                self._component_styles[name] = self._style_component(name)
        return super().get_component_styles(*names)

    def get_component_rich_style(self, *names: str, partial: bool = False, default: Style | None = None) -> Style:
        """Give the style of component classes together; `partial` for one without what lies under it.

        Raises:
            KeyError: the widget has no such component class, and there is no `default`.
        """
        style = self._part_styles.get((names, partial))
        if style is None:
            style = super().get_component_rich_style(*names, partial=partial, default=default)
            self._part_styles[names, partial] = style
        return style

    def _style_component(self, name: str) -> RenderStyles:
        """Work out the styles of a component class, as Textual does it."""
        if name not in super()._get_component_classes():
            raise KeyError(f"No {name!r} key in COMPONENT_CLASSES")
        node = DOMNode(classes=name)
        node._attach(self)  # noqa: SLF001 - as Textual's stylesheet does it
        self.app.stylesheet.apply(node, animate=False)
        return node.styles
