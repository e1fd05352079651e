"""The effective configuration: the shipped ``config.toml``, overridden key by key by the user's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.settings import PollingSettings
from feeds.watching.settings import WatchSettings
from store.models import FeedSettings
from store.records import record
from store.settings import ArchiveSettings, default_archive_path
from tagger.settings import TaggerSettings
from tui.arguments import home_path
from tui.config.check import check_text
from tui.errors import ConfigError, Problem
from tui.settings import DeskSettings, Mute, SavedFilter

if TYPE_CHECKING:
    from tui.config.check import Values

__all__ = ["Config", "ConfigError", "default_config_file", "load", "read_text", "user_config_file"]


@record
class Config:
    """Everything that can be set, checked: one settings object for each section."""

    archive: ArchiveSettings
    polling: PollingSettings
    tagger: TaggerSettings
    desk: DeskSettings
    feeds: tuple[FeedSettings, ...]
    watch: tuple[WatchSettings, ...]
    source: Path | None = None
    """The user's file, or None where only the defaults hold."""
    filters: tuple[SavedFilter, ...] = ()
    mutes: tuple[Mute, ...] = ()

    def archive_path(self, override: str | None) -> Path:
        """Give the archive's file: `override` (relative to the working folder) where set, else the config's.

        Raises:
            UsageError: `override` starts in the home folder of nobody.
        """
        if override:
            return home_path(override)
        return Path(self.archive.path) if self.archive.path else default_archive_path()


def default_config_file() -> Path:
    """Give the shipped ``config.toml``: in the package when installed, at the repository's root in a checkout."""
    packaged = Path(__file__).with_name("config.toml")
    return packaged if packaged.is_file() else Path(__file__).parents[2] / "config.toml"


def user_config_file() -> Path:
    """Give the user's file: ``$XDG_CONFIG_HOME/dateline/config.toml``. It need not exist."""
    from xdg_base_dirs import xdg_config_home

    return xdg_config_home() / "dateline" / "config.toml"


def load(path: Path | None = None) -> Config:
    """Read the defaults and the user's file over them.

    Args:
        path: A file that must exist; None for the usual one, which need not.

    Raises:
        ConfigError: With file, line and key of everything that is wrong.
    """
    default = default_config_file()
    source = path or user_config_file()
    text = read_text(source, missing_ok=path is None)
    values = check_text(read_text(default) or "", default)
    if text is None:
        return _config(values, None)
    given = check_text(text, source)
    config = _config(_merged(values, given), source)
    _check_intervals(config.polling, given, source)
    return config


def read_text(path: Path, *, missing_ok: bool = False) -> str | None:
    """Give a config file's text, or None where there is no such file and there need be none.

    Raises:
        ConfigError: The file is missing, can't be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")  # some editors put a byte order mark there, which TOML refuses
    except FileNotFoundError:
        if missing_ok:
            return None
        raise ConfigError(Problem(str(path), None, "", "no such file")) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(Problem(str(path), line, "", "not UTF-8, as TOML must be")) from None
    except OSError as error:
        raise ConfigError(Problem(str(path), None, "", error.strerror or str(error))) from None


def _merged(default: Values, given: Values) -> Values:
    """Lay `given` over `default`: tables key by key, lists as a whole."""
    merged: dict[str, Any] = dict(default)
    for name, value in given.items():
        merged[name] = {**default.get(name, {}), **value} if isinstance(value, dict) else value
    return merged


def _config(values: Values, source: Path | None) -> Config:
    return Config(
        archive=ArchiveSettings(**values.get("archive", {})),
        polling=PollingSettings(**values.get("polling", {})),
        tagger=TaggerSettings(**values.get("tagger", {})),
        desk=DeskSettings(**values.get("desk", {})),
        feeds=tuple(FeedSettings(**feed) for feed in values.get("feeds", ())),
        watch=tuple(WatchSettings(**watch) for watch in values.get("watch", ())),
        mutes=tuple(Mute(**one) for one in values.get("mute", ())),
        filters=tuple(SavedFilter(**one) for one in values.get("filter", ())),
        source=source,
    )


def _check_intervals(polling: PollingSettings, given: Values, source: Path) -> None:
    """Check the three intervals against each other; only the merged config shows whether they fit."""
    if polling.min_interval_s <= polling.interval_s <= polling.max_interval_s:
        return
    from tui.config.lines import key_lines, line_of

    field = next(name for name in ("interval", "min_interval", "max_interval") if f"{name}_s" in given["polling"])
    line = line_of(key_lines(read_text(source) or ""), ("polling", field))
    words = (
        f"min_interval ({polling.min_interval_s} s), interval ({polling.interval_s} s) and "
        f"max_interval ({polling.max_interval_s} s) must not be in another order"
    )
    raise ConfigError(Problem(str(source), line, f"polling.{field}", words))
