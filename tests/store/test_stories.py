"""Reports of one event become one story, and what a person says of stories stays so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store.doctor import examine
from store.grouping import KEPT_S
from store.jobs import prune_articles
from store.lines import line_key
from store.membership import Membership
from store.models import PageText, Tags
from store.page_texts import fill
from store.pages import WantedPages
from store.query import EVERYTHING, parse
from store.reader import Reader
from store.repair import repair
from store.retagging import TextReader, begin, finish, retag
from store.salvage import salvage
from store.story_backfill import catch_up
from store.story_jobs import join, put_back, split
from store.window import empty_index
from store.writer import Writer

from .make import IRPIN, KYIV, NOON, actor, add_feed, draft, event, figure, place, store

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from store.models import ArticleDraft, FeedState, PollReceipt

DAM = (
    "Water floods villages below the breached Kakhovka dam, governor says",
    "The governor said that eight villages stood under water after the wall of the Kakhovka dam gave way at night.",
)
DAM_AGAIN = (
    "Kakhovka dam breached: villages flooded, thousands flee",
    "Thousands are fleeing villages flooded when the Kakhovka dam was breached overnight, the governor said.",
)
DAM_LATER = (
    "Governor: flooded villages below Kakhovka dam to be evacuated",
    "People in villages flooded by the breached Kakhovka dam are being evacuated by boat, according to the governor.",
)
GRAIN = (
    "Grain ship leaves Odesa for the first time since July",
    "A freighter with corn for Lebanon sailed from the port after a deal on exports was signed in Istanbul.",
)
WIRE = (
    "The port of Chornomorsk was struck by three missiles on Tuesday evening, and two grain silos burned through the"
    " night while crews fought the flames, the head of the region said. Nobody was hurt. Loading will go on tomorrow."
)
WIRE_REPORT = ("Missiles strike Chornomorsk port", WIRE)


class World:
    """Outlets that report into one archive, a quarter of an hour apart."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self.writer = writer
        self.reader = reader
        self.now = NOON
        self._feeds: dict[str, FeedState] = {}
        self._number = 0

    def report(self, outlet: str, words: tuple[str, str], key: str = "", **changes: object) -> int:
        """Have an outlet report, and give the article's id."""
        self.now += timedelta(minutes=15)
        self._number += 1
        one = draft(key or f"{outlet}-{self._number}", words[0], summary=words[1], published=self.now, **changes)
        before = self.reader.snapshot().newest_id
        self.take(outlet, one)
        return before + 1

    def take(self, outlet: str, *drafts: ArticleDraft) -> PollReceipt:
        feed = self._feeds.get(outlet) or add_feed(self.writer, f"https://{outlet}.example/feed", outlet.title())
        self._feeds[outlet] = feed
        return store(self.writer, feed, *drafts, at=self.now)

    def stories(self) -> dict[int, int | None]:
        """Give the story of each article."""
        return {row.id: row.story for row in self.reader.headlines(EVERYTHING, limit=1000)}


@pytest.fixture
def world(writer: Writer, reader: Reader) -> World:
    return World(writer, reader)


def test_reports_of_one_event_are_one_story_named_after_the_first(world: World) -> None:
    first = world.report("one", DAM)
    grain = world.report("one", GRAIN)
    second = world.report("two", DAM_AGAIN)
    third = world.report("three", DAM_LATER)
    assert world.stories() == {first: first, grain: None, second: first, third: first}


def test_a_query_finds_the_reports_of_a_story_and_those_that_tell_it_again(world: World) -> None:
    first, second, grain = world.report("one", DAM), world.report("two", DAM_AGAIN), world.report("two", GRAIN)
    assert [row.id for row in world.reader.headlines(parse(f"story:{first}"))] == [second, first]
    assert [row.id for row in world.reader.headlines(parse("is:duplicate"))] == [second]
    assert [row.id for row in world.reader.headlines(parse("-is:duplicate"))] == [grain, first]
    assert world.reader.count(parse(f"story:{first} dam -flee")).value == 1


