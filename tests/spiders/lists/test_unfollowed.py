"""Pagers that lead on without an address: a list that has one was not seen whole."""

from __future__ import annotations

import pytest

from spiders.lists.page import MarkupPage
from spiders.lists.unfollowed import unfollowed

URL = "https://example.gov.cn/zfxxgk/nb/"
ROWS = 10


def found(html: str) -> str:
    return unfollowed(MarkupPage(f"<html><body>{html}</body></html>", URL), ROWS)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<a href="javascript:;" onclick="goPage(2)">下一页</a>', "下一页"),
        ('<a href="javascript:toPage(4);">尾页</a>', "尾页"),
        ('<a href="#" onclick="page(\'2\', 10)">[2]</a>', "[2]"),
        ('<span onclick="show(2)">2</span>', "2"),
        ('<div class="more" onclick="load()">点击加载更多</div>', "点击加载更多"),
        ('<input type="hidden" name="totalPage" value="3">', "totalPage=3"),
        ('<input type="hidden" id="pageCount" value="12">', "pageCount=12"),
        ('<script>laypage.render({elem: "page", count: 137, limit: 10})</script>', "laypage.render"),
        ('<script>$("#p").pagination({totalPages: 3, current: 1})</script>', "pagination"),
        ('<script>createPageHTML("page_div", 3, 1, "index", "html", 28);</script>', "createPageHTML"),
    ],
)
def test_it_leads_on(html: str, words: str) -> None:
    assert found(html).startswith(words)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:;">上一页</a><span>1</span><a href="javascript:;">下一页</a>',
        '<a href="javascript:;" onclick="goPage(1)">尾页</a>',
        '<a class="disabled" onclick="goPage(2)">下一页</a>',
        '<div class="more" style="display: none" onclick="load()">加载更多</div>',
        '<a href="index_1.html" onclick="count(2)">2</a>',
        '<span onclick="share(7)">2</span>',
        '<input type="hidden" name="totalPage" value="1"><input name="totalPage"><input name="totalPage" value="多">',
        '<script>laypage.render({elem: "page", count: 7, limit: 10})</script>',
        "<script>function createPageHTML(pages, current, name, suffix) { if (pages <= 1) return; }</script>",
        '<script>createPageHTML("page_div", 1, 1, "index", "html", 8);</script>',
        '<script>var swiper = {pagination: ".dots", loop: true}</script>',
        "",
    ],
)
def test_a_pager_of_one_page_leads_nowhere(html: str) -> None:
    assert found(html) == ""
