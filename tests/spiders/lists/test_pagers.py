"""How each family's list goes on, and what it says that it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from spiders.lists.page import MarkupPage
from spiders.lists.page_links import PageLinks
from spiders.lists.pagers import PAGERS
from spiders.lists.totals import said_entries, said_pages, visible_text

REAL = Path(__file__).resolve().parents[4] / "shared" / "real"
A = "https://a.gov.cn/zfxxgk/nb/"
VSB = "http://a.gov.cn/zwgk/nb"


def test_the_real_engebei_pager() -> None:
    page = REAL / "listing" / "ordos-egb-xxgknb.html"
    if not page.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    assert PAGERS["trs"](MarkupPage(page.read_text(), A)) == PageLinks((A + "index_1.html",), None, 2)
    assert PAGERS["trs"](MarkupPage(page.read_text(), A + "index_1.html")) == PageLinks((), None, 2)


CREATE_3 = '<script>createPageHTML(3, 0, "index", "html");</script>'
CREATE_TWO_SHTML = "<script>createPageHTML('2','1','list','shtml')</script>"
COUNT_3 = "<script>var countPage = 3//共多少页</script>"
VALUE_3 = "<script>if(ele.value>3){ele.value=3}</script><span>共 25 条</span>"


@pytest.mark.parametrize(
    ("family", "html", "url", "expected"),
    [
        ("trs", CREATE_3, A, PageLinks((A + "index_1.html", A + "index_2.html"), None, 3)),
        ("trs", CREATE_3, A + "index.html", PageLinks((A + "index_1.html", A + "index_2.html"), None, 3)),
        ("trs", CREATE_3, A + "index_1.html", PageLinks((A + "index_2.html",), None, 3)),
        ("trs", CREATE_3, A + "index_2.html", PageLinks((), None, 3)),
        ("trs", CREATE_TWO_SHTML, A + "list.shtml", PageLinks((A + "list_1.shtml",), None, 2)),
        ("trs", '<script>createPageHTML(1, 0, "index", "html");</script>', A, PageLinks((), None, 1)),
        ("diqing", COUNT_3, A + "index_1.html", PageLinks((A + "index_2.html",), None, 3)),
        ("trs", COUNT_3, A + "index.shtml", PageLinks((A + "index_1.shtml", A + "index_2.shtml"), None, 3)),
        ("kunming", VALUE_3, A + "index.shtml", PageLinks((A + "index_2.shtml", A + "index_3.shtml"), 25, 3)),
        ("kunming", VALUE_3, A + "index_2.shtml", PageLinks((A + "index_3.shtml",), 25, 3)),
        ("kunming", VALUE_3, A + "index_3.shtml", PageLinks((), 25, 3)),
        (
            "kunming",
            VALUE_3 + "<a href='index_2.shtml'>2</a>",
            A,
            PageLinks((A + "index_2.shtml", A + "index_3.shtml"), 25, 3),
        ),
        ("kunming", "<a href='index_2.shtml'>下一页</a>", A, PageLinks((A + "index_2.shtml",), None, None)),
        (
            "vsb",
            "共37条&nbsp;&nbsp;1/4&nbsp;<a href='nb/3.htm' class='Next'>下页</a> <a href='nb/1.htm'>尾页</a>",
            VSB + ".htm",
            PageLinks((VSB + "/3.htm",), 37, 4),
        ),
        (
            "vsb",
            "共37条&nbsp;&nbsp;4/4 <a href='2.htm'>上页</a><span>下页</span>",
            VSB + "/1.htm",
            PageLinks((), 37, 4),
        ),
        ("yunnan", "总数：12 <a href='index_2'>下一页</a>", A, PageLinks((A + "index_2",), 12, None)),
        ("yunnan", "<a href='javascript:void(0)'>下一页</a>", A, PageLinks((), None, None)),
        ("yunnan", "<a href='#'>下一页 &gt;</a>", A, PageLinks((), None, None)),
        ("yunnan", "", A, PageLinks((), None, None)),
    ],
)
def test_pagers(family: str, html: str, url: str, expected: PageLinks) -> None:
    assert PAGERS[family](MarkupPage(html, url)) == expected


@pytest.mark.parametrize(
    ("html", "entries", "pages"),
    [
        ("<p>共 37 条</p>", 37, None),
        ("<p>共<b>37</b>条 共4页</p>", 37, 4),
        ("<p>共计37条</p>", 37, None),
        ("<p>总数：37</p>", 37, None),
        ("<p>共有 37 条记录，总页数：4</p>", 37, 4),
        ("<script>var totalrecord = '37';</script>", 37, None),
        ("<totalrecord>37</totalrecord>", 37, None),
        ("<li><a href='x'>我局公布共12条便民措施</a></li><p>共 3 条</p>", 3, None),
        ("<li><a href='x'>我局公布共12条便民措施</a></li>", None, None),
        ("<p>共计&nbsp;<font>2&nbsp;</font>页</p>", None, 2),
        ("<p>2023/01/31</p>", None, None),
    ],
)
def test_what_a_list_says_that_it_holds(html: str, entries: int | None, pages: int | None) -> None:
    text = visible_text(html)
    assert (said_entries(text, html), said_pages(text)) == (entries, pages)