def test_reports_of_one_poll_are_grouped_too(world: World) -> None:
    drafts = [draft(str(number), DAM[0], summary=DAM[1]) for number in range(2)]
    world.take("one", *drafts)
    assert world.stories() == {1: 1, 2: 1}


def test_taking_in_the_same_poll_again_changes_no_story(world: World) -> None:
    world.report("one", DAM)
    second = draft("x", DAM_AGAIN[0], summary=DAM_AGAIN[1])
    assert world.take("two", second).new == 1
    before = world.stories()
    assert world.take("two", second).new == 0
    assert world.stories() == before


def test_what_came_days_ago_is_no_candidate_any_more(world: World) -> None:
    first = world.report("one", DAM)
    world.now += timedelta(seconds=KEPT_S + 1)
    late = world.report("two", DAM_AGAIN)
    assert world.stories() == {first: None, late: None}


def test_reports_in_two_languages_join_by_places_actors_and_events(world: World) -> None:
    tags = Tags((place(IRPIN),), (actor(),), (event(IRPIN),), (figure(value=12.0),))
    first = world.report("one", ("Irpin is free", "The mayor said so."), tags=tags, lang="en")
    second = world.report("two", ("Ірпінь звільнено", "Про це сказав міський голова."), tags=tags, lang="uk")
    other = Tags((place(KYIV),), (), (event(KYIV, type="strike"),), ())
    third = world.report("three", ("Удар по Києву", "Пошкоджено будинок."), tags=other, lang="uk")
    assert world.stories() == {first: first, second: first, third: None}


def test_an_outlet_that_prints_the_same_words_another_day_tells_another_story(world: World) -> None:
    words = ("Losses of the enemy, as of this morning", "The General Staff gave the numbers of the past day.")
    first = world.report("one", words, key="monday")
    world.now += timedelta(hours=24)
    second = world.report("one", words, key="tuesday")
    assert world.stories() == {first: None, second: None}


def test_a_revision_that_tells_something_else_leaves_its_story(world: World) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN, key="a")
    third = world.report("three", GRAIN)
    world.report("two", (GRAIN[0] + ", port says", GRAIN[1]), key="a")
    assert world.stories() == {first: None, second: second, third: second}


def test_a_revision_that_says_the_same_stays_in_its_story(world: World) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN, key="a")
    world.report("two", (DAM_AGAIN[0] + ", army helps", DAM_AGAIN[1]), key="a")
    assert world.stories() == {first: first, second: first}


def test_a_wire_report_counts_as_one_origin_however_many_print_it(world: World) -> None:
    first = world.report("one", ("Missiles strike Chornomorsk port", f"CHORNOMORSK (Reuters) - {WIRE}"))
    world.report("two", ("Grain silos burn in Chornomorsk", WIRE))
    world.report("three", ("Port of Chornomorsk struck", f"{WIRE} (AFP)"))
    own = "Three missiles struck grain silos in the port of Chornomorsk, our reporter at the gates saw on Tuesday."
    world.report("four", ("Chornomorsk port: missiles strike grain silos", own))
    story = world.reader.story(first)
    assert story is not None
    assert [(report.origin, report.because, report.copied) for report in story.reports] == [
        ("Reuters", "credit", None),
        ("Reuters", "copy", first),
        ("Agence France-Presse", "credit", None),
        ("four.example", "own", None),
    ]
    assert story.origins == ("Reuters", "Agence France-Presse", "four.example")
    assert story.outlets == ("One", "Two", "Three", "Four")
    assert story.reports[1].reason == f"the words of article {first}"


