"""Records are frozen data classes."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace

import pytest

from store.records import record


@record
class Town:
    """A record with every kind of field."""

    name: str
    people: int = 0
    aliases: list[str] = field(default_factory=list)
    seen: int = field(default=0, compare=False)
    secret: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        return f"{self.name} ({self.people})"


@record
class Nothing:
    """A record without fields."""


@record
class One:
    """A record with a single field."""

    value: str


def test_a_record_is_made_by_position_name_and_default() -> None:
    town = Town("Irpin", people=60_000)
    assert (town.name, town.people, town.aliases, town.label) == ("Irpin", 60_000, [], "Irpin (60000)")
    assert Town("Irpin").aliases is not Town("Irpin").aliases


@pytest.mark.parametrize("arguments", [{}, {"name": "Irpin", "colour": "red"}])
def test_a_missing_or_unknown_argument_is_refused(arguments: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=r"Town\.__init__\(\)"):
        Town(**arguments)  # type: ignore[arg-type]


def test_records_of_a_class_with_the_same_values_are_equal_and_hash_alike() -> None:
    assert One("a") == One("a") != One("b")
    assert len({One("a"), One("a"), One("b")}) == 2
    assert Nothing() == Nothing()
    others: list[object] = [("a",), "a", Nothing()]
    assert One("a") not in others
    assert Town("Irpin", seen=1) == Town("Irpin", seen=2)


def test_a_record_with_a_list_can_not_be_hashed() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Town("Irpin"))


def test_nothing_of_a_record_can_be_changed() -> None:
    town = Town("Irpin")
    with pytest.raises(FrozenInstanceError):
        town.name = "Bucha"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del town.people
    with pytest.raises(FrozenInstanceError):
        town.river = "Irpin"  # type: ignore[attr-defined]
    assert not hasattr(town, "__dict__")


def test_a_record_is_a_data_class() -> None:
    assert [one.name for one in fields(Town)] == ["name", "people", "aliases", "seen", "secret"]
    assert replace(Town("Irpin", 1), people=2) == Town("Irpin", 2)
    match Town("Irpin", 7):
        case Town(name, people):
            assert (name, people) == ("Irpin", 7)
    assert is_dataclass(Town)


def test_a_record_reads_as_what_would_make_it_but_for_what_nobody_may_see() -> None:
    assert repr(Town("Irpin", secret="s3cret")) == "Town(name='Irpin', people=0, aliases=[], seen=0)"


def test_a_record_can_be_copied_and_sent_to_another_process() -> None:
    town = Town("Irpin", 1, ["Ірпінь"], 5, "s3cret")
    for other in (copy.copy(town), copy.deepcopy(town), pickle.loads(pickle.dumps(town))):
        assert (other, other.seen, other.secret) == (town, 5, "s3cret")
