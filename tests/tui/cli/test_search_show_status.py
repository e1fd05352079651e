"""``search``, ``show`` and ``status`` over a real archive."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.lease import Lease
from store.models import Standstill
from store.schema import SCHEMA_VERSION
from store.standstill import note_standstill
from store.writer import Writer
from tests.tui.cli.conftest import BROKEN, FEED, commit, draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

ARTICLE = [
    *("id", "feed", "source", "title", "url", "author", "published", "published_source", "first_seen", "updated"),
    *("lang", "summary", "body", "read", "starred", "revisions", "story"),
    *("places", "actors", "events", "figures"),
]

PROXIES = {"a": "", "b": "", "c": "env:WORK", "d": "none"}


def test_search_prints_the_newest_arrival_first(dateline: Run, archive: Path) -> None:
    found = dateline("search", "--archive", str(archive))
    assert found.code == 0
    assert [line.split()[0] for line in found.lines] == ["3", "2", "1"]
    assert "Rail line cut near Lviv (revision 2)" in found.lines[0]
    assert found.err == "3 articles.\n"


def test_nothing_muted_is_left_out_of_a_search_unless_it_says_so(dateline: Run, archive: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[[mute]]\nquery = "rail"\n', encoding="utf-8")

    def found(query: str) -> list[int]:
        lines = dateline("search", query, "--json", "--archive", str(archive), "--config", str(config)).lines
        return [json.loads(line)["id"] for line in lines]

    every, muted = found("(rail OR -rail)"), found("rail")
    assert 0 < len(muted) < len(every)
    assert found("is:muted") == muted
    assert found("(-is:muted)") == [one for one in every if one not in muted]
    exported = dateline("export", "is:muted", "--archive", str(archive), "--config", str(config))
    assert len(exported.lines) == len(muted)


def test_words_of_a_query_need_no_quotes(dateline: Run, archive: Path) -> None:
    found = dateline("search", "rail", "near", "lviv", "--archive", str(archive))
    assert [line.split()[0] for line in found.lines] == ["3"]


def test_any_spelling_of_a_place_finds_it(dateline: Run, archive: Path) -> None:
    for spelling in ("Irpin", "Ірпінь", "irpen"):
        assert dateline("search", f"city:{spelling}", "--archive", str(archive)).out.startswith("2 ")


def test_a_term_with_a_minus_can_stand_behind_two_dashes(dateline: Run, archive: Path) -> None:
    found = dateline("search", "--archive", str(archive), "--", "-rail", "-talks")
    assert [line.split()[0] for line in found.lines] == ["2"]


def test_search_prints_articles_as_json_in_the_shape_of_the_contract(dateline: Run, archive: Path) -> None:
    found = dateline("search", "Irpin", "--json", "--archive", str(archive))
    (article,) = map(json.loads, found.lines)
    assert list(article) == ARTICLE
    assert article["feed"] == FEED
    assert article["published"].endswith("Z")
    text = f"{article['title']}\n\n{article['summary']}"
    for kind in ("places", "actors", "events", "figures"):
        for one in article[kind]:
            assert text[one["start"] : one["end"]] == one["text"]
    assert article["figures"][0]["value"] == 100
    assert '"value":100,' in found.out
    assert list(article["places"][0]) == [
        *("start", "end", "text", "id", "name", "country", "kind", "lat", "lon", "sense", "event_place"),
    ]
    assert list(article["actors"][0]) == ["start", "end", "text", "id", "name", "kind", "role"]
    assert list(article["events"][0]) == [
        *("place", "place_id", "type", "status", "by", "start", "end", "text", "time"),
    ]
    assert list(article["figures"][0]) == [
        *("start", "end", "text", "value", "modifier", "measure", "unit", "place", "by", "status"),
    ]


def test_search_counts_exactly(dateline: Run, archive: Path) -> None:
    assert dateline("search", "--count", "--archive", str(archive)).out == "3\n"
    assert json.loads(dateline("search", "rail", "--count", "--json", "--archive", str(archive)).out) == {"count": 1}


def test_search_pages_beyond_one_read_and_says_what_it_left_out(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    commit(path, *(draft(str(number), f"Shelling {number}", "") for number in range(450)))
    found = dateline("search", "shelling", "--limit", "420", "--archive", str(path))
    ids = [int(line.split()[0]) for line in found.lines]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 420
    assert found.err == "The newest 420 of 450 articles; --limit N prints more.\n"


def test_nothing_found_is_no_failure(dateline: Run, archive: Path) -> None:
    found = dateline("search", "zeppelin", "--archive", str(archive))
    assert (found.code, found.out, found.err) == (0, "", "No article matches.\n")


def test_a_name_that_no_article_holds_is_said_to_be_unknown(dateline: Run, archive: Path) -> None:
    found = dateline("search", "city:Lviw rail", "--archive", str(archive))
    assert (found.code, found.out) == (0, "")
    assert found.err == "No article matches.\nNo city called Lviw is in the archive.\n"


def test_a_wrong_query_is_shown_with_a_caret_under_its_column(dateline: Run, archive: Path) -> None:
    found = dateline("search", "killed )", "--archive", str(archive))
    assert found.code == 2
    assert found.out == ""
    query, caret = found.err.splitlines()[-2:]
    assert query.index(")") == caret.index("^")


def test_an_unknown_field_names_the_nearest(dateline: Run, archive: Path) -> None:
    found = dateline("search", "citi:Kyiv", "--archive", str(archive))
    assert found.code == 2
    assert "city" in found.err


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1e3"])
def test_a_limit_is_a_whole_number_of_one_or_more(dateline: Run, archive: Path, limit: str) -> None:
    found = dateline("search", f"--limit={limit}", "--archive", str(archive))
    assert found.code == 2
    assert "--limit" in found.err


def test_show_prints_an_article_with_what_was_found_in_it(dateline: Run, archive: Path) -> None:
    found = dateline("show", "2", "--archive", str(archive))
    assert found.lines[0] == "Irpin retaken"
    assert "Wire · " in found.lines[1]
    for line in (
        "Irpin is ours, Markushyn said. At least 100 people were killed.",
        "  Irpin (UA)",
        "  Oleksandr Markushyn, mayor of Irpin",
        "  Irpin: control, claimed by Oleksandr Markushyn",
        "  at least 100 people killed (reported)",
    ):
        assert line in found.lines


def test_show_prints_what_changed_from_version_to_version(dateline: Run, archive: Path) -> None:
    found = dateline("show", "3", "--revisions", "--archive", str(archive))
    assert "- Rail line cut" in found.lines
    assert "+ Rail line cut near Lviv" in found.lines
    assert "+ Nobody was hurt." in found.lines


@pytest.mark.timeout(100)
def test_thousands_of_paragraphs_that_all_changed_are_told_at_once(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "live.db"
    for word in ("shelling", "silence"):
        lines = "\n\n".join(f"At {number} there was {word} again" for number in range(1_500))
        commit(path, draft("live", "Live", f"Begin\n\n{lines}\n\nEnd"))
    found = dateline("show", "1", "--revisions", "--archive", str(path))
    assert found.code == 0
    changes = [line for line in found.lines if line.startswith(("- ", "+ "))]
    assert changes[0] == "- At 0 there was shelling again"
    assert changes[-1] == "+ At 1499 there was silence again"
    assert len(changes) == 3_000


def test_show_gives_json_with_every_version(dateline: Run, archive: Path) -> None:
    article = json.loads(dateline("show", "3", "--json", "--archive", str(archive)).out)
    assert list(article) == ARTICLE
    assert article["revisions"] == 2
    article = json.loads(dateline("show", "3", "--json", "--revisions", "--archive", str(archive)).out)
    assert [one["title"] for one in article["versions"]] == ["Rail line cut", "Rail line cut near Lviv"]


def test_an_article_that_is_not_there_is_an_unusable_argument(dateline: Run, archive: Path) -> None:
    found = dateline("show", "99", "--archive", str(archive))
    assert (found.code, found.err) == (2, "dateline: the archive has no article 99\n")
    assert dateline("show", "many", "--archive", str(archive)).code == 2
    for beyond in (str(2**63), "9" * 30, "1" + "0" * 41, "9" * 5_000):
        assert dateline("show", beyond, "--archive", str(archive)).code == 2


def test_nothing_of_an_article_can_act_on_a_terminal(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    evil = "\x1b]52;c;ZXZpbA==\x07 \x9b31m \u202eneve [red]x[/] \x00"
    commit(path, draft("x", f"Title {evil}", f"Body {evil}\n\nLine {evil}"))
    for words in (
        ("search",),
        ("search", "--json"),
        ("show", "1"),
        ("show", "1", "--json"),
        ("show", "1", "--revisions"),
    ):
        out = dateline(*words, "--archive", str(path)).out
        assert not {char for char in out if char != "\n" and not char.isprintable()}
        assert "[red]x[/]" in out


def test_status_tells_totals_and_the_feeds_in_trouble_first(dateline: Run, archive: Path) -> None:
    found = dateline("status", "--archive", str(archive))
    assert found.lines[1] == "3 articles, 1 revision"
    assert "No archiver is running." in found.lines
    rows = [line for line in found.lines if line.startswith(("Broken", "Wire"))]
    assert rows[0].startswith("Broken  failing")
    assert rows[0].endswith("HTTP 404 Not Found (3 times)")
    assert found.lines[-1] == "2 feeds, 1 in trouble."


def test_status_gives_json_in_the_shape_of_the_contract(dateline: Run, archive: Path) -> None:
    status = json.loads(dateline("status", "--json", "--archive", str(archive)).out)
    assert list(status) == [
        *("articles", "revisions", "places", "events", "figures", "feeds", "archive", "last_poll"),
    ]
    assert status["archive"] == {"path": str(archive), "bytes": status["archive"]["bytes"], "schema": SCHEMA_VERSION}
    assert list(status["feeds"][0]) == [
        *("url", "name", "kind", "state", "last_poll", "last_success", "next_poll", "interval_s", "failures"),
        *("error", "http_status", "etag", "last_modified", "articles"),
    ]
    assert {feed["url"]: feed["state"] for feed in status["feeds"]} == {FEED: "ok", BROKEN: "failing"}


def test_status_tells_which_feeds_are_asked_through_a_proxy(dateline: Run, archive: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    feeds = "".join(f'[[feeds]]\nurl = "https://{one}.example/f"\nproxy = "{own}"\n' for one, own in PROXIES.items())
    config.write_text(f'[polling]\nproxy = "socks5h://me:s3cret@127.0.0.1:9050"\n{feeds}')
    asked = ("status", "--archive", str(archive), "--config", str(config))
    through = "2 feeds through the proxy socks5h://127.0.0.1:9050, 1 feed through the proxy env:WORK"
    assert f"Asked: {through}, 1 directly." in dateline(*asked).lines
    assert json.loads(dateline(*asked, "--json").out)["proxies"] == [
        {"proxy": "socks5h://127.0.0.1:9050", "feeds": 2},
        {"proxy": "env:WORK", "feeds": 1},
        {"proxy": None, "feeds": 1},
    ]


def test_status_and_feeds_list_tell_why_nothing_arrives_while_an_archiver_runs(dateline: Run, archive: Path) -> None:
    with Writer(archive) as writer:
        down = Standstill(datetime(2026, 3, 28, 14, 2, tzinfo=UTC), "Name or service not known")
        writer.submit(note_standstill(down, down.since)).result()
    words = "No network since 2026-03-28 14:02 UTC: Name or service not known; trying again"
    with Lease(archive):
        assert words in dateline("status", "--archive", str(archive)).lines
        assert words in dateline("feeds", "list", "--archive", str(archive)).lines
        status = json.loads(dateline("status", "--json", "--archive", str(archive)).out)
        assert status["standstill"] == {
            "since": "2026-03-28T14:02:00Z",
            "cause": "network",
            "reason": "Name or service not known",
        }
    assert "No network" not in dateline("status", "--archive", str(archive)).out
    assert "standstill" not in json.loads(dateline("status", "--json", "--archive", str(archive)).out)


def test_status_tells_of_the_last_day_why_nothing_was_stored_for_a_time(dateline: Run, archive: Path) -> None:
    over = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    full = Standstill(over - timedelta(hours=2), "database or disk is full", "archive", over)
    with Writer(archive) as writer:
        writer.submit(note_standstill(full, over)).result()
    told = f"Nothing could be stored from {full.since:%Y-%m-%d %H:%M} UTC to {over:%Y-%m-%d %H:%M} UTC"
    assert f"{told}: database or disk is full" in dateline("status", "--archive", str(archive)).lines
    status = json.loads(dateline("status", "--json", "--archive", str(archive)).out)
    assert "standstill" not in status
    assert status["last_standstill"] == {
        "since": f"{full.since:%Y-%m-%dT%H:%M:%SZ}",
        "until": f"{over:%Y-%m-%dT%H:%M:%SZ}",
        "cause": "archive",
        "reason": "database or disk is full",
    }


@pytest.mark.parametrize("command", [("search", "x"), ("show", "1"), ("ticker",), ("status",)])
def test_an_archive_that_is_not_there_or_is_none_exits_with_3(
    dateline: Run, tmp_path: Path, command: tuple[str]
) -> None:
    missing = tmp_path / "none.db"
    found = dateline(*command, "--archive", str(missing))
    assert (found.code, found.out) == (3, "")
    assert str(missing) in found.err
    assert not missing.exists()
    other = tmp_path / "other.db"
    other.write_text("something else")
    assert dateline(*command, "--archive", str(other)).code == 3
    assert other.read_text() == "something else"