def test_a_report_without_credit_has_the_origin_that_its_later_copy_names(world: World) -> None:
    first = world.report("one", ("Grain silos burn in Chornomorsk", WIRE))
    second = world.report("two", ("Missiles strike Chornomorsk port", f"CHORNOMORSK (Reuters) - {WIRE}"))
    story = world.reader.story(second)
    assert story is not None
    assert [(report.origin, report.because, report.copied) for report in story.reports] == [
        ("Reuters", "copy", second),
        ("Reuters", "credit", None),
    ]
    assert world.reader.stories([first])[first].origins == 1


def test_two_feeds_of_one_house_are_one_origin(world: World, writer: Writer) -> None:
    world._feeds["news"] = add_feed(writer, "https://feeds.bbci.co.uk/news/rss.xml", "BBC News")
    world._feeds["europe"] = add_feed(writer, "https://www.bbc.co.uk/europe/rss.xml", "BBC Europe")
    first = world.report("news", DAM)
    world.report("europe", DAM_AGAIN)
    count = world.reader.stories([first])[first]
    assert (count.reports, count.outlets, count.origins) == (2, 2, 1)


def test_the_grouped_list_shows_a_story_once_where_its_newest_report_stands(world: World) -> None:
    first, grain = world.report("one", DAM), world.report("one", GRAIN)
    second, third = world.report("two", DAM_AGAIN), world.report("three", DAM_LATER)
    rows = world.reader.grouped(EVERYTHING)
    assert [row.headline.id for row in rows] == [third, grain]
    assert rows[0].story is not None
    assert (rows[0].story.id, rows[0].story.reports, rows[0].story.latest) == (first, 3, third)
    assert rows[1].story is None
    assert [row.headline.id for row in world.reader.grouped(EVERYTHING, before=third)] == [grain]
    assert [row.headline.id for row in world.reader.grouped(EVERYTHING, after=grain)] == [third]
    assert [row.headline.id for row in world.reader.grouped(parse("source:two"))] == [second]
    assert [row.headline.id for row in world.reader.grouped(parse("dam -evacuated"))] == [second]


def test_pages_of_the_grouped_list_join_without_gap_or_repeat(world: World) -> None:
    for number, word in enumerate(("harvest", "satellite", "orchestra", "glacier", "ferry", "election")):
        world.report(f"outlet{number}", DAM if number % 2 else DAM_AGAIN)
        world.report(f"outlet{number}", (word.title(), ""))
    whole = [row.headline.id for row in world.reader.grouped(EVERYTHING)]
    down: list[int] = []
    while page := world.reader.grouped(EVERYTHING, before=down[-1] if down else None, limit=2):
        down += [row.headline.id for row in page]
    up: list[int] = []
    while page := world.reader.grouped(EVERYTHING, after=up[0] if up else 0, limit=2):
        up = [row.headline.id for row in page] + up
    assert down == up == whole
    assert len(whole) == 7


def test_what_a_person_split_stays_apart_through_later_reports_and_revisions(world: World) -> None:
    first, second = world.report("one", DAM, key="a"), world.report("two", DAM_AGAIN, key="b")
    moved = world.writer.submit(split([second])).result()
    assert moved.changed == 2
    assert world.stories() == {first: None, second: None}
    world.report("one", (DAM[0] + " - update", DAM[1]), key="a")
    world.report("two", (DAM_AGAIN[0] + " - update", DAM_AGAIN[1]), key="b")
    assert world.stories() == {first: None, second: None}
    third = world.report("three", DAM_LATER)
    now = world.stories()
    assert now[third] in (first, second)
    assert [now[first], now[second]].count(None) == 1


def test_what_a_person_joined_stays_together(world: World) -> None:
    first, second = world.report("one", DAM, key="a"), world.report("two", GRAIN, key="b")
    third = world.report("three", DAM_AGAIN, key="c")
    moved = world.writer.submit(join([second, third])).result()
    assert moved.changed == 1
    assert world.stories() == {first: first, second: first, third: first}
    world.report("two", (GRAIN[0] + " - update", GRAIN[1]), key="b")
    assert world.stories() == {first: first, second: first, third: first}
    assert world.reader.stories([first])[first].origins == 3


