"""The pure parts: cells, rows, windows, layouts and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.highlight import Highlighter
from store.models import Actor, Article, CityTicker, Figure, Headline, Place, Standstill, Tags, TickerLine
from store.query import parse
from tests.store.make import IRPIN, KYIV, NOON, place
from tui.actions import ACTIONS, bindings, key_words
from tui.hints import FEED_HINTS, HINTS, hints
from tui.widgets import signs
from tui.widgets.cells import clip, clip_ends, clip_link, fit, wrap
from tui.widgets.emptiness import empty_words
from tui.widgets.headline_row import row_parts
from tui.widgets.reader_text import Layout, article_links
from tui.widgets.row_cells import source_cell
from tui.widgets.status import FeedsAtAGlance, Status, status_parts
from tui.widgets.ticker_folding import fold, short_figure
from tui.widgets.ticker_rows import item_rows, items
from tui.widgets.times import DATED_WIDTH, STAMP_WIDTH, age, age_width, ago_words, full, size_words, stamp, wait_words
from tui.widgets.window import LIMIT, Window

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("漢字🚑👨‍👩‍👧 \u0301\x1b[/]")), max_size=300)


def headline(number: int, **changes: object) -> Headline:
    row = Headline(
        *(
            number,
            1,
            "Harbour Wire",
            f"Title {number}",
            "https://wire.example",
            NOON,
            NOON,
            "Kyiv",
            "strike",
            "claimed",
        ),
        *(False, False, 1, 1, ""),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def article(**changes: object) -> Article:
    made = Article(
        *(
            1,
            "https://f.example",
            "Harbour Wire",
            "Title",
            "https://wire.example",
            None,
            NOON,
            "feed",
            NOON,
            None,
            "en",
        ),
        *("Summary.", "Body.", (), False, False, 1, None, "state", "RU", Tags()),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def text_of(layout: Layout) -> list[str]:
    return ["".join(text for text, _ in layout.line(index) or ()) for index in range(layout.length())]


# --- cells -------------------------------------------------------------------------------------------------------


@given(TEXTS, st.integers(0, 60))
def test_fit_gives_exactly_the_width_whatever_the_text(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(clip(text, width)) <= width


@given(TEXTS.map(lambda text: " ".join(clip(text, 400).split())), st.integers(4, 60))
def test_wrapped_lines_fit_and_leave_nothing_out(text: str, width: int) -> None:
    spans = list(wrap(text, width))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(cell_len(text[start:end].rstrip()) <= width for start, end in spans)


def test_a_clipped_text_ends_in_an_ellipsis() -> None:
    assert clip("Kyiv is quiet", 8) == "Kyiv is…"
    assert clip("漢字漢字", 5) == "漢字…"
    assert fit("7", 3, right=True) == "  7"


@given(TEXTS, st.integers(0, 60))
def test_a_name_cut_between_its_ends_never_outgrows_its_width(text: str, width: int) -> None:
    assert cell_len(clip_ends(text, width)) <= width


@given(TEXTS | st.from_regex(r"https://[a-zа-я.漢]{1,30}/[a-z漢/]{0,60}", fullmatch=True), st.integers(1, 60))
def test_a_shortened_link_never_outgrows_its_width(text: str, width: int) -> None:
    assert cell_len(clip_link(text, width)) <= width


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "https://news.example.org/world/2022/03/28/mariupol-buses"),
        (50, "news.example.org/world/2022/03/28/mariupol-buses"),
        (34, "news.example.org/…8/mariupol-buses"),
        (16, "news.example.org"),
        (12, "…example.org"),
    ],
)
def test_a_long_link_keeps_its_host_and_its_end(width: int, shown: str) -> None:
    assert clip_link("https://news.example.org/world/2022/03/28/mariupol-buses", width) == shown


def test_outlets_whose_names_begin_alike_can_be_told_apart() -> None:
    cells = {
        "".join(source_cell(name, "state", width, country))
        for width in (10, 14, 18)
        for name, country in (("Demo State Monitor (RU)", "RU"), ("Demo State Bulletin Kyiv (UA)", "UA"))
    }
    assert len(cells) == 6
    assert "".join(source_cell("Demo State Monitor", "state", 18, "RU")) == "Demo…Monitor ◆S RU"
    assert "".join(source_cell("Vesti", "state", 18, "RU")) == "Vesti    ◆state RU"


# --- rows --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", range(1, 220, 7))
@pytest.mark.parametrize("affiliation", ["", "state", "party", "military"])
def test_a_row_never_outgrows_its_pane(width: int, affiliation: str) -> None:
    row = headline(1, affiliation=affiliation, source="東方通信社東方通信社", revisions=12, title="漢" * 200)
    if width >= 16:
        assert sum(cell_len(text) for text, _ in row_parts(row, width, NOON, cursor=True)) <= width


def test_days_long_ago_are_written_whole_where_the_pane_has_room() -> None:
    old = headline(1, published=NOON - timedelta(days=900))
    rows = {
        width: "".join(text for text, _ in row_parts(old, width, NOON, cursor=False, earliest=old.published))
        for width in (60, 80)
    }
    assert "Oct’19" in rows[60]
    assert "10 Oct 19" in rows[80]
    today = "".join(text for text, _ in row_parts(headline(2), 80, NOON, cursor=False, earliest=NOON))
    assert today[4:].startswith("now "), "no room is kept where nothing is old"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_state_of_an_outlet_is_never_said_by_colour_alone(width: int) -> None:
    texts = "".join(text for text, _ in row_parts(headline(1, affiliation="state"), width, NOON, cursor=False))
    assert "◆S" in texts or "◆state" in texts


def test_a_row_says_unread_starred_revised_and_the_cursor_by_signs() -> None:
    plain = "".join(text for text, _ in row_parts(headline(1, read=True), 120, NOON, cursor=False))
    full_of = headline(1, starred=True, revisions=3)
    marked = "".join(text for text, _ in row_parts(full_of, 120, NOON, cursor=True))
    assert marked.startswith("▌●★")
    assert "✎3" in marked
    assert plain.startswith("   ")
    assert "✎" not in plain


def ticker_line(number: int, **changes: object) -> TickerLine:
    line = TickerLine(
        *(number, NOON, "Irpin", "geo:irpin", "UA", "control", "claimed", "the mayor"),
        *("Irpin is free, says its mayor", number, "Harbour Wire"),
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def killed(value: float | None, modifier: str = "exact", measure: str = "killed") -> Figure:
    return Figure(0, 3, "100", value, modifier, measure, "people", "Irpin", None, "reported")  # type: ignore[arg-type]


def drawn(width: int, *lines: TickerLine) -> list[str]:
    """Draw a city with these lines; every row must fit, and there must be as many as were announced."""
    city = CityTicker("Irpin", "geo:irpin", "UA", NOON, 12345, tuple(range(24)), lines)
    texts = []
    for item in items([(city, fold(lines, 3))], width):
        rows = item_rows(item, width, NOON)
        assert len(rows) in (item.height, item.height - 1)
        for row in rows:
            assert sum(cell_len(text) for text, _ in row) <= width - 1
            texts.append("".join(text for text, _ in row))
    return texts


@pytest.mark.parametrize("width", [30, 34, 36, 44, 80, 96, 120, 160, 200])
def test_ticker_rows_fit_and_say_the_status_in_words(width: int) -> None:
    texts = drawn(width, ticker_line(2), ticker_line(1, text="漢" * 90, type="strike", figures=(killed(12_000),)))
    assert any("claimed" in text for text in texts)


def test_status_claimant_and_outlet_are_whole_in_a_narrow_ticker() -> None:
    line = ticker_line(1, type="casualties", by="Oleksandr Markushyn", figures=(killed(100, "at_least"),))
    text = " ".join(" ".join(row.split()) for row in drawn(34, line))
    assert "✚ ≥100 killed" in text
    assert "Harbour Wire" in text
    assert "claimed by Oleksandr Markushyn" in text


@pytest.mark.parametrize("width", [36, 60, 95, 120, 160, 200])
def test_time_event_figure_status_claimant_outlet_and_words_are_there_at_every_width(width: int) -> None:
    line = ticker_line(1, type="casualties", by="Oleksandr Markushyn", figures=(killed(100, "at_least"),))
    text = " ".join(" ".join(row.split()) for row in drawn(width, line))
    for words in ("12:00", "✚ ≥100 killed", "claimed by Oleksandr Mark", "Harbour Wire", "Irpin is free, says"):
        assert words in text


def test_reprints_are_folded_into_the_first_report_with_the_number_of_other_outlets() -> None:
    first = ticker_line(1, time=NOON - timedelta(hours=1))
    reprints = [ticker_line(number, source=f"Outlet {number}", text=f"{first.text} ") for number in (2, 3)]
    (happening,) = fold([*reversed(reprints), first], 3)
    assert (happening.line, happening.others) == (first, 2)
    assert any("Harbour Wire +2" in row for row in drawn(60, *reprints, first))


def test_the_same_outlet_twice_is_not_two_outlets() -> None:
    (happening,) = fold([ticker_line(2), ticker_line(1)], 3)
    assert happening.others == 0


def test_other_words_another_status_or_another_number_are_not_folded() -> None:
    lines = [ticker_line(3, text="Shells hit the bridge in Irpin"), ticker_line(2, status="denied"), ticker_line(1)]
    assert len(fold(lines, 3)) == 3
    counts = [ticker_line(number, text=f"At least {number} people were killed in Irpin today") for number in (9, 8)]
    assert len(fold(counts, 3)) == 2


def test_events_of_one_sentence_are_one_happening_and_its_number_stands_for_casualties() -> None:
    both = [ticker_line(2, article=1, type="battle"), ticker_line(1, article=1, type="casualties")]
    both = [replace(line, figures=(killed(5_000, "about"),)) for line in both]
    assert any("✕ battle ✚ ~5,000 killed" in row for row in drawn(60, *both))


def test_the_most_telling_number_is_shown_and_vague_ones_are_not() -> None:
    assert short_figure([killed(7, measure="wounded"), killed(3)]) == "3 killed"
    assert short_figure([killed(None), killed(12, "more_than", "evacuated")]) == ">12 evacuated"
    assert short_figure([killed(5, measure="money")]) == ""


def test_a_sparkline_fills_its_width_and_tells_none_from_few() -> None:
    assert signs.sparkline((0, 1, 8), 3) == "▁▂█"
    assert signs.sparkline((0, 0), 8) == "▁▁"
    assert len(signs.sparkline(tuple(range(240)), 24)) == 24
    assert signs.sparkline((), 8) == ""


# --- window ------------------------------------------------------------------------------------------------------


def page(*numbers: int) -> list[Headline]:
    return [headline(number) for number in numbers]


def test_following_rows_flow_in_and_the_cursor_keeps_its_article_while_it_is_in_sight() -> None:
    window = Window()
    window.replace(page(3, 2, 1), at_newest=True, at_oldest=True)
    window.add_newer(page(5, 4), at_newest=True, height=4)
    assert (window.top, window.cursor) == (0, 2)
    window.add_newer(page(7, 6), at_newest=True, height=4)
    assert (window.top, window.cursor) == (1, 4)
    assert not window.following


def test_away_from_the_top_new_rows_move_nothing_in_sight() -> None:
    window = Window()
    window.replace(page(3, 2, 1), at_newest=True, at_oldest=True)
    window.move(1, 2)
    assert not window.following
    window.add_newer(page(5, 4), at_newest=True, height=2)
    assert window.top == 2
    assert window.current is not None
    assert window.current.id == 2


def test_a_window_lets_go_of_what_is_far_away() -> None:
    window = Window()
    window.replace(page(*range(5000, 4800, -1)), at_newest=True, at_oldest=False)
    for lowest in range(4800, 2800, -200):
        window.move(LIMIT * 2, 20)
        window.add_older(page(*range(lowest, lowest - 200, -1)), at_oldest=False)
        assert len(window.rows) <= LIMIT + 200
        assert window.current is not None
    assert not window.at_newest


def test_rows_that_left_the_archive_go_and_the_cursor_stays_on_its_article() -> None:
    window = Window()
    window.replace(page(5, 4, 3, 2, 1), at_newest=True, at_oldest=True, cursor=2)
    window.drop([5, 2])
    assert [row.id for row in window.rows] == [4, 3, 1]
    assert window.current is not None
    assert window.current.id == 3


# --- reader ------------------------------------------------------------------------------------------------------


def test_the_reader_says_source_affiliation_time_revisions_and_links() -> None:
    shown = article(revisions=3, author="A. Writer", links=("https://wire.example", "https://x.example/1"))
    lines = "\n".join(text_of(Layout.of_article(shown, 80, highlight=True)))
    assert "Harbour Wire  ◆ state outlet  by A. Writer" in lines
    assert "28 Mar 2022, 12:00 UTC  ✎ revised 2 times" in lines
    assert "[1] https://x.example/1" in lines
    assert article_links(shown) == ("https://x.example/1",)


@pytest.mark.parametrize(("given_by", "words"), [("page", "as the page says"), ("first_seen", "first seen")])
def test_the_reader_says_where_the_time_comes_from(given_by: str, words: str) -> None:
    assert words in "\n".join(text_of(Layout.of_article(article(published_source=given_by), 80, highlight=True)))


def test_tags_are_marked_at_their_offsets_also_after_wrapping() -> None:
    title, body = "Irpin is quiet", "In Kyiv the mayor of Kyiv spoke."
    second = len(title) + 2 + body.rindex("Kyiv")
    tags = Tags(
        places=(place(IRPIN), place(KYIV, len(title) + 5), place(KYIV, second)),
        actors=(Actor(second - 9, second - 4, "mayor", "a:m", "Mayor", "person", None),),
    )
    layout = Layout.of_article(article(title=title, body=body, tags=tags), 12, highlight=True)
    pieces = [part for index in range(layout.length()) for part in layout.line(index) or ()]
    assert [text for text, style in pieces if style == "place"] == ["Irpin", "Kyiv", "Kyiv"]
    assert all(len("".join(t for t, _ in layout.line(i) or ()).rstrip()) <= 40 for i in range(layout.length()))


def test_overlapping_and_wild_offsets_do_no_harm() -> None:
    wild = tuple(
        replace(place(KYIV), start=start, end=end) for start, end in [(0, 4), (2, 9), (3, 3), (900, 999), (-5, 2)]
    )
    layout = Layout.of_article(article(tags=Tags(places=wild)), 40, highlight=True)
    assert "Title" in text_of(layout)[0]
    assert isinstance(wild[0], Place)


def test_what_was_sought_is_marked_over_tags_and_beside_them() -> None:
    find = Highlighter(parse('quiet OR "kyiv region"')).spans
    shown = article(title="Kyiv region quiet", tags=Tags(places=(place(KYIV), place(IRPIN, 12))))
    assert Layout.of_article(shown, 40, highlight=True, find=find).line(0) == (
        ("Kyiv region", "match"),
        (" ", "title"),
        ("quiet", "match"),
    )
    find = Highlighter(parse("yiv")).spans
    beside = Layout.of_article(replace(shown, title="Kyiv regions"), 40, highlight=True, find=find)
    assert beside.line(0) == (("Kyiv", "place"), (" regions", "title"))


def test_a_row_marks_the_words_that_were_sought() -> None:
    row = headline(1, title="Buses leave; buses come back")
    parts = row_parts(row, 120, NOON, cursor=False, find=Highlighter(parse("bus*")).spans)
    assert [text for text, style in parts if style == "match"] == ["Buses", "buses"]


def test_without_highlights_nothing_is_marked() -> None:
    layout = Layout.of_article(article(title="Kyiv", tags=Tags(places=(place(KYIV),))), 40, highlight=False)
    assert layout.line(0) == (("Kyiv", "title"),)


def test_an_article_without_text_says_so() -> None:
    layout = Layout.of_article(article(body=None, summary=""), 80, highlight=True)
    assert any("no text" in line for line in text_of(layout))


def test_a_giant_body_is_laid_out_only_as_far_as_somebody_looks() -> None:
    layout = Layout.of_article(article(body="word " * 200_000), 80, highlight=True)
    assert layout.line(20) is not None
    assert layout._rows == layout._rows[:21]
    assert any("Cut here for display" in line for line in text_of(layout))


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(minutes=-59), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=60), "1m"),
        (timedelta(minutes=59, seconds=59), "59m"),
        (timedelta(hours=23, minutes=59), "23h"),
        (timedelta(days=6, hours=23), "6d"),
        (timedelta(days=7), "21 Mar"),
        (timedelta(days=-2), "30 Mar"),
        (timedelta(days=365), "Mar’21"),
    ],
)
def test_an_age_is_short_for_a_week_and_a_day_from_then_on(ago: timedelta, words: str) -> None:
    assert age(NOON - ago, NOON) == words
    assert len(words) <= (age_width(NOON - ago, NOON, STAMP_WIDTH) if ago > timedelta(0) else STAMP_WIDTH)


def test_times_are_short_for_today_and_dated_else() -> None:
    assert stamp(NOON, NOON) == "12:00"
    assert stamp(NOON - timedelta(days=1), NOON) == "27 Mar"
    assert stamp(NOON - timedelta(days=365), NOON) == "Mar’21"
    assert stamp(NOON - timedelta(days=365), NOON, DATED_WIDTH) == "28 Mar 21"
    assert full(NOON) == "28 Mar 2022, 12:00 UTC"


def test_waits_and_sizes_read_well() -> None:
    assert [wait_words(seconds) for seconds in (-5, 40, 600, 9000)] == [
        *("now", "within a minute", "in 10 min", "in 2 h"),
    ]
    assert [ago_words(seconds) for seconds in (5, 90, 9000, 500_000)] == [
        *("just now", "2 min ago", "2 h ago", "6 days ago"),
    ]
    assert [size_words(size) for size in (12, 139_264, 191_889_408, 5_000_000_000)] == [
        *("12 B", "139 kB", "192 MB", "5.0 GB"),
    ]


def test_polls_that_are_long_due_are_called_late_while_somebody_archives() -> None:
    feeds = FeedsAtAGlance(total=3, next_poll=NOON - timedelta(minutes=5))
    words = [text for text, _ in status_parts(Status(feeds=feeds), NOON)]
    assert "polls late by 5 min" in words
    assert "next poll now" in [text for text, _ in status_parts(Status(feeds=feeds, archiving=False), NOON)]


def test_a_time_in_which_nothing_could_be_stored_is_told_for_an_hour() -> None:
    over = Standstill(NOON - timedelta(hours=2), "disk is full", "archive", NOON - timedelta(minutes=5))
    status = Status(feeds=FeedsAtAGlance(total=3), last_standstill=over)
    since, until = (f"{time.astimezone():%H:%M}" for time in (over.since, NOON - timedelta(minutes=5)))
    assert (f"nothing stored {since}\N{EN DASH}{until}", "bad") in status_parts(status, NOON)
    assert not any("stored" in text for text, _ in status_parts(status, NOON + timedelta(hours=1)))


def test_a_full_disk_is_called_so_while_it_holds_the_archiver_up() -> None:
    full = Standstill(NOON, "disk is full", "archive")
    words = empty_words(Status(feeds=FeedsAtAGlance(total=3), standstill=full, archiver="pid 7"), 3, NOON)
    assert words[0].startswith("Nothing could be stored since ")
    assert words[-1].startswith("Check the disk.")


def test_an_archive_that_cannot_be_read_greets_nobody() -> None:
    words = empty_words(Status(trouble="archive.db: damaged"), 3, NOON)
    assert words[:2] == ("The archive can't be read.", "archive.db: damaged")


def test_an_archive_that_stays_empty_says_that_no_feed_answered() -> None:
    soon, long_ago = (FeedsAtAGlance(total=3, next_poll=NOON - timedelta(seconds=late)) for late in (2, 60))
    assert "on their way" in empty_words(Status(feeds=soon), 3, NOON)[0]
    assert empty_words(Status(feeds=long_ago), 3, NOON)[0] == "No feed has answered yet."
    assert "of 3 feeds asked" in empty_words(Status(feeds=replace(long_ago, polled=1)), 3, NOON)[1]
    assert "index of place names" in empty_words(Status(feeds=long_ago, preparing=True), 3, NOON)[0]


# --- actions -----------------------------------------------------------------------------------------------------


def test_every_action_has_its_own_id_and_no_key_stands_twice_for_one_owner() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(set(ids)) == len(ids)
    for screen in (("pane", "desk", "app"), ("pane", "feeds")):
        keys = [key for action in ACTIONS if action.owner in screen for key in action.keys]
        assert len(set(keys)) == len(keys)
    assert {id_ for id_, _ in (*HINTS, *FEED_HINTS)} <= set(ids)


def test_every_binding_carries_its_actions_id() -> None:
    for owner in ("pane", "desk", "feeds", "app"):
        assert all(binding.id for binding in bindings(owner))  # type: ignore[union-attr]


def test_keys_are_written_as_people_write_them_and_follow_the_keymap() -> None:
    star = next(action for action in ACTIONS if action.id == "star")
    page_down = next(action for action in ACTIONS if action.id == "page-down")
    assert key_words(star, {}) == "s"
    assert key_words(star, {"star": "ctrl+x"}) == "Ctrl+x"
    assert key_words(page_down, {}) == "PgDn Space"
    assert ("x", "star") in hints({"star": "x"})


@pytest.mark.parametrize("owner", ["pane", "reader", "desk", "city", "feeds", "app"])
def test_every_action_of_the_table_exists_on_its_owner(owner: str) -> None:
    from tui.app import DatelineApp
    from tui.screens.bulk import BULK
    from tui.screens.city import CityScreen
    from tui.screens.deeds import DEEDS
    from tui.screens.desk import DeskScreen
    from tui.screens.feeds import FeedsScreen
    from tui.widgets.pane import Pane
    from tui.widgets.reader import Reader

    desks = {"desk": DeskScreen, "city": CityScreen, "feeds": FeedsScreen, "app": DatelineApp}
    holder = {"pane": Pane, "reader": Reader, **desks}[owner]
    for action in ACTIONS:
        if action.owner == owner:
            assert hasattr(holder, f"action_{action.call.split('(')[0]}"), action.id
            if action.call.startswith("article("):
                assert action.call.split("'")[1] in {**DEEDS, **BULK}
