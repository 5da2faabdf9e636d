"""A small store whose rows were read from its bytes: pages of the replica, archived and read without a server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.items import FetchedResponse
from crawler.replica.corpus import all_sites
from crawler.replica.faults import Faults
from crawler.replica.truth import published_reports
from crawler.replica.web import Web
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.model import Reading
from crawler.store.archive.captures import ImportedFile, archive, archive_files
from crawler.store.archive.queue import Candidate, load_parts, ready_candidates
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.errors import StoreError
from crawler.store.grouping.reports import apply_readings
from crawler.store.search.index import ensure_index
from crawler.store.verify.identity_rows import verify_identity
from crawler.store.verify.model import Findings
from crawler.store.verify.readings import candidates_to_verify, verify_readings
from crawler.store.verify.rows import verify_rows
from crawler.store.verify.search_index import verify_index
from crawler.store.verify.stored_bytes import verify_bytes
from crawler.store.walks.crawls import begin_crawl
from tests.registry_rows import KUNMING

NOW = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
YEARS = (2019, 2023)
"""The form of 2019 and that of 2021."""
APPENDIX = """<html><head><title>昆明市政务服务管理局2016年政府信息公开工作年度报告</title></head><body>
<h1>昆明市政务服务管理局2016年政府信息公开工作年度报告</h1><p>一、概述</p><p>2016年本局依法公开政府信息。</p>
<p>政府信息公开情况统计表</p><table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>
<tr><td>一、主动公开情况</td><td></td><td></td></tr>
<tr><td>（一）主动公开政府信息数</td><td>条</td><td>1,234</td></tr>
<tr><td>其中：主动公开规范性文件数</td><td>条</td><td>7</td></tr>
<tr><td>三、依申请公开情况</td><td></td><td></td></tr>
<tr><td>（一）收到申请数</td><td>件</td><td>13</td></tr>
<tr><td>1.当面申请数</td><td>件</td><td>5</td></tr>
<tr><td>2.传真申请数</td><td>件</td><td>8</td></tr></table></body></html>"""
"""The appendix of 2014–2018, as an imported file; its words are the official form's, its numbers this file's own."""


def read_in_this_process(pair: Pair, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Reading | str]]:
    for candidate in candidates:
        try:
            parts = load_parts(pair, candidate)
        except StoreError as error:
            yield candidate, str(error)
        else:
            yield candidate, read_candidate([Part(*part) for part in parts])


@pytest.fixture(scope="session")
def sound_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read only, or copied."""
    path = tmp_path_factory.mktemp("verify") / "sound.db"
    web = Web(all_sites(), Faults())
    pair = open_pair(path, origin="replica")
    sync_registry(pair, [KUNMING])
    crawl = begin_crawl(pair, started_at=NOW, arguments={}, versions={})
    responses = []
    for report in published_reports():
        if report.source_id == KUNMING.id and report.year in YEARS:
            address = urlsplit(report.url)
            body = web.reply(address.hostname or "", address.path).body
            responses.append(
                FetchedResponse(
                    source_id=KUNMING.id,
                    kind="page",
                    url=report.url,
                    final_url=report.url,
                    candidate_url=report.url,
                    attachment_urls=(),
                    fetched_at=NOW,
                    status=200,
                    headers={"content-type": "text/html; charset=utf-8"},
                    tls=None,
                    body=body,
                )
            )
    archive(pair, crawl, responses, [])
    archive_files(pair, [ImportedFile("2016.html", APPENDIX.encode(), NOW)])
    apply_readings(
        pair,
        [(one, read_candidate([Part(*part) for part in load_parts(pair, one)])) for one in ready_candidates(pair, 100)],
    )
    ensure_index(pair.browse)
    for database in (pair.browse, pair.raw):
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    close_pair(pair)
    return path


@pytest.fixture
def store(sound_store: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    path = tmp_path / "store.db"
    shutil.copy(sound_store, path)
    shutil.copy(raw_path(sound_store), raw_path(path))
    return path


@pytest.fixture
def verified() -> Callable[[Path], Findings]:
    """Every part, as the command runs them, but read in this process."""

    def run(path: Path) -> Findings:
        findings = Findings()
        pair = read_pair(path)
        try:
            verify_rows(pair, findings)
            verify_identity(pair, findings)
            verify_bytes(pair, findings, None, lambda done: None)
            candidates = candidates_to_verify(pair, findings, None)
            verify_readings(pair, findings, candidates, lambda chosen: read_in_this_process(pair, chosen))
            verify_index(pair, findings)
        finally:
            close_pair(pair)
        return findings

    return run
