"""A portal whose parts are killed, and the history of what was sent in one test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.history import History
from tests.faults.rig import Missing, Rig


@pytest.fixture(scope="module")
def rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A portal on the database that a file names, which is there for all of its tests.

    A file has one portal, since workers of xdist are given whole files. Where a part cannot be had, CI has
    failed before (`tests/real_parts.py`).
    """
    with ExitStack() as until_closed:
        try:
            yield Rig(tmp_path_factory.mktemp("rig"), request.param, until_closed)
        except Missing as missing:
            pytest.skip(f"there is {missing}")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.jsonl")
