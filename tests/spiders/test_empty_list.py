"""A page that should show a list and shows no line: what it says for itself."""

from __future__ import annotations

import pytest

from spiders.empty_list import why_empty

URL = "https://example.gov.cn/zfxxgk/nb/"
FRAME = "<iframe src='list.html'></iframe>"
REPORTS = "".join(f"<li><a onclick='show({n})'>{n}年政府信息公开工作年度报告</a></li>" for n in (2023, 2022))


@pytest.mark.parametrize(
    ("html", "outcome", "words"),
    [
        ("<meta http-equiv='refresh' content='0;url=/new/'>", "moved", "refreshes to https://example.gov.cn/new/"),
        ("<script>window.location.href='/new/'</script>", "moved", "leads to https://example.gov.cn/new/"),
        ('<script>location.replace("../nb2/")</script>', "moved", "leads to https://example.gov.cn/zfxxgk/nb2/"),
        ("<script>location.href = 'http://[年报'</script>", "moved", "leads to http://[年报"),
        ("<iframe src='http://[年报'></iframe>", "incomplete", "frame of the page: http://[年报"),
        ("<p>您访问的页面不存在或已删除</p>", "moved", "says: 您访问的页面不存在或已删除"),
        ("<title>x</title><h1>404</h1>", "moved", "says: x 404"),
        (FRAME, "incomplete", "in a frame of the page: https://example.gov.cn/zfxxgk/nb/list.html"),
        (REPORTS, "incomplete", "2 links name annual reports, and article_pattern takes none of them (2022年"),
    ],
)
def test_it_is_no_empty_list(html: str, outcome: str, words: str) -> None:
    trouble = why_empty(f"<html><body>{html}</body></html>", URL)
    assert trouble is not None
    assert (trouble.outcome, words in trouble.reason) == (outcome, True), trouble.reason


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<ul></ul>",
        "<p>栏目正在建设中</p>",
        f"<p>{'导航' * 200}</p>{FRAME}<script>location.href='/'</script>",
        "<a href='/nb/2023.html'>2023年政府信息公开年报</a>",
        "<a href='/zn/'>信息公开指南</a><a href='/nb/'>信息公开年报</a><a href='/yjs/'>2023年预算</a>",
    ],
)
def test_an_empty_list_is_one(html: str) -> None:
    assert why_empty(f"<html><body>{html}</body></html>", URL) is None


def test_the_years_tabs_are_lists_and_no_lines() -> None:
    tabs = "".join(f"<a href='{year}/'>{year}年年报</a>" for year in (2024, 2023))
    assert why_empty(tabs, URL) is not None
    assert why_empty(tabs, URL, {URL + "2024/", URL + "2023/"}) is None
