"""Keymaps to begin with: keys that hands know from elsewhere. What a preset does not name keeps its own key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VIM: Final[Mapping[str, str]] = {
    "down": "j,down,ctrl+n",
    "up": "k,up,ctrl+p",
    "page-down": "ctrl+f,pagedown,space",
    "page-up": "ctrl+b,pageup",
    "next-pane": "ctrl+w,tab",
    "grow": "greater_than_sign,plus",
    "shrink": "less_than_sign,minus",
    "saved-filters": "apostrophe",
    "palette": "colon",
}
"""The default keys are vi's where they can be; these are the rest of them."""
EMACS: Final[Mapping[str, str]] = {
    "down": "ctrl+n,down",
    "up": "ctrl+p,up",
    "page-down": "ctrl+v,pagedown,space",
    "page-up": "alt+v,pageup",
    "first": "alt+less_than_sign,home",
    "last": "alt+greater_than_sign,end",
    "next-pane": "ctrl+o,tab",
    "copy": "alt+w,y",
    "find": "ctrl+s,slash",
    "filter": "ctrl+s,slash",
    "save-filter": "alt+s",
    "find-end": "ctrl+g,escape",
    "clear": "ctrl+g,escape",
    "leave-feeds": "ctrl+g,escape,f,q",
    "leave-alerts": "ctrl+g,escape,A,q",
    "leave-city": "ctrl+g,escape,c,q",
    "leave-map": "ctrl+g,escape,M,q",
    "palette": "alt+x",
}
"""C-n C-p C-v M-v M-< M-> move, C-s searches, C-g gets out, M-x names a command, C-o is the other pane."""
PRESETS: Final[Mapping[str, Mapping[str, str]]] = {"default": {}, "vim": VIM, "emacs": EMACS}
"""Each preset by its name in the config."""
