"""`nianbao verify` over a crawl of the whole replica, with its own reading processes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.road.command_line import nianbao
from tests.road.conftest import Demo


def test_what_a_crawl_leaves_is_proved(whole_replica: Demo, tmp_path: Path) -> None:
    """Every row and every reference; of the bytes and readings an even sample, since reading is what takes long."""
    answer = nianbao("verify", "--json", "--sample", "40", "--database", whole_replica.copy_to(tmp_path))
    said = json.loads(answer.out)
    assert said["faults"] == [] and answer.code == 0
    assert said["checked"]["readings"] == said["checked"]["bytes"] == 40
    assert said["checked"]["versions"] > 30
