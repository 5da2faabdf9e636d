"""Hanweb's register: what the search wants stands in the column page; its pages are HTML rows."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from spiders.lists.hanweb_xxgk import read
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.rows import Row
from tests.list_walks import walk
from tests.registry_rows import KUNMING

SOURCE = replace(
    KUNMING,
    family="hanweb_xxgk",
    list_url="https://a.gov.cn/col/col901/index.html?number=Y001C001",
    article_pattern=r"/art/\d{4}/\d+/\d+/art_\d+_\d+\.html$",
)
AREA = "11990000MB0000001A"
CALL = (
    "<script>loadDynamic('/module/xxgk/search.jsp?standardXxgk=1&infotypeId='+a+'&vc_title='+encodeURI(b,'x')"
    f"+'&area={AREA}','div901','0','0','950','7','','');</script>"
)
TREE = f'<iframe src="/module/xxgk/tree.jsp?standardXxgk=1&amp;area={AREA}&amp;divid=div901"></iframe>'
PAGER = "<table class='tb_title'><tr><td>标题</td><td>&nbsp;&nbsp;共3页&nbsp; <a>1</a><a>2</a></td></tr></table>"


def first_page(html: str, list_url: str = SOURCE.list_url) -> Ask:
    page = read(replace(SOURCE, list_url=list_url), Ask(list_url), Answer(list_url, html))
    assert page.entrance
    (following,) = page.following
    return following


def answered(html: str, number: int = 1) -> ListPage:
    ask = replace(first_page(CALL))
    form = tuple((name, str(number) if name == "currpage" else value) for name, value in ask.form or ())
    return read(SOURCE, replace(ask, form=form), Answer(ask.url, html))


def test_the_search_asks_what_the_call_says() -> None:
    ask = first_page(f"<html>{TREE}{CALL}</html>")
    assert ask.url.startswith("https://a.gov.cn/module/xxgk/search.jsp?")
    query, form = dict(parse_qsl(urlsplit(ask.url).query)), dict(ask.form or ())
    assert query == {
        "standardXxgk": "1",
        "infotypeId": "Y001C001",
        "area": AREA,
        "divid": "div901",
        "jdid": "7",
        "currpage": "1",
    }
    assert form == query | {
        "vc_title": "",
        "vc_number": "",
        "sortfield": ",compaltedate:0",
        "vc_filenumber": "",
        "vc_all": "",
        "texttype": "0",
        "fbtime": "-1",
    }


@pytest.mark.parametrize(
    ("html", "list_url", "expected"),
    [
        (CALL, "https://a.gov.cn/col/col901/", {"infotypeId": "0", "area": AREA}),
        (CALL.replace("Id='+a", "Id=Z2401'+a"), "https://a.gov.cn/col/col901/", {"infotypeId": "Z2401"}),
        (CALL.replace("'0','0'", "'B07','0'"), "https://a.gov.cn/col/col901/", {"infotypeId": "B07"}),
        (CALL.replace("&area", "&amp;area"), SOURCE.list_url, {"area": AREA, "standardXxgk": "1"}),
        (TREE, "https://a.gov.cn/col/col901/", {"area": AREA, "divid": "div901", "infotypeId": "0", "jdid": ""}),
        (
            CALL.replace(AREA, ""),
            "https://a.gov.cn/col/col901/?vc_xxgkarea=014500858&number=P5",
            {"area": "014500858", "infotypeId": "P5"},
        ),
        (
            "<script>function loadDynamic(url,divid){go(url)}"
            f" loadDynamic('/module/xxgk/search.jsp?area=','div1');</script>{CALL}",
            SOURCE.list_url,
            {"area": AREA, "divid": "div901"},
        ),
    ],
)
def test_where_the_area_and_the_kind_stand(html: str, list_url: str, expected: dict[str, str]) -> None:
    form = dict(first_page(html, list_url).form or ())
    assert {name: form[name] for name in expected} == expected


def table_row(number: int, shade: str) -> str:
    return (
        f'<tr class="tr_main_value_{shade}"><td>1199/2024-0000{number}</td><td><a href="http://a.gov.cn/art/2024/3/5/'
        f'art_901_{number}.html" mc="第{number}号的全称" rq="2024-03-05">第{number}号...</a></td>'
        "<td>2024-03-05</td></tr>"
    )


@pytest.mark.parametrize(
    "rows",
    [
        table_row(1, "odd") + table_row(2, "even"),
        "<ul class='content_right_ul'>"
        + "".join(
            f"<li class='tab_box'><a href='/art/2024/3/5/art_901_{n}.html'><span><span mc='第{n}号的全称'></span>"
            "</span><span>2024-03-05</span></a></li>"
            for n in (1, 2)
        )
        + "</ul>",
        "<div class='zfxxgk_zdgkc'><ul>"
        + "".join(
            f"<li><a href='/art/2024/3/5/art_901_{n}.html' title='第{n}号的全称'>第{n}号…</a><b>2024-03-05</b></li>"
            for n in (1, 2)
        )
        + "</ul></div>",
    ],
)
def test_the_kinds_of_rows_in_their_order(rows: str) -> None:
    page = answered(f"{PAGER}<table>{rows}</table>" if rows.startswith("<tr") else PAGER + rows)
    assert [(urlsplit(row.url).path, row.title, row.date) for row in page.rows] == [
        (f"/art/2024/3/5/art_901_{n}.html", f"第{n}号的全称", "2024-03-05") for n in (1, 2)
    ]
    assert (page.said, page.said_pages, page.overlapping) == (None, 3, False)


@pytest.mark.parametrize(
    ("pager", "number", "said", "said_pages", "next_pages"),
    [
        (PAGER, 1, None, 3, ["2", "3"]),
        (PAGER, 3, None, 3, []),
        ("<div>共41条 第1页/共&nbsp;3&nbsp;页</div>", 2, 41, 3, ["3"]),
        ("<div><a href='javascript:go(2)'>2</a><a>3</a><a>12345</a></div>", 1, None, None, ["2", "3"]),
        ("<div></div>", 1, None, None, []),
    ],
)
def test_where_the_register_goes_on(
    pager: str, number: int, said: int | None, said_pages: int | None, next_pages: list[str]
) -> None:
    page = answered(f"<table>{table_row(1, 'odd')}</table>{pager}", number)
    assert (page.said, page.said_pages) == (said, said_pages)
    forms = [dict(ask.form or ()) for ask in page.following]
    assert [form["currpage"] for form in forms] == next_pages
    assert [dict(parse_qsl(urlsplit(ask.url).query))["currpage"] for ask in page.following] == next_pages
    assert all((form["area"], form["infotypeId"], form["jdid"]) == (AREA, "Y001C001", "7") for form in forms)


def test_a_title_that_counts_pages_is_not_the_pager() -> None:
    page = answered(
        "<table><tr class='tr_main_value_odd'><td><a href='/art/1.html'>手册（共12页）</a></td></tr></table>"
    )
    assert (page.said_pages, page.following) == (None, ())


def test_a_title_that_is_a_number_is_not_the_pager() -> None:
    page = answered("<table><tr class='tr_main_value_odd'><td><a href='/art/1.html'>2023</a></td></tr></table>")
    assert ([row.title for row in page.rows], page.following) == (["2023"], ())


def test_a_walk_asks_every_page_once() -> None:
    def site(ask: Ask) -> str:
        if ask.form is None:
            return CALL
        number = int(dict(ask.form)["currpage"])
        return f"{PAGER}<table>{table_row(2 * number - 1, 'odd')}{table_row(2 * number, 'even')}</table>"

    seen = walk(read, SOURCE, site)
    assert len(seen.asked) == 4
    assert [row.title for row in seen.rows] == [f"第{n}号的全称" for n in range(1, 7)]
    assert seen.rows[0] == Row("http://a.gov.cn/art/2024/3/5/art_901_1.html", "第1号的全称", "2024-03-05")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html><body>首页</body></html>",
        "<script>loadDynamic('/module/web/box.jsp?a=1','x')</script>",
        "loadDynamic(",
    ],
)
def test_column_pages_of_another_kind(html: str) -> None:
    with pytest.raises(ListError, match=re.escape("expected loadDynamic(")) as raised:
        first_page(html)
    assert "\n" not in str(raised.value)


def test_a_search_that_is_nowhere() -> None:
    with pytest.raises(ListError, match="expected the address of the list's API"):
        first_page(CALL.replace("'/module", "'http://[/module"))
    assert first_page(TREE.replace('"/module', '"http://[/module')).url.startswith("https://a.gov.cn/module/")


@pytest.mark.parametrize(
    "text", ["", " \n", '{"code":500}', "<!DOCTYPE html>\n<html><a href='/zwgk/'>政务公开</a></html>"]
)
def test_answers_of_another_kind(text: str) -> None:
    with pytest.raises(ListError, match="expected the rows of the register") as raised:
        answered(text)
    assert "\n" not in str(raised.value)


def test_numbers_beyond_all_lists() -> None:
    row = f"<table>{table_row(1, 'odd')}</table>"
    assert answered(f"{row}<p>共{'9' * 5000}页</p>").following == ()
    page = answered(f"{row}<p>共999999999页</p>")
    assert (page.said_pages, len(page.following)) == (999_999_999, 1000)
