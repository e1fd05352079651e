"""Every case of the hostile catalogue comes out right: see the ``must`` of each in ``/cases.json``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from .catalogue import SERVER, HostileServer, listed
from .suite import run_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .catalogue import Case
    from .harness import Result

LIGHT = not os.environ.get("HOSTILE_ALL")
CASES = listed(light=LIGHT)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not SERVER.exists(), reason=f"the hostile server is not beside the checkout: {SERVER.name}"),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Result]:
    with HostileServer(light=LIGHT) as server:
        return run_all(list(server.cases()), server, tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_hostile_feed_comes_out_right(case: Case, results: Mapping[str, Result]) -> None:
    if case.id not in results:
        pytest.skip("served only where the openssl program is there")
    result = results[case.id]
    assert not result.wrong, f"{case.served}\nmust: {case.must}\npolls said: {result.words}"
