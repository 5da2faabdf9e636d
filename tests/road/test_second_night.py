"""A second night, nothing having changed, over every family and trap: it costs next to nothing and alters nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawler.items import FINISHED
from crawler.store.database import close_pair, read_pair
from spiders.lists.pagers import PAGERS
from tests.road.command_line import Answer, fingerprint_of, nianbao, requests_of
from tests.road.conftest import FAMILIES_AND_TRAPS, Demo, made_once
from tests.road.test_families import place_of

NEWEST_VISITS = """
SELECT visits.*, sources.list_url, sources.family, sources.rendering,
    EXISTS (SELECT 1 FROM entries WHERE entries.source = visits.source AND list_url <> sources.list_url) AS is_tree
FROM visits JOIN sources ON sources.id = visits.source JOIN crawls ON crawls.id = visits.crawl
WHERE crawls.started_at = (SELECT max(started_at) FROM crawls)
"""
Visit = dict[str, object]


def visits_of(night: Demo) -> dict[str, Visit]:
    """Source → its visit of the newest crawl, and what decides how much that may ask."""
    pair = read_pair(night.database)
    try:
        return {row["source"]: row for row in pair.browse.query(NEWEST_VISITS)}
    finally:
        close_pair(pair)


@pytest.fixture(scope="session")
def again(whole_replica: Demo, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    words = [argument for word in FAMILIES_AND_TRAPS for argument in ("--replica-with", word)]

    def crawl(folder: Path) -> Answer:
        database, log = whole_replica.copy_to(folder), folder / "requests.jsonl"
        return nianbao("crawl", "--replica", *words, "--database", database, "--replica-log", log)

    return made_once(tmp_path_factory, worker_id, "second-night", crawl)


def test_nothing_is_new_and_the_database_is_the_same(whole_replica: Demo, again: Demo) -> None:
    before, after = visits_of(whole_replica), visits_of(again)
    assert again.answer.code == whole_replica.answer.code
    outcomes = {source: (visit["outcome"], visit["evidence"], visit["seen"]) for source, visit in before.items()}
    finished = {source for source, visit in before.items() if visit["outcome"] in FINISHED}
    assert {source: visit["outcome"] for source, visit in after.items()} == {
        source: outcome for source, (outcome, *_) in outcomes.items()
    }
    for source in finished:
        visit = after[source]
        assert (visit["outcome"], visit["evidence"], visit["seen"]) == outcomes[source]
        assert (visit["full_walk"], visit["report_pages"]) == (0, 0), source
        assert (visit["new"], visit["changed"], visit["withdrawn"]) == (0, 0, 0), source
        assert visit["unchanged"] == visit["seen"], source
    assert len(finished) > 55
    assert fingerprint_of(again.database) == fingerprint_of(whole_replica.database)


def lists_due(visit: Visit) -> int:
    """How many requests may find out that a source's lists are as they were left."""
    if visit["is_tree"]:
        return 4  # the column, its newest year, and in one of them that year's two kinds of body
    # What an interface answers, or a script draws, is asked for after the column's page, which says how.
    return 1 if visit["family"] in PAGERS and visit["rendering"] == "plain" else 2


def test_it_asks_for_first_pages_and_for_nothing_else(again: Demo) -> None:
    visits = visits_of(again)
    asked = Counter(str(request["host"]) for request in requests_of(again.log) if request["method"] != "CONNECT")
    robots = Counter(str(request["host"]) for request in requests_of(again.log) if request["path"] == "/robots.txt")
    assert set(robots.values()) == {1}
    allowed: Counter[str] = Counter()
    unfinished = set()
    for visit in visits.values():
        host, _ = place_of(str(visit["list_url"]))
        if visit["outcome"] in FINISHED:
            assert 1 <= int(str(visit["list_pages"])) <= lists_due(visit), visit["source"]
            allowed[host] += lists_due(visit)
        else:
            unfinished.add(host)
    over = {host: count for host, count in asked.items() if host not in unfinished and count > allowed[host] + 1}
    assert not over, over
    assert sum(asked[host] for host in allowed) < 160


def test_what_was_not_finished_is_tried_again_and_what_is_held_is_not(whole_replica: Demo, again: Demo) -> None:
    """A list that kept something back is walked to its end once more; only pages that did not come are asked for."""
    came = {
        (request["host"], request["path"])
        for request in requests_of(whole_replica.log)
        if request["status"] == 200 and request["path"] != "/"
    }
    pair = read_pair(again.database)
    try:
        held = {row["url"] for row in pair.browse.query("SELECT url FROM captures WHERE kind <> 'list'")}
        lists = {row["url"] for row in pair.browse.query("SELECT url FROM captures WHERE kind = 'list'")}
    finally:
        close_pair(pair)
    pages = {place_of(url) for url in held - lists}
    assert pages <= came
    assert not [request for request in requests_of(again.log) if (request["host"], request["path"]) in pages]
    visits = visits_of(again)
    incomplete = {source for source, visit in visits.items() if visit["outcome"] == "incomplete"}
    assert len(incomplete) >= 5
    assert all(visits[source]["full_walk"] for source in incomplete)
