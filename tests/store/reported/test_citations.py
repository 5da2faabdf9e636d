"""Which of several captures with one content a citation names: chosen as a report's address is, never by arrival."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from crawler.reports.model import Reading, Report
from crawler.store.archive.queue import ready_candidates
from crawler.store.database import Pair
from crawler.store.grouping.reports import apply_readings
from crawler.store.reported.citations import cite
from crawler.store.reported.found_reports import find_reports
from tests.store.conftest import OWN, SHARED

OWN_LONG, OWN_SHORT = "https://zwfw.km.gov.cn/c/2024-01-31/100.shtml", "https://zwfw.km.gov.cn/c/2024-01-31/1.shtml"
PORTAL = "http://d.cn/1"
PAGES = ((OWN_LONG, OWN.id), (OWN_SHORT, OWN.id), (PORTAL, SHARED.id))


@pytest.mark.parametrize("order", list(permutations(range(3)))[:4])
def test_the_bodys_own_site_comes_first_then_the_shortest_address(
    pair: Pair,
    fetched_candidate: Callable[..., object],
    imported_candidate: Callable[..., object],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
    order: tuple[int, ...],
) -> None:
    imported_candidate("copy.html", b"file")
    for minute, place in enumerate(order):
        url, source = PAGES[place]
        fetched_candidate(url, url.encode(), source=source, minute=minute)
    apply_readings(pair, [(one, reading(report(numbers=(9, 8, 7, 6, 5, 4)))) for one in ready_candidates(pair, 9)])
    (found,) = find_reports(pair, "昆明市政务服务管理局 2023")
    assert (cite(pair, found).address, found.url) == (OWN_SHORT, OWN_SHORT)
