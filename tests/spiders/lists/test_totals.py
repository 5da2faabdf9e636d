"""What a list says that it holds, in its own words."""

from __future__ import annotations

import pytest

from spiders.lists.totals import page_of_pages, said_entries, said_pages, visible_text


@pytest.mark.parametrize(
    ("html", "entries", "pages"),
    [
        ("<p>共 37 条</p>", 37, None),
        ("<p>共<b>37</b>条 共4页</p>", 37, 4),
        ("<p>共计37条</p>", 37, None),
        ("<p>总数：37</p>", 37, None),
        ("<p>共有 37 条记录，总页数：4</p>", 37, 4),
        ("<p>总共37条 共 4 页</p>", 37, 4),
        ("<p>总共有 37 条信息，当前第1/4页</p>", 37, 4),
        ("<p>合计：37条</p>", 37, None),
        ("<p>共检索到 37 条</p>", 37, None),
        ("<p>37条记录 每页20条</p>", 37, None),
        ("<p>每页显示 20 条记录，共 37 条记录</p>", 37, None),
        ("<p>每页显示 20 条记录</p>", None, None),
        ("<p>20条/页</p>", None, None),
        ("<p>共 37 条 4 页</p>", 37, 4),
        ("<p>共37条/4页</p>", 37, 4),
        ("<p>第1页/共4页</p>", None, 4),
        ("<p>1/4页</p>", None, 4),
        ("<p>页次：1/4</p>", None, 4),
        ("<a href='x'>共37条</a> <a>1/4</a>", 37, None),
        ("<script>var totalrecord = '37';</script>", 37, None),
        ("<totalrecord>37</totalrecord>", 37, None),
        ("<li><a href='x'>我局公布共12条便民措施</a></li><p>共 3 条</p>", 3, None),
        ("<li><a href='x'>我局公布共12条便民措施</a></li>", None, None),
        ("<p>共计&nbsp;<font>2&nbsp;</font>页</p>", None, 2),
        ("<p>2023/01/31</p>", None, None),
        ("<p>总数：1,234</p>", None, None),
        ("<p>共25条</p><p>共有 88 条留言</p>", 25, None),
        ("<p>共找到 0 条结果</p>", None, None),
        ("<p>共 9999999999 条 共 9999999999 页</p>", None, None),
        ("", None, None),
    ],
)
def test_what_a_list_says_that_it_holds(html: str, entries: int | None, pages: int | None) -> None:
    text = visible_text(html)
    assert (said_entries(text, html), said_pages(text)) == (entries, pages)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("共37条 4/4", (4, 4)),
        ("第 2 / 4 页", (2, 4)),
        ("第2页 共4页", (2, 4)),
        ("第2页/共4页", (2, 4)),
        ("共4页", None),
        ("2023/01/31", None),
        ("第5/4页", None),
    ],
)
def test_which_page_of_how_many(text: str, place: tuple[int, int] | None) -> None:
    assert page_of_pages(text) == place