def test_splitting_the_first_report_renames_the_story(world: World) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN)
    third = world.report("three", DAM_LATER)
    world.writer.submit(split([first])).result()
    assert world.stories() == {first: None, second: second, third: second}


@pytest.mark.parametrize("says", [split, join])
def test_what_a_person_said_can_be_taken_back_exactly(world: World, says: object) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN)
    grain, third = world.report("two", GRAIN), world.report("three", DAM_LATER)
    before, counts = world.stories(), world.reader.stories([first])
    ids = [first] if says is split else [grain, third]
    moved = world.writer.submit((split if says is split else join)(ids)).result()
    assert world.stories() != before
    assert moved.rev == world.reader.rev()
    assert world.writer.submit(put_back(moved)).result() == world.reader.rev()
    assert world.stories() == before
    assert world.reader.stories([first]) == counts
    assert second in before


def test_taking_back_a_split_brings_back_whose_words_a_report_is(world: World) -> None:
    first = world.report("one", ("Missiles strike Chornomorsk port", f"CHORNOMORSK (Reuters) - {WIRE}"))
    second = world.report("two", ("Grain silos burn in Chornomorsk", WIRE))
    before = world.reader.story(first)
    moved = world.writer.submit(split([second])).result()
    world.writer.submit(put_back(moved)).result()
    after = world.reader.story(first)
    assert before is not None
    assert after is not None
    assert [(one.origin, one.because) for one in after.reports] == [(one.origin, one.because) for one in before.reports]


def test_saying_what_is_so_already_changes_nothing(world: World) -> None:
    first, second, alone = world.report("one", DAM), world.report("two", DAM_AGAIN), world.report("two", GRAIN)
    rev = world.reader.rev()
    for job in (join([first, second]), split([alone]), join([alone]), join([alone, 99]), split([99])):
        assert world.writer.submit(job).result().changed == 0
    assert world.reader.rev() == rev


def test_rows_that_a_person_moved_count_as_changed(world: World) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN)
    then = world.reader.snapshot()
    world.writer.submit(split([second])).result()
    assert set(world.reader.changes(then, 10)[1]) == {first, second}


def test_pruning_the_first_report_renames_the_story_and_the_last_one_left_has_none(world: World) -> None:
    world.report("one", DAM)
    start = world.now
    world.now += timedelta(hours=2)
    second, third = world.report("two", DAM_AGAIN), world.report("three", DAM_LATER)
    world.writer.submit(prune_articles(start + timedelta(hours=1))).result()
    assert world.stories() == {second: second, third: second}
    world.writer.submit(prune_articles(start + timedelta(hours=2, minutes=16))).result()
    assert world.stories() == {third: None}
    assert world.reader.story(third) is None


def _forget_stories(world: World) -> None:
    """Make the archive one that knows nothing of stories, as after an upgrade."""

    def job(connection: sqlite3.Connection) -> None:
        empty_index(connection)
        connection.execute("DELETE FROM origins")
        connection.execute("UPDATE headlines SET story = NULL")

    world.writer.submit(job).result()


def _catch_up(world: World) -> int:
    done = 0
    while some := world.writer.submit(catch_up(world.now, limit=2)).result():
        done += some
    return done


def test_stories_of_what_came_lately_are_found_after_an_upgrade(world: World) -> None:
    world.report("one", DAM)
    world.now += timedelta(seconds=KEPT_S)
    second, third = world.report("two", DAM_AGAIN), world.report("three", DAM_LATER)
    _forget_stories(world)
    assert _catch_up(world) == 2
    assert world.stories() == {1: None, second: second, third: second}
    assert _catch_up(world) == 0
    story = world.reader.story(second)
    assert story is not None
    assert story.origins == ("two.example", "three.example")


