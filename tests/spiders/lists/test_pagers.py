"""How each family's list goes on, and what it says that it holds."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from spiders.lists.page import MarkupPage
from spiders.lists.page_links import PageLinks
from spiders.lists.pagers import PAGERS

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
            "trs",
            "<span>1/3页</span><a href='index_2.html'>下一页</a>",
            A,
            PageLinks((A + "index_2.html", A + "index_3.html"), None, 3),
        ),
        (
            "other",
            "<b>1</b><a href='index_2.html'>2</a><a href='index_3.html'>3</a>",
            A,
            PageLinks((A + "index_2.html",), None, None),
        ),
        (
            "other",
            "<a href='index.html'>1</a><b>2</b><a href='index_2.html'>3</a>",
            A + "index_1.html",
            PageLinks((A + "index_2.html",), None, None),
        ),
        (
            "trs",
            "<select><option value='index.html'>1<option value='index_1.html'>第2页</select>",
            A,
            PageLinks((A + "index_1.html",), None, None),
        ),
        (
            "other",
            "<a href='?p=2'>【下一页】</a><a href='?p=3'>尾页</a>",
            A,
            PageLinks((A + "?p=2", A + "?p=3"), None, 3),
        ),
        ("other", "<a href='index_2.html'>下一页 →</a>", A, PageLinks((A + "index_2.html",), None, None)),
        ("other", "<a href='index_2.html'><img alt='下一页'></a>", A, PageLinks((A + "index_2.html",), None, None)),
        ("other", "<a rel='next' href='index_2.html'>»</a>", A, PageLinks((A + "index_2.html",), None, None)),
        ("other", "<a href='nb_2023.html'>2023</a><a href='nb_2022.html'>2022</a>", A, PageLinks((), None, None)),
        ("other", "共25条<p>共有 88 条留言</p>", A, PageLinks((), 25, None)),
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
        # A next link that is always there leads past the end: what the list says goes before it.
        ("yunnan", "第2/2页 <a href='index_3'>下一页</a>", A + "index_2", PageLinks((), None, 2)),
        ("yunnan", "<a class='next' href='index_2'>&gt;</a>", A, PageLinks((A + "index_2",), None, None)),
        ("yunnan", "<a class='next' href='/zt/'>专题专栏</a>", A, PageLinks((), None, None)),
        ("trs", CREATE_3 + "<a href='index_3.html'>下一页</a>", A + "index_2.html", PageLinks((), None, 3)),
        # 博达 counts backwards.
        ("vsb", "<a href='nb/3.htm'>下页</a>", VSB + ".htm", PageLinks((VSB + "/3.htm",), None, 4)),
        ("vsb", "<a href='2.htm'>下页</a>", VSB + "/3.htm", PageLinks((VSB + "/2.htm",), None, None)),
    ],
)
def test_pagers_of_the_first_families(family: str, html: str, url: str, expected: PageLinks) -> None:
    assert PAGERS[family](MarkupPage(html, url)) == expected


# The families whose links, or whose pages, say where they go on


NEXT = '<a href="index_2.html">下一页</a>'
LAST = '<a href="index_5.html">尾页</a>'


def to(*numbers: int, name: str = A + "index_{}.html") -> tuple[str, ...]:
    return tuple(name.format(number) for number in numbers)


def dec(size: object, entries: object) -> str:
    return f'<div id="pageDec" pagesize="{size}" pagecount="{entries}"></div>'


@pytest.mark.parametrize(
    ("family", "html", "url", "expected"),
    [
        ("nfcms", NEXT + LAST, A, PageLinks(to(2, 3, 4, 5), None, 5)),
        ("nfcms", NEXT, A, PageLinks(to(2), None, None)),
        ("nfcms", '<a href="index_5.html">下一页</a>' + LAST, A + "index_4.html", PageLinks(to(5), None, 5)),
        ("nfcms", '<a href="index_6.html">下一页</a>' + LAST, A + "index_5.html", PageLinks((), None, 5)),
        ("nfcms", '<p>共 3 页</p><a href="index_2.html">下一页</a>', A, PageLinks(to(2, 3), None, 3)),
        ("nfcms", "", A, PageLinks((), None, None)),
        ("henan", dec(20, 41), A, PageLinks(to(1, 2), 41, 3)),
        ("henan", dec(20, 41), A + "index_2.html", PageLinks((), 41, 3)),
        ("henan", dec(20, 40), A, PageLinks(to(1), 40, 2)),
        ("henan", dec(20, 0), A, PageLinks((), 0, 1)),
        ("henan", dec(0, 41), A, PageLinks((), None, None)),
        ("henan", dec("20", "9" * 5000), A, PageLinks((), None, None)),
        ("henan", '<a href="index_1.html">下一页</a>', A, PageLinks(to(1), None, None)),
        (
            "anhui",
            '<a href="page_2.html">下一页</a><a href="page_3.html">尾页</a>',
            A,
            PageLinks(to(2, 3, name=A + "page_{}.html"), None, 3),
        ),
        (
            "anhui",
            "<a href='?branch_id=5f&amp;page=3'>下一页</a>共3页",
            A + "?branch_id=5f&page=2",
            PageLinks((A + "?branch_id=5f&page=3",), None, 3),
        ),
        (
            "other",
            '<a href="index_2.html">2</a><a href="index_3.html">3</a>' + NEXT + LAST,
            A,
            PageLinks(to(2, 3, 4, 5), None, 5),
        ),
        (
            "other",
            '<a href="index_1.html">2</a><a href="index_1.html">下一页</a><a href="index_4.html">尾页</a>',
            A,
            PageLinks(to(1, 2, 3, 4), None, 5),
        ),
        ("other", NEXT + "<span>共4页</span>", A, PageLinks(to(2, 3, 4), None, 4)),
        ("other", COUNT_3, A + "index.html", PageLinks(to(1, 2), None, 3)),
        ("other", COUNT_3 + '<a href="index_2.html">2</a>', A + "index.html", PageLinks(to(2, 3), None, 3)),
        (
            "other",
            "<p>共有15篇文章</p><a href='/list/nb/2/124.html'>2</a><a href='/list/nb/2/124.html'>下一页</a>",
            "https://a.gov.cn/list/nb/auto/124.html",
            PageLinks(("https://a.gov.cn/list/nb/2/124.html",), 15, None),
        ),
        ("other", "<a href='more.jsp?p=x'>下一页</a>", A, PageLinks((A + "more.jsp?p=x",), None, None)),
    ],
)
def test_pagers_that_are_links(family: str, html: str, url: str, expected: PageLinks) -> None:
    assert PAGERS[family](MarkupPage(html, url)) == expected


JSP = "http://jyt.a.gov.cn/column.jsp?id=1414231541890&current={}"
UUID = "56a14661-00f5-4840-86ec-25577254560{}"
COLUMN = f"https://www.a.gov.cn/zfxxgk/columns/{UUID.format(0)}"
BLOCKS = f"{COLUMN}/templates/{UUID.format(1)}/blocks/{UUID.format(2)}"
SCRIPT = f"<script>load('/zfxxgk{BLOCKS.partition('/zfxxgk')[2]}', 1)</script><a href='x'>一</a>"
OTHER_BLOCK = SCRIPT.replace(UUID.format(0), UUID.format(9))


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        ("共 41 条 3 页", JSP.format(1), PageLinks((JSP.format(2), JSP.format(3)), 41, 3)),
        ("共 41 条 3 页", JSP.format(3), PageLinks((), 41, 3)),
        (
            f"<a href='{JSP.format(2)}'>下一页</a>",
            "http://jyt.a.gov.cn/col/1414231541890/index.html",
            PageLinks((JSP.format(2),), None, None),
        ),
        (SCRIPT, COLUMN + "/index.html", PageLinks((BLOCKS + "?page=2&fix=0",), None, None)),
        (
            SCRIPT + "<p>共 3 页</p>",
            COLUMN + "/",
            PageLinks((BLOCKS + "?page=2&fix=0", BLOCKS + "?page=3&fix=0"), None, 3),
        ),
        (OTHER_BLOCK + SCRIPT, COLUMN + "/index.html", PageLinks((BLOCKS + "?page=2&fix=0",), None, None)),
        (OTHER_BLOCK, COLUMN + "/index.html", PageLinks((), None, None)),
        ("<li><a href='x'>一</a></li>", BLOCKS + "?page=2&fix=0", PageLinks((BLOCKS + "?page=3&fix=0",), None, None)),
        ("<p>没有数据</p>", BLOCKS + "?page=4&fix=0", PageLinks((), None, None)),
        (
            NEXT,
            "https://kjt.a.gov.cn/www/1/index.html",
            PageLinks(("https://kjt.a.gov.cn/www/1/index_2.html",), None, None),
        ),
    ],
)
def test_hebei_has_three_pagers(html: str, url: str, expected: PageLinks) -> None:
    assert PAGERS["hebei"](MarkupPage(html, url)) == expected


HASH = "https://a.gov.cn/www/212936/3b3662a6-{}.html"


def tagged(number: int, module: str = "3b3662a6", pages: int = 3) -> str:
    path = f"/www/212936/{module}-{number}.html"
    return (
        f'<a tagname="{path}" onclick="queryArticleByCondition(this,\'{path}\')">下一页</a>'
        f'<input name="article_paging_list_hidden" moduleid="{module}ffff00001111" totalpage="{pages}">'
    )


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        (tagged(2), "https://a.gov.cn/www/212936/index.html", PageLinks((HASH.format(2), HASH.format(3)), None, 3)),
        (tagged(2), HASH.format(1), PageLinks((HASH.format(2), HASH.format(3)), None, 3)),
        (tagged(2), HASH.format(3), PageLinks((), None, 3)),
        (
            tagged(2, "99aabbcc", pages=1) + tagged(2),
            "https://a.gov.cn/www/212936/",
            PageLinks((HASH.format(2), HASH.format(3)), None, 3),
        ),
        (
            tagged(2).replace("3b3662a6-2.html", "3b3662a6/index2.html"),
            "https://a.gov.cn/www/212936/",
            PageLinks(tuple(HASH.replace("-{}", "/index{}").format(number) for number in (2, 3)), None, 3),
        ),
        ('<input moduleid="x" totalpage="1">', "https://a.gov.cn/www/", PageLinks((), None, 1)),
        (NEXT + LAST, A, PageLinks(to(2, 3, 4, 5), None, 5)),
    ],
)
def test_eportal_names_its_pages_in_attributes(html: str, url: str, expected: PageLinks) -> None:
    assert PAGERS["eportal"](MarkupPage(html, url)) == expected


@pytest.mark.parametrize("family", sorted(PAGERS))
@pytest.mark.parametrize(
    "html",
    [
        "<script>createPageHTML(999999999, 0, 'index', 'html'); var countPage = 999999999</script>",
        "<script>var countPage = " + "9" * 5000 + "</script><p>共" + "9" * 5000 + "页</p>" + NEXT,
        dec(1, 999_999_999) + tagged(2, pages=999_999_999) + NEXT + LAST.replace("5", "999999"),
        "<div>" * 3000 + "<a href='http://[年报'>下一页</a><base href='http://['>",
        "x" * 200_000 + "/columns/",
        "\x00<a href='\x00'>下一页</a>",
    ],
)
def test_a_hostile_page_is_bounded(family: str, html: str) -> None:
    assert len(PAGERS[family](MarkupPage(html, A)).next_urls) <= 1000


def test_a_block_is_found_behind_a_picture_in_base64() -> None:
    """Each of a picture's characters could begin an address."""
    assert PAGERS["hebei"](MarkupPage("x" * 150_000 + SCRIPT, COLUMN + "/")).next_urls == (BLOCKS + "?page=2&fix=0",)


def test_a_pager_is_one_function_of_at_most_thirty_lines() -> None:
    lengths = {pager.__name__: len(inspect.getsource(pager).splitlines()) for pager in PAGERS.values()}
    assert max(lengths.values()) <= 30, lengths
