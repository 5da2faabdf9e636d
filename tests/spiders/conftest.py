"""The walks that several test files of the spiders look at, each walked once in the suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spiders.night import EVERYTHING, OFF, Night, honest_traps, shared_night


def _shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str, name: str) -> Path:
    """A folder that all test processes of this run know."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent) / name


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Night:
    """One crawl of the five sites, of a site of every family and trap, and of two generated ones."""
    folder = _shared(tmp_path_factory, worker_id, "night-of-everything")
    return shared_night(folder, EVERYTHING, sites=2, reports=9, seeds=True)


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Night:
    """One crawl of the traps' sites without their traps, one of each make."""
    words = [name + OFF for name in dict.fromkeys(honest_traps().values())]
    return shared_night(_shared(tmp_path_factory, worker_id, "night-without-traps"), words)
