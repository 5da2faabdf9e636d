"""A registry that says something else than yesterday: what was read by it is read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.items import FetchedResponse
from crawler.reports.model import Reading, Report
from crawler.sources import Source
from crawler.store.archive.captures import ImportedFile, archive, archive_files
from crawler.store.archive.queue import ready_candidates
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.reports import apply_readings
from crawler.store.walks.crawls import begin_crawl
from tests.store.conftest import OWN, SHARED, START

PRINTED = "迪庆州工业局"
ALIASED = replace(SHARED, aliases=(*SHARED.aliases, PRINTED))
RENAMED = replace(OWN, body="昆明市政务局", aliases=("昆明市政务服务管理局",))
ANOTHERS = replace(OWN, scope="shared")
Read = Callable[[Pair], int]


@pytest.fixture
def read(report: Callable[..., Report], reading: Callable[..., Reading]) -> Read:
    """Read what waits; how many those were."""

    def read_waiting(pair: Pair) -> int:
        waiting = ready_candidates(pair, 100)
        named = {"file.html": PRINTED, "https://a.cn/2": SHARED.body}
        apply_readings(
            pair, [(one, reading(report(agency=named.get(one.url or one.name, OWN.body)))) for one in waiting]
        )
        return len(waiting)

    return read_waiting


@pytest.fixture
def store(tmp_path: Path, page: Callable[..., FetchedResponse], read: Read) -> Callable[[str, Sequence[Source]], Pair]:
    """A store with a page of each column and a file, read by this registry."""

    def build(name: str, registry: Sequence[Source]) -> Pair:
        pair = open_pair(tmp_path / f"{name}.db", origin="live")
        sync_registry(pair, registry)
        crawl = begin_crawl(pair, started_at=START, arguments={}, versions={})
        archive(pair, crawl, [page("https://a.cn/1", b"1"), page("https://a.cn/2", b"2", source=SHARED.id)], [])
        archive_files(pair, [ImportedFile("file.html", b"3", START)])
        assert read(pair) == 3
        return pair

    return build


@pytest.mark.parametrize(
    ("registry", "again"),
    [
        ([OWN, SHARED], 0),
        ([OWN, ALIASED], 2),  # the file that prints the new alias, and the column of the body that has it
        ([RENAMED, SHARED], 1),
        ([ANOTHERS, SHARED], 1),
        ([OWN], 0),  # a row that left the registry: its pages stay what they are
    ],
)
def test_what_rests_on_another_name_or_column_is_read_again(
    store: Callable[[str, Sequence[Source]], Pair], read: Read, registry: Sequence[Source], again: int
) -> None:
    pair = store("grown", [OWN, SHARED])
    sync_registry(pair, registry)
    assert read(pair) == again
    sync_registry(pair, registry)
    assert read(pair) == 0, "the same registry once more"
    new = store("new", [*registry, *([SHARED] if len(registry) == 1 else [])])
    said = "SELECT id, body, url, index_number FROM reports ORDER BY id"
    assert pair.browse.execute(said).fetchall() == new.browse.execute(said).fetchall()
    if ALIASED in registry:
        assert fingerprint(pair) == fingerprint(new)
    for one in (pair, new):
        close_pair(one)
