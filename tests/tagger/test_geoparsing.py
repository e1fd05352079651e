"""The public geoparsing corpora: floors under the span F1 and under the share put within 161 km."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.geoparsing import CORPORA, SHARED, distance, outlet_country, run

if TYPE_CHECKING:
    from tagger.tagger import Tagger

FLOORS = {"TR-News": (0.9, 0.79), "LGL": (0.81, 0.71), "GeoVirus": (0.89, 0.81)}
"""F1 and share within 161 km, adjectives left out."""


@pytest.mark.shared
@pytest.mark.parametrize("corpus", FLOORS)
def test_places_of_world_news_are_found_and_put_where_they_are(tagger: Tagger, corpus: str) -> None:
    path = SHARED / CORPORA[corpus]
    if not path.is_file():
        pytest.skip("the shared data folder is not beside this checkout")
    _, nouns, _ = run(tagger, path)
    f1, within = FLOORS[corpus]
    assert nouns.f1 >= f1
    assert nouns.within >= within


def test_distance_is_that_on_a_sphere() -> None:
    assert distance(50.45, 30.52, 49.99, 36.23) == pytest.approx(411, abs=5)  # Kyiv to Kharkiv


@pytest.mark.parametrize(
    ("domain", "country"), [("bbc.co.uk", "GB"), ("lfpress.ca", "CA"), ("cnn.com", None), (None, None)]
)
def test_an_outlets_country_is_that_of_its_top_level_domain(domain: str | None, country: str | None) -> None:
    assert outlet_country(domain) == country
