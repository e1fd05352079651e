"""Places to put on a map."""

from __future__ import annotations

from store.models import ActivePlace


def at(name: str, latitude: float, longitude: float, events: int = 1, country: str = "UA") -> ActivePlace:
    return ActivePlace(name, f"geo:{name.lower()}", country, latitude, longitude, events)


KYIV = at("Kyiv", 50.45, 30.52, 20)
KHARKIV = at("Kharkiv", 49.99, 36.23, 9)
ODESA = at("Odesa", 46.48, 30.72, 5)
WASHINGTON = at("Washington", 38.9, -77.04, 4, "US")
SYDNEY = at("Sydney", -33.87, 151.21, 1, "AU")
