"""Columns of which a part was once lost without a word: each is walked whole, or its visit says that it was not."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from crawler.sources import Source

COLUMN = "/zfxxgk/nb/"
YEARS = range(2024, 2014, -1)
SECTIONS = (
    "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 四、行政复议情况 五、存在的主要问题"
)


def line(year: int) -> str:
    return (
        f"<li><a href='{COLUMN}{year}01/t{year}0131_{year}.html'>{year - 1}年政府信息公开工作年度报告</a>"
        f"<span>{year}-01-31</span></li>"
    )


def lines(*years: int) -> str:
    return f"<ul>{''.join(map(line, years))}</ul>"


def tab(year: int) -> str:
    return f"<li><a href='{COLUMN}{year}/'>{year}年年报</a></li>"


@pytest.fixture
def column(web: Any, source: Callable[..., Source]) -> Callable[..., Source]:
    def made(name: str, *pages: str, **changes: object) -> Source:
        host = f"{name}.gov.cn"
        for number, html in enumerate(pages):
            web.serve(f"{host}{COLUMN}{f'index_{number}.html' if number else ''}", f"<html><body>{html}</body></html>")
        for year in YEARS:
            web.serve(f"{host}{COLUMN}{year}01/t{year}0131_{year}.html", f"<p>{year - 1}年政府信息公开工作年度报告</p>")
            web.serve(f"{host}{COLUMN}{year}/", f"<html><body>{tab(year)}{lines(year)}共1条</body></html>")
        row = {"id": name, "family": "other", "list_url": f"https://{host}{COLUMN}"}
        return source(**(row | {"article_pattern": rf"{COLUMN}\d{{6}}/t\d{{8}}_\d+\.html$"} | changes))

    return made


def test_what_was_lost_is_found_or_named(web: Any, column: Callable[..., Source], loopback: ModuleType) -> None:
    years = rf"{COLUMN}\d{{4}}/$"
    first, rest = "".join(map(tab, YEARS[:5])), "".join(map(tab, YEARS[5:]))
    numbers = "<b>1</b><a href='index_1.html'>2</a>"
    changed = f"{tab(2024)}<a href='/new/1.html'>2023年政务公开年报</a><a href='/new/2.html'>2023年年报统计表</a>"
    sources = [
        column("years", f"{first}<a href='index_1.html'>下一页</a>", rest, branch_pattern=years),
        column("counted", f"{first}{rest}共10条", branch_pattern=years),
        column("inline", f"<h1>2024年政府信息公开工作年度报告</h1>{SECTIONS}<h3>历年</h3>{lines(2023, 2022)}"),
        column("numbers", lines(2024, 2023) + numbers, lines(2022)),
        column("script", lines(2024, 2023) + "<a onclick='page(2)'>下一页</a>", lines(2022)),
        column("address", first, branch_pattern=years),
    ]
    web.serve(f"address.gov.cn{COLUMN}2024/", f"<html><body>{changed}</body></html>")

    crawl = loopback.crawl(web, sources)

    visits = crawl.visits()
    assert {name: (visit["outcome"], visit["seen"], visit["report_pages"]) for name, visit in visits.items()} == {
        "years": ("complete", 10, 10),
        "counted": ("complete", 10, 10),
        "inline": ("unstated", 3, 3),
        "numbers": ("unstated", 3, 3),
        "script": ("incomplete", 2, 2),
        "address": ("incomplete", 4, 4),
    }
    assert "goes on by a pager that gives no address (下一页)" in visits["script"]["reason"]
    assert "2024年年报: 2 links name annual reports" in visits["address"]["reason"]
    inline = [entry for entry in crawl.of("ListedEntry") if entry["source_id"] == "inline"]
    assert [entry["decision"] for entry in inline] == ["report"] * 3
    assert inline[0]["url"] == f"https://inline.gov.cn{COLUMN}"
