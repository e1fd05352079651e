"""Every case of the hostile catalogue comes out right: see the ``must`` of each in ``/cases.json``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from .catalogue import SERVER, HostileServer, listed
from .suite import run_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _pytest.mark import ParameterSet

    from .catalogue import Case
    from .harness import Result

LIGHT = not os.environ.get("HOSTILE_ALL")
CASES = listed(light=LIGHT)
NOT_RIGHT = {
    "N06": "the default User-Agent names no address to write to, because the project has none yet; a user can set one",
}
"""Cases that are known not to come out right, with the reason."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not SERVER.exists(), reason=f"the hostile server is not beside the checkout: {SERVER.name}"),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Result]:
    with HostileServer(light=LIGHT) as server:
        return run_all(list(server.cases()), server, tmp_path_factory.mktemp("hostile"))


def _parameter(case: Case) -> ParameterSet:
    reason = NOT_RIGHT.get(case.id)
    return pytest.param(case, id=case.id, marks=[pytest.mark.xfail(reason=reason)] if reason else [])


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_a_hostile_feed_comes_out_right(case: Case, results: Mapping[str, Result]) -> None:
    if case.id not in results:
        pytest.skip("served only where the openssl program is there")
    result = results[case.id]
    assert not result.wrong, f"{case.served}\nmust: {case.must}\npolls said: {result.words}"
