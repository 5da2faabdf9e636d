"""What the ready-made questions say of a report that is withheld on request."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.browse.metadata import build_metadata, read_pages
from crawler.codebook import read_codebook
from crawler.store.database import Pair, close_pair, open_pair, raw_path
from crawler.store.withheld.withholding import apply_withholdings
from crawler.withholdings import Scope, Withholding
from tests.browse.conftest import Browser
from tests.browse.corpus import NOW, PAGES

REPORT = "530100-昆明市政务服务管理局/2023"


@pytest.fixture
def store(corpus: Path, tmp_path: Path) -> Iterator[Pair]:
    path = tmp_path / "corpus.db"
    shutil.copy(corpus, path)
    shutil.copy(raw_path(corpus), raw_path(path))
    pair = open_pair(path, origin="live")
    yield pair
    close_pair(pair)


def asked(store: Pair, query: str, **values: str) -> list[tuple[Any, ...]]:
    database = build_metadata(read_codebook(), read_pages())["databases"]["reports"]
    return store.browse.execute(database["queries"][query]["sql"], values).fetchall()


@pytest.mark.parametrize(
    ("scope", "words", "title", "parts"),
    [
        ("report", "应请求不公开", "〔应请求不公开〕", {"head"}),
        ("contact", "联系方式应请求不公开", "昆明市政务服务管理局2023年政府信息公开工作年度报告", None),
    ],
)
def test_it_is_named_as_withheld_and_shows_no_more(
    store: Pair, scope: Scope, words: str, title: str, parts: set[str] | None
) -> None:
    apply_withholdings(store, [Withholding(PAGES["2023"], scope, "2024-05-01", "", "on request")], NOW)
    page = asked(store, "one_report", report=REPORT)
    assert ("head", "withheld on request", words) in page
    assert parts is None or {part for part, _, _ in page} == parts
    assert not any("0871-0000000" in str(value) for _, _, value in page)
    titles = {row[7]: row[3] for row in asked(store, "reports_of_body", name="昆明")}
    assert titles[REPORT] == title


def test_what_is_not_withheld_says_nothing_of_it(store: Pair) -> None:
    assert [item for _, item, _ in asked(store, "one_report", report=REPORT) if "withheld" in item] == []


@pytest.mark.parametrize(("table", "key"), [("reports", "id"), ("current_reports", "report")])
def test_the_box_finds_it_by_its_body_alone_and_says_so(store: Pair, table: str, key: str) -> None:
    apply_withholdings(store, [Withholding(PAGES["2023"], "report", "2024-05-01", "", "on request")], NOW)
    browser = Browser(store.path)
    try:
        page = browser.get(f"/corpus/{table}?_search=昆明市政务服务管理局&{key}={REPORT}")
        title = re.search(r'<td class="col-title[^>]*>(.*?)</td>', page.html, re.DOTALL)
        assert title is not None
        assert title[1].strip().startswith("〔应请求不公开〕")
        for words in ("认真", "2023年", "第二段", "应请求不公开"):
            found = browser.json(f"/corpus/{table}.json?_search={words}&_shape=array")
            assert REPORT not in {row[key] for row in found}, words
    finally:
        browser.close()
