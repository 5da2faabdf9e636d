"""The walks that several test files of the spiders look at, each walked once in the suite."""

from __future__ import annotations

import pytest

from tests.road.conftest import FAMILIES_AND_TRAPS, crawled_once
from tests.spiders.night import OFF, Night, honest_traps, night_of_store, shared_walk


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Night:
    """The crawl of the five sites and of a site of every family and trap: the one that tests/road looks at too."""
    demo = crawled_once(tmp_path_factory, worker_id, "whole-replica", *FAMILIES_AND_TRAPS)
    return night_of_store(demo, FAMILIES_AND_TRAPS)


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Night:
    """One watched crawl of the traps' sites without their traps, one of each make, and of two generated ones."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "night-without-traps"
    return shared_walk(folder, [name + OFF for name in dict.fromkeys(honest_traps().values())], (2, 9))
