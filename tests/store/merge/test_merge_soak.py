"""Long seeded runs: whatever several stores saw, and in whatever order they are merged, one store remains."""

from __future__ import annotations

import random
from itertools import permutations
from pathlib import Path

import pytest

from crawler.store.database import close_pair, open_pair
from crawler.store.fingerprint import fingerprint
from crawler.store.merge.merge import merge_store
from tests.registry_rows import KUNMING
from tests.store.merge.shards import DIQING, SHARDS, SITE, A, B, Event, File, Line, Page, build, read_pending, text


def history(seed: int) -> list[Event]:
    """A few pages that change, lose and regain attachments and lines, seen by one store or another each minute."""
    chance = random.Random(seed)
    proses = ("甲。", "乙，另一份。", "丙，第三份报告。")
    events: list[Event] = []
    for minute in chance.sample(range(59), 24):
        seen_by = chance.choice(("a", "b", "c", "ab", "bc", "abc"))
        page = chance.randrange(4)
        url = f"{SITE}/{page}"
        kind = chance.random()
        if kind < 0.1:
            events.append(File(seen_by, minute, f"{minute}.txt", text(2000 + page, agency="淮安市人民政府")))
        elif kind < 0.2:
            events.append(Line(seen_by, minute, url, f"{2000 + page}年年报"))
        else:
            attachments = tuple(
                (one, chance.choice((None, "一", "二"))) for one in (A, B)[: chance.randrange(3) if page else 0]
            )
            number = chance.choice(("", f"KM-{page}"))
            body = text(2000 + page, number, chance.choice(proses))
            source = chance.choice((KUNMING.id, KUNMING.id, DIQING.id))
            events.append(Page(seen_by, minute, url, body, attachments, source))
    return events


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(40))
def test_every_order_of_every_history_is_one_store(seed: int, tmp_path: Path) -> None:
    events = history(seed)
    shards = {
        shard: build(tmp_path / f"{shard}.db", [one for one in events if shard in one.seen_by]) for shard in SHARDS
    }
    said = set()
    for order in permutations(SHARDS):
        target = open_pair(tmp_path / f"{''.join(order)}.db", origin="live")
        for shard in (*order, order[0]):
            merge_store(target, shards[shard])
            read_pending(target)
        said.add(fingerprint(target))
        close_pair(target)
    for pair in shards.values():
        close_pair(pair)
    assert len(said) == 1