def test_an_index_that_is_made_anew_changes_no_story(world: World) -> None:
    first, second = world.report("one", DAM), world.report("two", GRAIN)
    world.writer.submit(join([first, second])).result()
    third, rev = world.report("three", DAM_AGAIN), world.reader.rev()
    world.writer.submit(empty_index).result()
    before = world.stories()
    assert _catch_up(world) == 3
    assert world.stories() == before
    assert world.reader.rev() == rev
    later = world.report("four", DAM_LATER)
    assert world.stories()[later] == before[third] == first


def test_tagging_again_finds_stories_anew_but_leaves_what_a_person_said(world: World, path: Path) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN)
    grain, third = world.report("two", GRAIN), world.report("three", DAM_LATER)
    world.writer.submit(split([second])).result()
    world.writer.submit(join([second, grain])).result()
    before = world.stories()
    _retag(world, path)
    assert world.stories() == before == {first: first, second: second, grain: second, third: first}


def test_tagging_an_older_archive_again_finds_all_its_stories(world: World, path: Path) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN)
    world.now += timedelta(seconds=2 * KEPT_S)
    third, fourth = world.report("one", WIRE_REPORT), world.report("two", WIRE_REPORT)
    before = world.stories()
    _forget_stories(world)
    _retag(world, path)
    assert world.stories() == before == {first: first, second: first, third: third, fourth: third}


def _retag(world: World, path: Path) -> None:
    upto = world.writer.submit(begin("a tagger")).result().upto
    with TextReader(path) as texts:
        while some := texts.after(upto, 2):
            upto = some[-1].article
            world.writer.submit(retag([(one, Tags()) for one in some], (), upto)).result()
    world.writer.submit(finish()).result()


def test_the_text_of_its_page_may_find_a_report_its_story(world: World) -> None:
    first = world.report("one", ("Missiles strike Chornomorsk port", WIRE))
    second = world.report("two", ("Night of fire", "Read more."), key="page", wants_page=True)
    assert world.stories()[second] is None
    with WantedPages(world.writer.path) as pages:
        (page,) = pages.due(world.now, 9)
    assert world.writer.submit(fill(PageText(page, f"ODESA (Reuters) - {WIRE}", Tags()))).result()
    assert world.stories() == {first: first, second: first}
    assert world.reader.stories([first])[first].origins == 1


