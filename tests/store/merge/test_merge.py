"""Stores become one by identity: in any order, however often, and as one store that saw everything would be."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from crawler.items import EndedVisit, ListedEntry
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.fingerprint import fingerprint
from crawler.store.merge.merge import Merged, merge_store
from crawler.store.moments import stored_moment
from crawler.store.verify.identity_rows import verify_identity
from crawler.store.verify.model import Findings
from crawler.store.verify.rows import verify_rows
from crawler.store.walks.crawls import begin_crawl, record_visit
from crawler.store.walks.entries import record_entries
from tests.registry_rows import KUNMING
from tests.store.merge.shards import EVENTS, SHARDS, SITE, START, A, File, Page, build, empty_store, read_pending, text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shards")


@pytest.fixture(scope="module")
def shards(folder: Path) -> dict[str, Path]:
    paths = {}
    for shard in SHARDS:
        pair = build(folder / f"{shard}.db", [one for one in EVENTS if shard in one.seen_by])
        paths[shard] = pair.path
        close_pair(pair)
    return paths


@pytest.fixture(scope="module")
def whole(folder: Path) -> Iterator[Pair]:
    pair = build(folder / "whole.db", EVENTS)
    yield pair
    close_pair(pair)


@pytest.fixture(scope="module")
def empty(folder: Path) -> Path:
    path = folder / "empty.db"
    close_pair(open_pair(path, origin="live"))
    return path


def copied(path: Path, to: Path) -> Pair:
    for source, target in ((path, to), (raw_path(path), raw_path(to))):
        shutil.copy(source, target)
    return open_pair(to, origin="live")


def merged_into(target: Pair, other: Path) -> Merged:
    opened = read_pair(other)
    try:
        done = merge_store(target, opened)
    finally:
        close_pair(opened)
    read_pending(target)
    return done


def said(pair: Pair) -> list[tuple[object, ...]]:
    """What a fingerprint is made of, to look at when it differs."""
    return pair.browse.execute(
        "SELECT coalesce(facts.url, 'file'), decided.report, versions.position, versions.version_count, decided.rule, "
        "decided.flags, sections.text FROM identity_decisions AS decided JOIN candidate_facts AS facts "
        "USING (candidate, ordinal) JOIN (SELECT versions.*, reports.version_count FROM versions JOIN reports "
        "ON reports.id = versions.report) AS versions ON versions.id = decided.version "
        "JOIN sections ON sections.version = versions.id GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 7"
    ).fetchall()


@pytest.mark.parametrize("seed", range(10))
def test_any_order_gives_the_one_store_that_saw_everything(
    seed: int, shards: dict[str, Path], whole: Pair, empty: Path, tmp_path: Path
) -> None:
    order = random.Random(seed).sample(sorted(shards), len(shards))
    # The first shard is sometimes the target itself, as on the machine that began.
    target = copied(empty if seed % 2 else shards[order[0]], tmp_path / "target.db")
    for shard in order:
        merged_into(target, shards[shard])
    assert said(target) == said(whole)
    assert fingerprint(target) == fingerprint(whole)
    close_pair(target)


def test_merging_twice_changes_nothing(shards: dict[str, Path], empty: Path, tmp_path: Path) -> None:
    target = copied(empty, tmp_path / "target.db")
    for path in shards.values():
        merged_into(target, path)
    once = fingerprint(target)
    counts = "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM candidates), (SELECT count(*) FROM entries)"
    rows = target.browse.execute(counts).fetchone()
    for path in reversed(shards.values()):
        again = merged_into(target, path)
        assert (again.new_captures, again.new_blobs, again.to_read) == (0, 0, 0)
    assert fingerprint(target) == once
    assert target.browse.execute(counts).fetchone() == rows
    close_pair(target)


def test_stores_that_were_merged_before_are_merged_alike(
    shards: dict[str, Path], whole: Pair, empty: Path, tmp_path: Path
) -> None:
    """(a + b) + (b + c): what one store was given from another is not taken for what it saw."""
    paths = []
    for name, parts in (("ab", "ab"), ("cb", "cb")):
        pair = copied(empty, tmp_path / f"{name}.db")
        for shard in parts:
            merged_into(pair, shards[shard])
        close_pair(pair)
        paths.append(tmp_path / f"{name}.db")
    target = copied(empty, tmp_path / "target.db")
    for path in paths:
        merged_into(target, path)
    assert said(target) == said(whole)
    assert fingerprint(target) == fingerprint(whole)
    close_pair(target)


def test_a_shard_that_went_on_is_merged_again(
    shards: dict[str, Path], whole: Pair, empty: Path, tmp_path: Path
) -> None:
    """Merged when it was half done, then again: a check of a page that it holds is news, too."""
    early = build(tmp_path / "early.db", [one for one in EVENTS if "a" in one.seen_by and one.minute < 9])
    target = copied(empty, tmp_path / "target.db")
    for path in (early.path, shards["b"], shards["a"], shards["c"]):
        merged_into(target, path)
    assert said(target) == said(whole)
    assert fingerprint(target) == fingerprint(whole)
    for pair in (early, target):
        close_pair(pair)


def test_a_merge_that_was_stopped_is_simply_run_again(
    shards: dict[str, Path], whole: Pair, empty: Path, tmp_path: Path
) -> None:
    """Stopped within the rows: nothing of them stands, the bytes do. Stopped before the reading: what waits is read."""
    target = copied(empty, tmp_path / "target.db")
    target.browse.execute(
        "CREATE TEMP TRIGGER stop BEFORE INSERT ON main.entries BEGIN SELECT RAISE(ABORT, 'stopped'); END"
    )
    opened = read_pair(shards["b"])
    with pytest.raises(sqlite3.IntegrityError, match="stopped"):
        merge_store(target, opened)
    assert target.browse.execute("SELECT count(*) FROM captures").fetchone() == (0,)
    assert target.raw.execute("SELECT count(*) FROM blobs").fetchone() != (0,)
    target.browse.execute("DROP TRIGGER stop")
    merge_store(target, opened)
    close_pair(opened)
    for path in shards.values():
        merged_into(target, path)
    assert fingerprint(target) == fingerprint(whole)
    close_pair(target)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_files_imported_in_any_order_are_one_store(order: tuple[int, ...], tmp_path: Path) -> None:
    bodies = [text(2021), text(2021, prose="另一份报告，数字与文字都不同于前者。"), text(2022, agency="淮安市人民政府")]
    built = []
    for name, places in (("ordered", range(3)), ("permuted", order)):
        events = [File("a", minute, f"{place}.txt", bodies[place]) for minute, place in enumerate(places)]
        pair = build(tmp_path / f"{name}.db", events)
        built.append(fingerprint(pair))
        close_pair(pair)
    assert built[0] == built[1]


def test_lines_keep_their_newest_word_and_their_first_sight(
    shards: dict[str, Path], empty: Path, tmp_path: Path
) -> None:
    kept = set()
    for name, order in (("ac", "ac"), ("ca", "ca")):
        target = copied(empty, tmp_path / f"{name}.db")
        for shard in order:
            merged_into(target, shards[shard])
        rows = target.browse.execute("SELECT title, first_seen, last_seen, listed FROM entries").fetchall()
        kept.add(tuple(rows))
        close_pair(target)
    assert kept == {
        (("2009年年报", stored_moment(START + timedelta(minutes=21)), stored_moment(START + timedelta(minutes=31)), 1),)
    }


def test_the_newest_candidate_of_a_page_is_the_newest_whatever_came_first(
    shards: dict[str, Path], empty: Path, tmp_path: Path
) -> None:
    """A later crawl asks the newest candidate of a page what it holds."""
    target = copied(empty, tmp_path / "target.db")
    for shard in "cba":
        merged_into(target, shards[shard])
    rows = target.browse.execute(
        "SELECT candidates.url, fetched_at FROM candidates JOIN captures USING (id) WHERE candidates.url IS NOT NULL "
        "ORDER BY candidates.url, sequence"
    ).fetchall()
    assert rows == sorted(rows)
    close_pair(target)


def test_a_candidate_of_two_stores_has_the_same_page_whatever_came_first(tmp_path: Path) -> None:
    """Both saw the attachment replaced, each beside a capture of its own of the page, which one of them then lost."""
    url = f"{SITE}/1"
    stood, other = text(2021, prose="甲。"), text(2021, prose="乙，另一份。")
    events = [
        Page("b", 1, url, stood, ((A, "一"),)),
        Page("c", 2, url, other, ((A, "一"),)),
        Page("a", 3, url, stood, ((A, "一"),)),
        Page("ab", 4, url, stood, ((A, "二"),)),
        Page("b", 6, url, stood),
    ]
    shards = {one: build(tmp_path / f"{one}.db", [event for event in events if one in event.seen_by]) for one in SHARDS}
    pages, fingerprints = set(), set()
    for order in permutations(SHARDS):
        target = empty_store(tmp_path / f"{''.join(order)}.db")
        for shard in (*order, order[0]):
            merge_store(target, shards[shard])
            read_pending(target)
        pages.add(tuple(target.browse.execute("SELECT id, page FROM candidates ORDER BY id").fetchall()))
        fingerprints.add(fingerprint(target))
        close_pair(target)
    for pair in shards.values():
        close_pair(pair)
    assert (len(pages), len(fingerprints)) == (1, 1)


def test_a_line_that_a_later_whole_walk_did_not_show_is_gone(tmp_path: Path) -> None:
    for first, second in ("ab", "ba"):
        pairs = {}
        for shard, minute, shown in (("a", 0, ["1", "2"]), ("b", 60, ["1"])):
            pairs[shard] = pair = build(tmp_path / f"{first}-{shard}.db", [])
            walk(pair, minute, shown)
        target = empty_store(tmp_path / f"{first}{second}.db")
        for shard in (first, second, first):
            merge_store(target, pairs[shard])
        lines = target.browse.execute("SELECT url, listed FROM entries ORDER BY url").fetchall()
        assert lines == [(f"{KUNMING.list_url}1", 1), (f"{KUNMING.list_url}2", 0)]
        assert target.browse.execute("SELECT count(*) FROM visits").fetchone() == (2,)
        for pair in (target, *pairs.values()):
            close_pair(pair)


def walk(pair: Pair, minute: int, shown: list[str]) -> None:
    at = START + timedelta(minutes=minute)
    crawl = begin_crawl(pair, started_at=at, arguments={}, versions={})
    lines = [
        ListedEntry(KUNMING.id, f"{KUNMING.list_url}{one}", one, None, 0, "report", "title", KUNMING.list_url, None)
        for one in shown
    ]
    record_entries(pair, crawl, KUNMING.id, lines, full_walk=True, seen_at=at)
    visit = EndedVisit(KUNMING.id, len(shown), 1, len(shown), 1, 0, True, "complete", "stated", "")
    record_visit(pair, crawl, visit, new=1, changed=0, unchanged=0, withdrawn=0, ended_at=at + timedelta(seconds=1))


def test_of_two_registries_the_rows_of_both_stand(tmp_path: Path) -> None:
    """Names are joined, what is registered stays so, and what was read under fewer names is read again."""
    file = File("a", 1, "one.txt", text(2021, agency="昆明市政务局"))
    plain = build(tmp_path / "plain.db", [file])
    named = build(tmp_path / "named.db", [])
    sync_registry(named, [replace(KUNMING, aliases=("昆明市政务局",), state="disabled")])
    said = set()
    for name, order in (("pn", (plain, named)), ("np", (named, plain))):
        target = empty_store(tmp_path / f"{name}.db")
        for other in order:
            merge_store(target, other)
            read_pending(target)
        assert target.browse.execute("SELECT id FROM reports").fetchall() == [(f"{KUNMING.body_id}/2021",)]
        said.add(fingerprint(target))
        assert target.browse.execute(
            "SELECT aliases, registered FROM bodies WHERE id = ?", [KUNMING.body_id]
        ).fetchone() == (
            '["昆明市政务局", "昆明市政务服务局"]',
            1,
        )
        assert target.browse.execute("SELECT state FROM sources WHERE id = ?", [KUNMING.id]).fetchone() == ("active",)
        close_pair(target)
    assert len(said) == 1
    for pair in (plain, named):
        close_pair(pair)


def test_what_was_merged_is_verified_as_it_was_decided(tmp_path: Path) -> None:
    """A page that two stores fetched as it stood is one thing to identify, for `verify` as for the merge."""
    events = [
        Page("a", 1, f"{SITE}/equal", text(2011, "KM-11")),
        Page("b", 11, f"{SITE}/equal", text(2011, "KM-11")),
    ]
    one, two = (build(tmp_path / f"{name}.db", [event for event in events if name in event.seen_by]) for name in "ab")
    merge_store(one, two)
    read_pending(one)
    findings = Findings()
    verify_identity(one, findings)
    verify_rows(one, findings)
    assert [fault.line for fault in findings.faults] == []
    assert one.browse.execute("SELECT count(*) FROM identity_decisions").fetchone() == (2,)
    close_pair(two)
    close_pair(one)
