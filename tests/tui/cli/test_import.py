"""``import``: what was elsewhere is here, once, and as it was."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store.doctor import examine
from store.jobs import set_read, set_starred
from store.lease import Lease
from store.story_jobs import join, split
from store.writer import Writer
from tests.feeds.newsboat import FEED as BOAT_FEED
from tests.feeds.newsboat import item, make_cache

from .conftest import FEED, IRPIN, NOW, commit, draft, irpin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


@pytest.fixture
def export(dateline: Run, archive: Path, tmp_path: Path) -> Path:
    """Give an export of an archive with everything an article can have."""
    odd = replace(irpin("e", "Irpin is free"), lang="ru-RU")  # what its words would not say
    commit(archive, draft("d", "Gone", "A pruned article leaves a gap in the ids."), odd)
    with Writer(archive) as writer:
        writer.submit(set_read([1], True)).result()
        writer.submit(set_starred([2], True)).result()
        writer.submit(lambda own: own.execute("UPDATE headlines SET withdrawn = 1648454400 WHERE id = 2")).result()
    file = tmp_path / "war.jsonl"
    assert dateline("export", "NOT id:4", "--output", str(file), "--archive", str(archive)).code == 0
    return file


def lines(dateline: Run, archive: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in dateline("export", "--archive", str(archive)).lines]


def test_an_export_into_a_new_archive_exports_the_same(dateline: Run, export: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    found = dateline("import", str(export), "--archive", str(new))
    assert (found.code, found.out, found.err) == (0, "", f"{export}: 4 new articles, 0 were there already.\n")
    assert dateline("export", "--archive", str(new)).out == export.read_text(encoding="utf-8")
    assert dateline("search", "--count", f"city:{IRPIN.id} actor:Markushyn", "--archive", str(new)).out == "2\n"
    assert [one for one in examine(new, full=True) if one.faults] == []


def test_a_second_import_adds_nothing(dateline: Run, export: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    dateline("import", str(export), "--archive", str(new))
    before = dateline("export", "--archive", str(new)).out
    found = dateline("import", str(export), str(export), "--archive", str(new))
    assert (found.code, found.err) == (0, f"{export}: 0 new articles, 4 were there already.\n" * 2)
    assert dateline("export", "--archive", str(new)).out == before


def test_into_an_archive_with_articles_the_others_are_added_with_ids_of_their_own(
    dateline: Run, export: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.db"
    commit(new, draft("x", "Here first", ""), irpin("b", "Irpin retaken"))
    found = dateline("import", str(export), "--archive", str(new))
    assert found.err == f"{export}: 3 new articles, 1 was there already.\n"
    there = lines(dateline, new)
    assert [one["id"] for one in there] == [5, 4, 3, 2, 1]
    assert [one["title"] for one in there][-2:] == ["Irpin retaken", "Here first"]
    assert there[-2]["starred"] is True, "a star from elsewhere is a star here"


def test_stories_come_along_as_far_as_their_reports_do(dateline: Run, archive: Path, tmp_path: Path) -> None:
    unlike = ("Grain sails", "Dam breaks", "Choir sings", "Ferry runs aground", "Museum opens")
    commit(archive, *(draft(f"s{number}", title, "") for number, title in enumerate(unlike)))
    with Writer(archive) as writer:
        writer.submit(join([4, 5, 6])).result()
        writer.submit(join([7, 8])).result()
    whole = dateline("export", "--archive", str(archive)).lines
    for left_out, stories in (((), {4: 4, 5: 4, 6: 4, 7: 7, 8: 7}), ((5, 8), {4: 4, 6: 4}), ((4, 7), {5: 5, 6: 5})):
        file, new = tmp_path / f"{left_out}.jsonl", tmp_path / f"{left_out}.db"
        file.write_text("\n".join(line for line in whole if json.loads(line)["id"] not in left_out), encoding="utf-8")
        assert dateline("import", str(file), "--archive", str(new)).code == 0
        there = {one["id"]: one["story"] for one in lines(dateline, new) if one["id"] > 3}
        assert {article: story for article, story in there.items() if story is not None} == stories
        assert [one for one in examine(new, full=True) if one.faults] == []


@pytest.fixture
def told(archive: Path) -> Path:
    """Give an archive of which a person joined two reports and split one off, and watches found one."""
    commit(archive, draft("s1", "Night of fire", "Silos burn."), draft("s2", "A port struck", "Missiles, they say."))
    with Writer(archive) as writer:
        writer.submit(join([4, 5])).result()
        writer.submit(join([5, 3])).result()
        writer.submit(split([3])).result()
        writer.submit(
            lambda own: (
                own.executemany(
                    "INSERT INTO alerts(watch, article, revision, made, seen, told) VALUES (?, 2, 1, 1648454400, ?, 1)",
                    [("Irpin", 1648454500), ("Silos", None)],
                ).rowcount
            )
        ).result()
    return archive


def _deeds(path: Path) -> dict[str, object]:
    """Give what was done with each article, by its title; stories by the titles in them."""
    with closing(sqlite3.connect(path)) as connection:
        titles = dict(connection.execute("SELECT id, title FROM headlines"))
        stories = {titles[a]: titles.get(s) for a, s in connection.execute("SELECT id, story FROM headlines")}
        fixed = {titles[row[0]] for row in connection.execute("SELECT article FROM story_fixed")}
        alerts = connection.execute("SELECT watch, article, made, seen FROM alerts ORDER BY watch").fetchall()
        found = [(watch, titles[article], made, seen) for watch, article, made, seen in alerts]
        untold = connection.execute("SELECT COUNT(*) FROM alerts WHERE told IS NULL OR ran IS NULL").fetchone()[0]
    return {"stories": stories, "fixed": fixed, "alerts": found, "untold": untold}


def test_what_people_said_of_stories_and_what_watches_found_comes_along(
    dateline: Run, told: Path, tmp_path: Path
) -> None:
    file, new = tmp_path / "told.jsonl", tmp_path / "new.db"
    dateline("export", "--output", str(file), "--archive", str(told))
    assert dateline("import", str(file), "--archive", str(new)).code == 0
    there = _deeds(told) | {"untold": 0}
    assert there["fixed"]
    assert _deeds(new) == there
    assert dateline("export", "--archive", str(new)).out == file.read_text(encoding="utf-8")


def test_it_comes_along_into_an_archive_with_articles_too(dateline: Run, told: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "told.jsonl", tmp_path / "new.db"
    commit(new, draft("x", "Here first", ""), draft("s2", "A port struck", "Missiles, they say."))
    dateline("export", "--output", str(file), "--archive", str(told))
    assert dateline("import", str(file), "--archive", str(new)).code == 0
    there, here = _deeds(told), _deeds(new)
    assert here["fixed"] == there["fixed"]
    assert here["alerts"] == there["alerts"]
    joined = [title for title, story in here["stories"].items() if story is not None and title in here["fixed"]]  # type: ignore[attr-defined,operator]
    assert len({here["stories"][title] for title in joined}) == 1  # type: ignore[index]
    assert [one for one in examine(new, full=True) if one.faults] == []


def test_the_next_poll_finds_what_was_imported_as_it_was(dateline: Run, export: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    dateline("import", str(export), "--archive", str(new))
    commit(new, irpin("b", "Irpin retaken"), irpin("e", "Irpin is free"))
    there = lines(dateline, new)
    assert len(there) == 4
    assert [one["revisions"] for one in there] == [1, 2, 1, 1]


def test_standard_input_is_a_file_too(dateline: Run, export: Path, tmp_path: Path) -> None:
    found = dateline("import", "-", "--archive", str(tmp_path / "new.db"), stdin=export.read_bytes())
    assert found.err == "-: 4 new articles, 0 were there already.\n"


def test_lines_that_are_no_articles_are_named_and_the_others_stored(
    dateline: Run, export: Path, tmp_path: Path
) -> None:
    whole = export.read_text(encoding="utf-8").splitlines()
    wrong = ['{"feed":1}', "{", "[]", '{"feed":"file:///etc/passwd","title":"x"}', '{"feed":"https://a.example/"}']
    deep, odd = "[" * 100_000, '{"feed":"https://a.example/","title":"x","first_seen":"soon"}'
    export.write_text("\n".join([whole[0], *wrong, deep, odd, "", whole[1]]), encoding="utf-8")
    found = dateline("import", str(export), "--archive", str(tmp_path / "new.db"))
    assert found.code == 1
    assert f"{export}:8: first_seen is no time\n" in found.err
    assert "2 more lines of" in found.err
    assert found.err.endswith(f"{export}: 2 new articles, 0 were there already.\n")


@pytest.mark.usefixtures("shared_workers")
def test_hostile_articles_are_cleaned_and_tagged_anew(dateline: Run, tmp_path: Path) -> None:
    evil = {
        "id": 2**70,
        "feed": FEED,
        "source": "W\x1b]0;x\x07ire\u202e",
        "title": "\x1b[31mBridge\x00 in Kyiv destroyed by a missile\ud800",
        "summary": "a\u202eb\r\x9b2J",
        "url": "javascript:alert(1)",
        "first_seen": "2022-03-28T09:12:00Z",
        "places": [{"start": -1, "end": 10**30, "text": 5}],
        "actors": None,
        "links": ["javascript:x", 5, "https://wire.example/ok"],
        "content_hash": "zz",
        "versions": 7,
        "story": "x",
        "point": {"lat": 1e999, "lon": "x"},
    }
    file, new = tmp_path / "evil.jsonl", tmp_path / "new.db"
    file.write_text(json.dumps(evil) + "\n", encoding="utf-8")
    assert dateline("import", str(file), "--archive", str(new)).code == 0
    (one,) = lines(dateline, new)
    assert one["title"] == "Bridge in Kyiv destroyed by a missile\ufffd"
    assert (one["source"], one["summary"], one["url"]) == ("Wire", "ab", None)
    assert one["links"] == ["https://wire.example/ok"]
    assert one["id"] == 1
    assert [place["name"] for place in one["places"]] == ["Kyiv"]
    assert [one for one in examine(new, full=True) if one.faults] == []


def test_nothing_is_imported_under_an_archiver(dateline: Run, export: Path, archive: Path) -> None:
    before = dateline("export", "--archive", str(archive)).out
    with Lease(archive):
        found = dateline("import", str(export), "--archive", str(archive))
    assert found.code == 3
    assert "is already archiving into it" in found.err
    assert dateline("export", "--archive", str(archive)).out == before


@pytest.mark.usefixtures("shared_workers")
def test_newsboats_articles_come_tagged_with_their_marks_and_once(dateline: Run, tmp_path: Path) -> None:
    cache = make_cache(
        tmp_path / "cache.db",
        item("a", "Missile strikes Kyiv", content="<p>A <b>missile</b> struck Kyiv\x1b]52;c;x\x07 at night.</p>"),
        item("b", "Rail line cut", pubDate=1648458000, unread=0, flags="s"),
        item("c", "Deleted", deleted=1),
    )
    new = tmp_path / "new.db"
    found = dateline("import", str(cache), "--archive", str(new))
    assert (found.code, found.err) == (0, f"{cache}: 2 new articles, 0 were there already.\n")
    there = lines(dateline, new)
    assert [(one["title"], one["read"], one["starred"], one["source"]) for one in there] == [
        ("Rail line cut", True, True, "The Wire"),
        ("Missile strikes Kyiv", False, False, "The Wire"),
    ]
    assert there[1]["summary"] == "A missile struck Kyiv at night."
    assert there[1]["published"] == "2022-03-28T08:00:00Z"
    assert dateline("search", "--count", "city:Kyiv event:strike", "--archive", str(new)).out == "1\n"
    again = dateline("import", str(cache), "--archive", str(new))
    assert again.err == f"{cache}: 0 new articles, 2 were there already.\n"
    assert [one for one in examine(new, full=True) if one.faults] == []


@pytest.mark.usefixtures("shared_workers")
def test_what_was_read_in_newsboat_is_read_here_and_never_unread(dateline: Run, tmp_path: Path) -> None:
    cache, new = make_cache(tmp_path / "cache.db", item("a", "One"), item("b", "Two")), tmp_path / "new.db"
    dateline("import", str(cache), "--archive", str(new))
    with Writer(new) as writer:
        writer.submit(set_read([2], True)).result()
    with closing(sqlite3.connect(cache)) as connection:
        connection.execute("UPDATE rss_item SET unread = 0 WHERE guid = 'a'")
        connection.commit()
    dateline("import", str(cache), "--archive", str(new))
    assert [one["read"] for one in lines(dateline, new)] == [True, True]


def test_newsboats_feeds_go_into_the_config_with_their_tags(dateline: Run, tmp_path: Path) -> None:
    config, urls = tmp_path / "c.toml", tmp_path / "urls"
    config.write_text(f'[[feeds]]\nurl = "{BOAT_FEED}"  # mine\n', encoding="utf-8")
    urls.write_text(f'{BOAT_FEED} war\nhttps://b.example/feed "front line" "~B wire"\nexec:rm\n', encoding="utf-8")
    found = dateline("import", str(urls), "--config", str(config))
    assert found.code == 0
    assert f"{urls}: line 3: exec:rm is no feed on the web; left out.\n" in found.err
    assert f"1 feed added to {config}, 1 was there already.\n" in found.err
    assert config.read_text(encoding="utf-8") == (
        f'[[feeds]]\nurl = "{BOAT_FEED}"  # mine\n\n'
        '[[feeds]]\nurl = "https://b.example/feed" # tags: front line\nname = "B wire"\n'
    )
    assert dateline("config", "check", "--config", str(config)).code == 0
    again = dateline("import", str(urls), "--config", str(config))
    assert f"0 feeds added to {config}, 2 were there already.\n" in again.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<?xml version="1.0"?><opml/>', "`dateline feeds import` reads those"),
        (b"\xff\xfe\x00", "neither JSON lines nor an SQLite file"),
        (b"", "no feed on the web is listed there"),
        (b"SQLite format 3\0" + bytes(200), "is newsboat running|not a database|no cache"),
    ],
)
def test_another_file_is_refused_in_words(dateline: Run, tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    found = dateline("import", str(file), "--archive", str(tmp_path / "new.db"))
    assert found.code == 2
    assert str(file) in found.err
    assert any(word in found.err for word in words.split("|"))
    assert not (tmp_path / "new.db").exists()


def test_a_file_that_is_not_there_is_named(dateline: Run, tmp_path: Path) -> None:
    found = dateline("import", str(tmp_path / "none"), "--archive", str(tmp_path / "new.db"))
    assert (found.code, found.err) == (2, f"dateline: {tmp_path / 'none'}: No such file or directory\n")


def test_old_dispatches_keep_their_dates(dateline: Run, archive: Path, tmp_path: Path) -> None:
    out = dateline("export", "--archive", str(archive)).out
    file, new = tmp_path / "war.jsonl", tmp_path / "new.db"
    file.write_text(out, encoding="utf-8")
    dateline("import", str(file), "--archive", str(new))
    assert (NOW - timedelta(days=3)).strftime("%Y-%m-%d %H:%M") in dateline("search", "--archive", str(new)).out