def test_doctor_names_stories_after_their_first_report_again(world: World, path: Path) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN)
    grain = world.report("two", GRAIN)

    def damage(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE headlines SET story = 77 WHERE story = ?", (first,))
        connection.execute("UPDATE headlines SET story = ? WHERE id = ?", (grain, grain))
        connection.execute("INSERT INTO origins VALUES (88, 'nobody', 'own')")
        connection.execute("INSERT INTO story_features VALUES (89, x'00')")
        connection.execute("INSERT INTO story_fixed VALUES (90, 0)")

    world.writer.submit(damage).result()
    faults = [fault for finding in examine(path) for fault in finding.faults]
    assert [fault.partition(":")[0] for fault in faults] == [
        "origins of no article",
        "fixed places in stories of no article",
        "features of no article",
        "stories not named after their first report, or of one report",
    ]
    repair(path, examine(path), lambda *_: None)
    assert [finding for finding in examine(path) if finding.faults] == []
    assert world.stories() == {first: first, second: first, grain: None}


def test_salvage_keeps_stories_and_what_a_person_said_of_them(world: World, path: Path, tmp_path: Path) -> None:
    first, second, grain = world.report("one", DAM), world.report("two", DAM_AGAIN), world.report("two", GRAIN)
    world.writer.submit(join([second, grain])).result()
    count = world.reader.stories([first])
    saved = tmp_path / "saved.db"
    salvage(path, saved, lambda *_: None)
    with Reader(saved) as reader:
        assert {row.story for row in reader.headlines(EVERYTHING)} == {first}
        assert reader.stories([first]) == count
    with Writer(saved) as writer:
        assert writer.submit(catch_up(world.now)).result() == 3
        assert writer.submit(lambda connection: Membership(connection, 0).is_fixed(grain)).result()
    assert [finding for finding in examine(saved) if finding.faults] == []


def test_a_damaged_index_of_stories_holds_nothing_up(world: World) -> None:
    first = world.report("one", DAM)

    def damage(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE story_features SET data = x'00'")

    world.writer.submit(damage).result()
    world.report("two", DAM_AGAIN)
    world.report("one", (DAM[0] + " - update", DAM[1]), key="one-1")
    assert world.stories()[first] in (None, first)


@pytest.mark.parametrize(
    "damage", ["DELETE FROM documents WHERE id = ?", "UPDATE documents SET data = x'00' WHERE id = ?"]
)
def test_an_article_whose_text_is_lost_holds_nothing_up(world: World, damage: str) -> None:
    first, second = world.report("one", DAM), world.report("two", DAM_AGAIN)
    world.writer.submit(split([first])).result()
    _forget_stories(world)
    world.writer.submit(lambda connection: connection.execute(damage, (second,)).rowcount).result()
    assert _catch_up(world) == 2
    assert _catch_up(world) == 0
    third, fourth = world.report("three", DAM_LATER), world.report("four", DAM)
    assert world.stories() == {first: first, second: None, third: first, fourth: first}


def test_a_report_joins_one_whose_text_was_lost_since(world: World) -> None:
    first = world.report("one", DAM)
    world.writer.submit(
        lambda connection: connection.execute("UPDATE documents SET data = x'00' WHERE id = ?", (first,)).rowcount
    ).result()
    second = world.report("two", DAM_AGAIN)
    assert world.stories() == {first: first, second: first}
    story = world.reader.story(second)
    assert story is not None
    assert story.origins == ("One", "two.example")


def test_lines_that_were_learned_as_noise_make_no_story(world: World) -> None:
    notice = "If you or somebody you know needs help, call the hotline of the health department on any day of the week."
    pieces = {
        "Museum": "The museum shows Roman coins.",
        "Ferry": "A ferry ran aground.",
        "Choir": "A choir sings Bach.",
    }
    one = world.report("one", ("Museum", f"{pieces['Museum']}\n\n{notice}"))
    two = world.report("two", ("Ferry", f"{pieces['Ferry']}\n\n{notice}"))
    assert world.stories()[two] == one  # as long as nobody knows it for noise

    def learn(connection: sqlite3.Connection) -> None:
        empty_index(connection)
        connection.execute("UPDATE headlines SET story = NULL")
        for feed_id in (1, 2, 3):
            connection.execute(
                "INSERT OR REPLACE INTO noise(feed_id, hash, sample, articles, since, first_seen, last_seen, state)"
                " VALUES (?, ?, ?, 9, 0, 0, 0, 'learned')",
                (feed_id, line_key(notice), notice),
            )

    world.writer.submit(learn).result()
    _catch_up(world)
    three = world.report("three", ("Choir", f"{pieces['Choir']}\n\n{notice}"))
    assert world.stories() == {one: None, two: None, three: None}


def test_pruning_names_a_story_anew_once_however_many_of_its_first_reports_go(world: World) -> None:
    ids = [world.report("one", (f"Title {number}", f"Text {number}.")) for number in range(12)]
    world.writer.submit(join(ids)).result()
    renamed: list[str] = []

    def prune(connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(lambda sql: renamed.append(sql) if "SET story" in sql else None)
        assert prune_articles(world.now + timedelta(days=1), batch=8)(connection) == 8
        connection.set_trace_callback(None)

    world.writer.submit(prune).result()
    assert world.stories() == dict.fromkeys(ids[8:], ids[8])
    assert len(renamed) == 1
    world.writer.submit(prune_articles(world.now + timedelta(days=1), batch=3)).result()
    assert world.stories() == {ids[11]: None}
