"""Names to complete a query with: by beginning in any spelling, what is in the news first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.jobs import commit_poll
from store.models import KnownName, Tags
from store.query import parse
from tests.tui.desk.dispatches import fill

from .make import IRPIN, KYIV, MAYOR, NAMES, actor, draft, outcome, place

if TYPE_CHECKING:
    from store.models import FeedState
    from store.reader import Reader
    from store.writer import Writer

KYIVKA = KnownName("geo:kyivka", "place", "Kyivka", "village", "UA")


def news(writer: Writer, feed: FeedState) -> None:
    """Store many reports of Irpin, some of Kyiv, one of a village; in that order."""
    where = [IRPIN] * 9 + [KYIV] * 4 + [KYIVKA]
    drafts = [
        draft(
            str(number), f"Report {number}", tags=Tags(places=(place(name),), actors=(actor(),) if number < 3 else ())
        )
        for number, name in enumerate(where)
    ]
    writer.submit(commit_poll(outcome(feed.id, *drafts, names=(*NAMES, KYIVKA)))).result()


def names(reader: Reader, field: str, prefix: str) -> list[str]:
    return [known.name for known in reader.names_starting((field,), prefix)]


def test_names_that_begin_as_typed_come_in_the_order_of_their_use(
    reader: Reader, writer: Writer, feed: FeedState
) -> None:
    news(writer, feed)
    assert names(reader, "city", "ky") == ["Kyiv", "Kyivka"]
    assert names(reader, "place", "k")[0] == "Kyiv Oblast", "which holds Irpin"
    assert names(reader, "city", "") == ["Irpin", "Kyiv", "Kyivka"]


def test_any_spelling_will_do(reader: Reader, writer: Writer, feed: FeedState) -> None:
    news(writer, feed)
    for spelling in ("Ки", "Kie", "киї", "KYI"):
        assert names(reader, "city", spelling)[0] == "Kyiv"
    assert names(reader, "city", "Ірп") == ["Irpin"]


def test_a_field_has_only_its_own_kind(reader: Reader, writer: Writer, feed: FeedState) -> None:
    news(writer, feed)
    assert names(reader, "region", "kyi")[0] == "Kyiv Oblast"
    assert names(reader, "country", "ukr") == ["Ukraine"]
    assert names(reader, "actor", "mar") == [MAYOR.name]
    assert names(reader, "actor", "olek") == [MAYOR.name]
    assert names(reader, "actor", "kyi") == []
    (mayor,) = reader.names_starting(("place", "actor"), "markush")
    assert (mayor.field, mayor.about) == ("actor", "person")


def test_sources_begin_with_any_of_their_words(reader: Reader, writer: Writer) -> None:
    fill(writer, 4)
    assert names(reader, "source", "se") == ["Vesti Severa"]
    assert names(reader, "source", "ha") == ["Harbour Wire"]
    assert names(reader, "source", "нов") == ["Новини Степу"]
    assert len(names(reader, "source", "")) == 3


def test_languages_are_those_of_the_latest_articles(reader: Reader, writer: Writer, feed: FeedState) -> None:
    drafts = [draft(str(number), lang=lang) for number, lang in enumerate(["uk", "uk-UA", "en", None])]
    writer.submit(commit_poll(outcome(feed.id, *drafts))).result()
    assert names(reader, "lang", "") == ["uk", "en"]
    assert names(reader, "lang", "e") == ["en"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=8))
def test_whatever_is_typed_every_name_is_found_by_a_query(reader: Reader, writer: Writer, prefix: str) -> None:
    if not reader.feeds():
        fill(writer, 4)
    for known in reader.names_starting(("place", "actor", "source", "lang"), prefix):
        assert reader.headlines(parse(f'{known.field}:"{known.name}"'), limit=1) or known.field == "region"
