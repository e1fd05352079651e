"""The config: defaults, a user's file over them, and errors that name file, line and key."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from feeds.settings import PollingSettings
from store.models import FeedSettings
from store.settings import ArchiveSettings, default_archive_path
from tagger.settings import TaggerSettings
from tui.config import Config, ConfigError, default_config_file, load, user_config_file
from tui.config.check import check_text
from tui.settings import DeskSettings, SavedFilter

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(tmp_path: Path, text: str) -> str:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    words = str(caught.value)
    assert all(line.startswith(f"{path}:") for line in words.splitlines())
    return words.replace(f"{path}:", "")


def test_without_a_file_the_shipped_defaults_hold() -> None:
    config = load()
    assert config.source is None
    assert config.archive == ArchiveSettings()
    assert config.polling == PollingSettings()
    assert config.tagger == TaggerSettings()
    assert config.desk == DeskSettings()
    assert config.watch == ()


def test_the_shipped_file_names_every_key_with_its_default() -> None:
    from tui.config.schema import LISTS, tables

    file = default_config_file()
    text = file.read_text(encoding="utf-8")
    values = check_text(text, file)
    for name, keys in tables(file.parent).items():
        assert set(values[name]) == {key.field or key.name for key in keys}
    for keys in LISTS.values():
        assert all(f"# {key.name} " in text or f"#   {key.name} " in text for key in keys)


def test_the_default_feeds_are_named_placed_and_distinct() -> None:
    feeds = load().feeds
    assert 20 <= len(feeds) <= 40
    assert len({feed.url for feed in feeds}) == len({feed.name for feed in feeds}) == len(feeds)
    assert all(feed.name and feed.url.startswith("https://") for feed in feeds)
    assert {"independent", "state", "agency"} <= {feed.affiliation for feed in feeds}


def test_a_users_file_overrides_key_by_key(tmp_path: Path) -> None:
    config = load(write(tmp_path, '[polling]\nper_host = 7\n[archive]\nkeep = "365d"\n'))
    assert config.polling == PollingSettings(per_host=7)
    assert config.archive == ArchiveSettings(keep=timedelta(days=365))
    assert config.feeds == load().feeds


def test_feeds_in_a_users_file_replace_the_default_list(tmp_path: Path) -> None:
    text = '[[feeds]]\nurl = "https://a.example/f"\ninterval = "5m"\nheaders = { X-Key = "env:KEY" }\n'
    assert load(write(tmp_path, text)).feeds == (
        FeedSettings(url="https://a.example/f", interval_s=300, headers={"X-Key": "env:KEY"}),
    )


def test_an_empty_list_of_feeds_is_no_feeds(tmp_path: Path) -> None:
    assert load(write(tmp_path, "feeds = []\n")).feeds == ()


def test_the_usual_file_is_read_where_it_exists() -> None:
    path = user_config_file()
    path.parent.mkdir(parents=True)
    path.write_text('[desk]\ntheme = "nord"\n', encoding="utf-8")
    config = load()
    assert config.desk.theme == "nord"
    assert config.source == path


def test_relative_paths_start_at_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "places.toml").touch()
    config = load(write(tmp_path, '[archive]\npath = "war.db"\n[tagger]\ngazetteer = ["places.toml"]\n'))
    assert config.archive_path(None) == tmp_path / "war.db"
    assert config.tagger.gazetteer == (str(tmp_path / "places.toml"),)


def test_the_archive_is_the_one_asked_for_else_the_configs_else_the_usual_one(tmp_path: Path) -> None:
    from pathlib import Path

    named = load(write(tmp_path, '[archive]\npath = "/data/war.db"\n'))
    assert named.archive_path("here.db") == Path("here.db")
    assert named.archive_path(None) == Path("/data/war.db")
    assert load().archive_path(None) == default_archive_path()


def test_a_watch_is_read_with_its_query(tmp_path: Path) -> None:
    text = (
        '[[watch]]\nname = "M"\nquery = "city:Mariupol has:figures"\nnotify = ["command"]\ncommand = ["notify", "-u"]\n'
        'quiet = "22:00-07:00"\n'
    )
    (watch,) = load(write(tmp_path, text)).watch
    assert (watch.name, watch.notify, watch.command) == ("M", ("command",), ("notify", "-u"))
    assert str(watch.quiet) == "22:00-07:00"


def test_a_filter_is_read_with_its_key(tmp_path: Path) -> None:
    text = '[[filter]]\nname = "Kyiv"\nquery = "city:Kyiv"\nkey = "7"\n[[filter]]\nname = "All"\nquery = "since:6h"\n'
    assert load(write(tmp_path, text)).filters == (
        SavedFilter("Kyiv", "city:Kyiv", "7"),
        SavedFilter("All", "since:6h"),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[polling]\nintervall = "10m"\n', '2: polling.intervall: unknown key; did you mean "interval"?'),
        ('[poling]\ninterval = "10m"\n', '1: poling: unknown section; did you mean "polling"?'),
        ("[polling]\n\n# a comment\nper_host = '2'\n", "4: polling.per_host: must be a whole number, not a text"),
        ("polling.per_host = 0\n", "1: polling.per_host: must be from 1 to 100, not 0"),
        ('[polling]\nmax_body = "20 megs"\n', '2: polling.max_body: "20 megs" is no size'),
        ('[archive]\nkeep = "always"\n', '2: archive.keep: "always" is no duration'),
        ('[tagger]\nhome = [\n  "UA",\n  "XX",\n]\n', '2: tagger.home: item 2: "XX" is no ISO country code'),
        ('[tagger]\nactors = ["none.toml"]\n', "2: tagger.actors: item 1: no such file"),
        ('[[watch]]\nname = "a"\nquery = "b"\nquiet = "at night"\n', '4: watch[1].quiet: "at night" are no hours'),
        ('[[watch]]\nname = "a"\nquery = "b"\nquite = ""\n', '4: watch[1].quite: unknown key; did you mean "quiet"?'),
        ('[[filter]]\nname = "a"\nquery = "b"\nkey = "4"\n', '4: filter[1].key: "4" is none of "", "5", "6"'),
        ('[[filter]]\nname = "a"\nquery = "cty:b"\n', "3: filter[1].query: unknown field 'cty'; did you mean city:?"),
        (
            '[[mute]]\nquery = "cty:b"\n',
            "2: mute[1].query: unknown field 'cty'; did you mean city:?, at column 1",
        ),
        ('[[mute]]\nname = "Sports"\n', "1: mute[1].query: is missing"),
        ('[[mute]]\nquery = "a -is:muted"\n', "2: mute[1].query: is:muted can't be asked for here"),
        ('[[watch]]\nname = "a"\nquery = "is:muted"\n', "3: watch[1].query: is:muted can't be asked for here"),
        ('[[mute]]\nname = "a"\nquery = "b"\n[[mute]]\nname = "a"\nquery = "c"\n', "5: mute[2].name: a is given twice"),
        ('[[filter]]\nname = "a"\nquery = "b"\nkee = ""\n', '4: filter[1].kee: unknown key; did you mean "key"?'),
        ('[[filters]]\nname = "a"\n', '1: filters: unknown section; did you mean "filter"?'),
        ('[desk]\nkeymap = "vi"\n', '2: desk.keymap: "vi" is none of "default", "vim", "emacs"'),
        ('[desk]\ntheme = "nrod"\n', "2: desk.theme: unknown theme 'nrod'; did you mean \"nord\"?"),
        ('[desk]\nkeymap = { quit = "j" }\n', "2: desk.keymap.quit: \"j\" is already the key of the action 'down'"),
        ('[desk.keymap]\nopen = "b"\nstar = "notakey"\n', '3: desk.keymap.star: no key is called "notakey"'),
        ('[desk.keymap]\nopen = "b"\nstar = "x, b"\n', '2: desk.keymap.open: "b" is already the key of the action'),
        ('[desk.keymap]\nopne = "x"\n', "1: desk.keymap: unknown action 'opne'; did you mean \"open\"?"),
        (
            '[polling]\nproxy = "ftp://me:s3cret@a.example:1"\n',
            "2: polling.proxy: a proxy begins with http://, socks5://",
        ),
        (
            "[[feeds]]\nurl = 'https://a.example'\nproxy = '127.0.0.1'\n",
            "3: feeds[1].proxy: a proxy begins with http://",
        ),
        ("feeds = 3\n", "1: feeds: must be tables, each headed [[feeds]], not a whole number"),
        ("[feeds]\nurl = 'https://a.example'\n", "1: feeds: must be tables, each headed [[feeds]], not a table"),
        ("[[feeds]]\nname = 'A'\n", "1: feeds[1].url: is missing"),
        ("[[feeds]]\nurl = 'ftp://a.example'\n", '2: feeds[1].url: "ftp://a.example" is no web address'),
        ("[[feeds]]\nurl = 'https://a.example'\nkind = 'rss'\n", '3: feeds[1].kind: "rss" is none of "auto"'),
        (
            "[[feeds]]\nurl = 'https://a.example'\n[[feeds]]\nname = 'B'\nurl = 'https://a.example'\n",
            "5: feeds[2].url: https://a.example is given twice, first in line 2",
        ),
        ("[[watch]]\nname = 'W'\nquery = 'citi:Kyiv'\n", "3: watch[1].query: unknown field"),
        ("[[watch]]\nname = 'W'\nquery = 'a'\nnotify = ['command']\n", '4: watch[1].notify: "command" needs the key'),
        (
            "[[watch]]\nname = 'W'\nquery = 'a'\n[[watch]]\nname = 'W'\nquery = 'b'\n",
            "5: watch[2].name: W is given twice, first in line 2",
        ),
        ("[polling]\nmax_interval = '1m'\n", "2: polling.max_interval: min_interval (300 s)"),
        ('[desk]\ntheme = """\nnord\n"""\n', "2: desk.theme: must be one line"),
        ('[polling]\nuser_agent = "Дейтлайн"\n', "2: polling.user_agent: must be plain ASCII"),
        ("[polling]\nallow_private_networks = 'yes'\n", "2: polling.allow_private_networks: must be true, false or a"),
        ("polling = 3\n", "1: polling: must be a table, not a whole number"),
        ("[polling\n", "1: "),
        ('[polling]\n\nuser_agent = "a\n', "3: "),
        ("a = " + "[" * 2_000 + "]" * 2_000, " nested too deeply"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_key(tmp_path: Path, text: str, words: str) -> None:
    assert complaint(tmp_path, text).startswith(words)


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "[[feeds]]\nurl = 'x'\n\n[desk]\ntheme = 1\n\n[polling]\nfoo = 2\n"
    assert [line.partition(":")[0] for line in complaint(tmp_path, text).splitlines()] == ["2", "5", "8"]


def test_a_file_that_is_not_there_or_not_utf8_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: no such file"):
        load(tmp_path / "gone.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes(b"# ok\n# caf\xe9\n")
    with pytest.raises(ConfigError, match=r"latin\.toml:2: not UTF-8"):
        load(path)


def test_the_effective_config_is_a_config(tmp_path: Path) -> None:
    from tui.config.show import as_toml

    text = (
        '[archive]\nkeep = "12w"\n[polling]\nallow_private_networks = ["127.0.0.1:8700"]\n'
        '[desk.keymap]\nopen = "b"\n[[watch]]\nname = "W"\nquery = "a"\nquiet = "22:00-07:00"\n'
        '[[filter]]\nname = "F"\nquery = "b"\nkey = "6"\n[[mute]]\nquery = "url:/sport/"\n'
    )
    config = load(write(tmp_path, text))
    shown = load(write(tmp_path, as_toml(config)))
    expected = Config(
        **{name: getattr(config, name) for name in ("polling", "tagger", "desk", "feeds", "watch", "filters", "mutes")},
        archive=shown.archive,
        source=shown.source,
    )
    assert shown == expected
    assert (shown.archive.keep, shown.archive_path(None)) == (config.archive.keep, config.archive_path(None))


def test_a_secret_in_a_header_is_not_shown(tmp_path: Path) -> None:
    from tui.config.show import as_toml

    headers = '{ Authorization = "Bearer hunter2", Cookie = "env:COOKIE" }'
    shown = as_toml(load(write(tmp_path, f'[[feeds]]\nurl = "https://a.example"\nheaders = {headers}\n')))
    assert "hunter2" not in shown
    assert "env:COOKIE" in shown


def test_a_byte_order_mark_is_no_part_of_the_config(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'\xef\xbb\xbf[desk]\ntheme = "nord"\n')
    assert load(file).desk.theme == "nord"


def test_a_proxy_is_read_for_all_feeds_and_for_one(tmp_path: Path) -> None:
    text = '[polling]\nproxy = "socks5h://127.0.0.1:9050"\n[[feeds]]\nurl = "https://a.example/f"\nproxy = "none"\n'
    config = load(write(tmp_path, text))
    assert config.polling.proxy == "socks5h://127.0.0.1:9050"
    assert [feed.proxy for feed in config.feeds] == ["none"]


def test_the_credentials_of_a_proxy_are_shown_nowhere(tmp_path: Path) -> None:
    from tui.config.show import as_toml

    secret = "http://me:s3cret@proxy.example:3128"
    text = f'[polling]\nproxy = "{secret}"\n[[feeds]]\nurl = "https://a.example/f"\nproxy = "{secret}"\n'
    config = load(write(tmp_path, text))
    assert as_toml(config).count('proxy = "http://(hidden)@proxy.example:3128"') == 2
    assert "s3cret" not in f"{as_toml(config)} {config}"
    assert "s3cret" not in complaint(tmp_path, text.replace("3128", "31280000"))
