"""When it is us and not them."""

from __future__ import annotations

import pytest

from feeds.outage import Outage


def middle() -> float:
    return 0.5


def outage(hosts: int) -> Outage:
    return Outage(hosts, middle)


def test_most_hosts_silent_at_once_is_an_outage_of_ours() -> None:
    ours = outage(20)
    ours.answered("a")
    begun = [ours.silent(f"s{n}") for n in range(9)]
    assert begun == [False] * 8 + [True]
    assert ours.reason == "network"


def test_four_fifths_is_not_enough() -> None:
    ours = outage(10)
    for name in "ab":
        ours.answered(name)
    assert not any(ours.silent(f"s{n}") for n in range(8))


def test_one_host_that_is_asked_again_and_again_proves_nothing() -> None:
    ours = outage(20)
    assert not any(ours.silent("dead") for _ in range(50))


def test_with_one_or_two_hosts_nobody_can_tell() -> None:
    ours = outage(2)
    assert not any([ours.silent("a"), ours.silent("b"), ours.silent("a")])
    few = outage(3)
    assert [few.silent(name) for name in "abc"] == [False, False, True]


def test_any_answer_ends_it_and_the_count_starts_anew() -> None:
    ours = outage(3)
    for name in "abc":
        ours.silent(name)
    assert ours.answered("a")
    assert ours.reason is None
    assert not ours.silent("b")


def test_tries_come_ever_later_up_to_five_minutes() -> None:
    ours = outage(3)
    ours.stuck()
    assert [ours.next_wait_s() for _ in range(7)] == [10, 20, 40, 80, 160, 300, 300]


@pytest.mark.parametrize(("dice", "wait"), [(0.0, 7.5), (1.0, 12.5)])
def test_tries_are_jittered(dice: float, wait: float) -> None:
    assert Outage(3, lambda: dice).next_wait_s() == wait


def test_an_archive_that_takes_a_poll_again_is_no_longer_full_whoever_was_silent() -> None:
    ours = outage(20)
    assert ours.stuck()
    assert not ours.stuck()
    assert not ours.silent("a")
    assert ours.reason is None
