"""The one table of what the desk can do: bindings, command palette, help screen and docs all come from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from store.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType

Group = Literal[
    "Move",
    "Panes",
    "Articles",
    "In the article",
    "Cities",
    "Stories",
    "Filter",
    "Desk",
    "On the feeds screen",
    "On the alerts screen",
    "On a city's page",
    "On the map",
]
Owner = Literal["pane", "reader", "desk", "city", "feeds", "alerts", "map", "map-screen", "app"]
"""Who carries an action out: the focused pane, the article's pane, the desk screen, the feeds screen, or the app."""


@record
class Action:
    """One thing the desk can do."""

    id: str
    """Stable name, as a config's keymap uses it."""
    keys: tuple[str, ...]
    """Keys as Textual names them; the first is the one we print."""
    call: str
    """The Textual action: ``action_<call>`` on the owner."""
    help: str
    group: Group
    owner: Owner = "desk"
    palette: bool = True
    """False for plain movement, which makes no sense as a command."""


ACTIONS: tuple[Action, ...] = (
    Action("down", ("j", "down"), "down", "Down a line", "Move", "pane", palette=False),
    Action("up", ("k", "up"), "up", "Up a line", "Move", "pane", palette=False),
    Action("page-down", ("pagedown", "space"), "page_down", "Down a page", "Move", "pane", palette=False),
    Action("page-up", ("pageup",), "page_up", "Up a page", "Move", "pane", palette=False),
    Action("half-down", ("ctrl+d",), "half_down", "Down half a page", "Move", "pane", palette=False),
    Action("half-up", ("ctrl+u",), "half_up", "Up half a page", "Move", "pane", palette=False),
    Action("first", ("g", "home"), "first", "To the newest, or the top", "Move", "pane"),
    Action("last", ("G", "end"), "last", "To the oldest, or the end", "Move", "pane"),
    Action("choose", ("enter",), "choose", "Read the article; on a city, open its page", "Move", "pane"),
    Action("next-unread", ("n",), "next_unread", "Next unread article", "Move"),
    Action("previous-unread", ("p",), "previous_unread", "Previous unread article", "Move"),
    Action("live", ("full_stop",), "live", "To the new articles, and follow", "Move"),
    Action("next-pane", ("tab",), "next_pane", "Next pane", "Panes"),
    Action("previous-pane", ("shift+tab",), "previous_pane", "Previous pane", "Panes"),
    Action("headlines", ("1",), "pane('headlines')", "Go to the headlines", "Panes"),
    Action("reader", ("2",), "pane('reader')", "Go to the article", "Panes"),
    Action("ticker", ("3",), "pane('ticker')", "Go to the cities", "Panes"),
    Action("zoom", ("z",), "zoom", "Give the pane the whole screen, or back", "Panes"),
    Action("grow", ("plus",), "resize(1)", "Make the pane larger", "Panes"),
    Action("shrink", ("minus",), "resize(-1)", "Make the pane smaller", "Panes"),
    Action("open", ("o",), "article('open')", "Open the article in the browser", "Articles"),
    Action("copy", ("y",), "article('copy')", "Copy the article's link", "Articles"),
    Action("copy-text", ("Y",), "article('copy_text')", "Copy the article's text", "Articles"),
    Action("save", ("D",), "article('save')", "Save the article as Markdown", "Articles"),
    Action("page", ("E",), "article('page')", "Read the article in your pager ($PAGER)", "Articles"),
    Action("edit", ("e",), "article('edit')", "Open a copy of the article in your editor ($EDITOR)", "Articles"),
    Action("fetch", ("F",), "article('fetch')", "Fetch the article's page for the whole text", "Articles"),
    Action("read", ("m",), "article('read')", "Mark read or unread", "Articles"),
    Action("read-all", ("R",), "read_all", "Mark everything that the list shows as read", "Articles"),
    Action("star", ("s",), "article('star')", "Star or unstar", "Articles"),
    Action("mark", ("v",), "mark", "Mark the line; m, s, y, Y and D then work on all marked ones", "Articles"),
    Action("mark-to-here", ("V",), "mark_to_here", "Mark every line from the last marked one to here", "Articles"),
    Action("undo", ("u",), "undo", "Take the last mark, star, join or split back", "Articles"),
    Action("changes", ("d",), "changes", "What a revised article changed, or its text again", "Articles"),
    Action("why", ("w",), "why", "Why each tag stands and how sure that is, or the text again", "Articles"),
    Action("tags", ("t",), "toggle_tags", "Highlight places, people and figures, or not", "Articles"),
    Action("correct", ("x",), "correct", "Correct a place: none here, or another one", "Articles"),
    Action("find", ("slash",), "find", "Search in the text", "In the article", "reader"),
    Action("find-next", ("n",), "find_next", "Next place found, while a search lasts", "In the article", "reader"),
    Action("find-previous", ("N",), "find_previous", "Previous place found", "In the article", "reader"),
    Action("find-end", ("escape",), "find_end", "End the search", "In the article", "reader"),
    Action("links", ("l",), "links", "Open a link by its number", "In the article"),
    Action("city", ("c",), "city", "A city's page: timeline, claims, figures, control, sources", "Cities"),
    Action("by-city", ("comma",), "by_city", "Only this city in every pane, or everything again", "Cities"),
    Action("city-order", ("O",), "order", "Order the cities by latest event or by activity", "Cities"),
    Action("pin", ("P",), "pin", "Pin the city to the top, or let it go", "Cities"),
    Action("stories", ("S",), "stories", "Group the headlines by story, or not", "Stories"),
    Action("unfold", ("right",), "unfold", "Show a story's reports below its line", "Stories"),
    Action("fold", ("left",), "fold", "Put a story's reports away again", "Stories"),
    Action("read-story", ("r",), "read_story", "Mark every report of the story as read", "Stories"),
    Action("join", ("J",), "join", "Make one story of the marked lines", "Stories"),
    Action("split", ("K",), "split", "Take the report, or the marked ones, out of the story", "Stories"),
    Action("hide-read", ("H",), "hide_read", "Leave out what is read, or show it again", "Filter"),
    Action("filter", ("slash",), "filter", "Filter as you type", "Filter"),
    Action("saved-filters", ("ctrl+f",), "saved_filters", "Saved filters", "Filter"),
    *(
        Action(f"saved-{key}", (key,), f"saved('{key}')", f"Saved filter {key}", "Filter", palette=False)
        for key in "56789"
    ),
    Action("save-filter", ("ctrl+s",), "save_filter", "Save the filter under a name", "Filter"),
    Action("chips", ("backspace",), "chips", "Take parts off the filter", "Filter"),
    Action("clear", ("escape",), "back", "Clear the filter, or back to the headlines", "Filter"),
    Action("map", ("M",), "map", "Map: where things happen", "Desk"),
    Action("follow-offer", ("L",), "follow_offer", "Follow the live blog that is offered", "Desk"),
    Action("dismiss-offer", ("ctrl+l",), "dismiss_offer", "Offer that live blog no more", "Desk"),
    Action("alerts", ("A",), "alerts", "Alerts: what watches found", "Desk"),
    Action("feeds", ("f",), "feeds", "Feeds: how each of them does", "Desk"),
    Action("help", ("question_mark",), "help", "Keys, and what the signs mean", "Desk"),
    Action("palette", ("ctrl+p", "colon"), "command_palette", "All commands", "Desk", "app", palette=False),
    Action("reload", ("ctrl+r",), "reload", "Read the config again", "Desk", "app"),
    Action("theme", (), "toggle_theme", "Light or dark", "Desk", "app"),
    Action("suspend", ("ctrl+z",), "suspend_process", "Back to the shell; fg brings the desk back", "Desk", "app"),
    Action("quit", ("q",), "quit", "Quit", "Desk", "app"),
    Action("poll-feed", ("r",), "poll", "Poll the feed now", "On the feeds screen", "feeds"),
    Action("pause-feed", ("p",), "pause", "Pause the feed, or let it go on", "On the feeds screen", "feeds"),
    Action("leave-feeds", ("escape", "f", "q"), "leave", "Back to the desk", "On the feeds screen", "feeds"),
    Action("see", ("m", "s"), "see", "Mark the alert as seen, or not", "On the alerts screen", "alerts"),
    Action("see-all", ("M",), "see_all", "Mark all alerts as seen", "On the alerts screen", "alerts"),
    Action("leave-alerts", ("escape", "A", "q"), "leave", "Back to the desk", "On the alerts screen", "alerts"),
    Action("city-1", ("1",), "section(0)", "Timeline", "On a city's page", "city"),
    Action("city-2", ("2",), "section(1)", "Who says what", "On a city's page", "city"),
    Action("city-3", ("3",), "section(2)", "Figures, with claimant and verification", "On a city's page", "city"),
    Action("city-4", ("4",), "section(3)", "Who is said to hold it", "On a city's page", "city"),
    Action("city-5", ("5",), "section(4)", "Sources", "On a city's page", "city"),
    Action("city-next", ("tab", "right"), "next_section(1)", "Next section", "On a city's page", "city"),
    Action("city-previous", ("shift+tab", "left"), "next_section(-1)", "Previous section", "On a city's page", "city"),
    Action("city-days", ("t",), "by_day", "Timeline by hour or by day", "On a city's page", "city"),
    Action(
        "city-filter", ("comma",), "filter_by", "Back, with only this city in every pane", "On a city's page", "city"
    ),
    Action("city-pin", ("P",), "pin_city", "Pin the city to the top, or let it go", "On a city's page", "city"),
    Action("leave-city", ("escape", "c", "q"), "leave", "Back to the desk", "On a city's page", "city"),
    Action("map-west", ("left",), "pan(-1, 0)", "Move the map to the west", "On the map", "map", palette=False),
    Action("map-east", ("right",), "pan(1, 0)", "Move the map to the east", "On the map", "map", palette=False),
    Action("map-north", ("up",), "pan(0, -1)", "Move the map to the north", "On the map", "map", palette=False),
    Action("map-south", ("down",), "pan(0, 1)", "Move the map to the south", "On the map", "map", palette=False),
    Action("map-nearer", ("plus", "equals_sign"), "zoom_map(1)", "Nearer", "On the map", "map"),
    Action("map-farther", ("minus",), "zoom_map(-1)", "Farther off", "On the map", "map"),
    Action("map-fit", ("0",), "fit", "The theatre where most happens", "On the map", "map"),
    Action("map-centre", ("full_stop",), "centre", "The selected place to the middle", "On the map", "map"),
    Action("map-window", ("t",), "window", "Look back longer", "On the map", "map-screen"),
    Action("leave-map", ("escape", "M", "q"), "leave", "Back to the desk", "On the map", "map-screen"),
)
"""Every action, in the order in which help shows them."""

_KEY_WORDS = {
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "full_stop": ".",
    "slash": "/",
    "comma": ",",
    "question_mark": "?",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "escape": "Esc",
    "backspace": "Backspace",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "equals_sign": "=",
    "home": "Home",
    "end": "End",
}


def bindings(owner: Owner) -> list[BindingType]:
    """Give the key bindings of one `owner`, each with its action's id so that a keymap can move it."""
    from textual.binding import Binding

    return [
        Binding(",".join(action.keys), action.call, action.help, show=False, id=action.id)
        for action in ACTIONS
        if action.owner == owner and action.keys
    ]


def key_words(action: Action, keymap: Mapping[str, str]) -> str:
    """Give an action's keys as people write them (``PgDn Space``), after the user's `keymap`."""
    keys = tuple(keymap[action.id].split(",")) if action.id in keymap else action.keys
    return " ".join(_key_word(key.strip()) for key in keys)


def _key_word(key: str) -> str:
    """Give one key as people write it."""
    if key in _KEY_WORDS:
        return _KEY_WORDS[key]
    return key.replace("ctrl+", "Ctrl+") if key.startswith("ctrl+") else key
