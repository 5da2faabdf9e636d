"""A patient client of the catalogue sees every row by POST of page and area; without the area it sees none."""

from __future__ import annotations

import re

import lxml.html
import pytest

CALL = re.compile(r"loadDynamic\('([^']*)'.*?'&area=(\w+)','(\w+)','(\w+)','\w*','\w*','(\w+)'", re.DOTALL)


def first_form(served):
    """(address, form of page 1) out of the column page's script."""
    query, area, box, kind, web = CALL.search(served.get(served.column)).groups()
    form = {"infotypeId": kind, "jdid": web, "area": area, "divid": box, "currpage": "1", "vc_title": ""}
    return query.partition("?")[0], form


def read(answer):
    """(rows as (index, link element, day), pages stated)."""
    root = lxml.html.fromstring(f"<div>{answer}</div>")
    cells = [row.findall("td") for row in root.xpath('//tr[starts-with(@class, "tr_main_value")]')]
    rows = [(index.text, link.find("a"), day.text) for index, link, day in cells]
    text = re.sub(r"\s", "", root.text_content())
    return rows, int(re.search(r"共(\d+)页", text)[1])


def walk(served):
    address, form = first_form(served)
    rows, pages = read(served.post(address, form))
    for number in range(2, pages + 1):
        more, again = read(served.post(f"{address}?currpage={number}", form | {"currpage": str(number)}))
        assert again == pages
        rows += more
    return rows, pages


@pytest.mark.parametrize(("articles", "pages"), [(1, 1), (5, 1), (23, 5)])
def test_a_patient_client_sees_every_row(serve, articles, pages):
    served = serve("hanweb_xxgk", articles, rows=5)
    rows, said = walk(served)
    assert [link.get("href") for _, link, _ in rows] == served.article_addresses()
    assert said == pages


def test_a_row_has_index_whole_title_and_day(serve):
    served = serve("hanweb_xxgk")
    newest = served.site.articles[0]
    (index, link, day), *_ = walk(served)[0]
    assert (index, link.get("syh"), day, link.get("rq")) == (
        newest.index_number,
        newest.index_number,
        *["2024-01-23"] * 2,
    )
    assert link.get("mc") == newest.title
    assert link.text == newest.title[:20] + "..."


def test_the_column_page_is_a_shell(serve):
    served = serve("hanweb_xxgk")
    page = served.get(served.column)
    assert "/art/" not in page and "dataproxy" not in page
    assert f"area={first_form(served)[1]['area']}&amp;" in page


@pytest.mark.parametrize(
    "changes", [{"area": ""}, {"area": "X"}, {"currpage": "x"}, {"currpage": "0"}, {"infotypeId": "9"}], ids=str
)
def test_asked_wrongly_no_row_comes_and_no_page_is_stated(serve, changes):
    served = serve("hanweb_xxgk")
    address, form = first_form(served)
    assert read(served.post(address, form | changes)) == ([], 0)


def test_all_may_stand_in_the_query(serve):
    served = serve("hanweb_xxgk", 23, rows=5)
    address, form = first_form(served)
    answer = served.post(f"{address}?area={form['area']}&currpage=5", {})
    assert [link.get("href") for _, link, _ in read(answer)[0]] == served.article_addresses()[20:]


def test_past_the_end_no_row_stands_under_the_same_pager(serve):
    served = serve("hanweb_xxgk", 23, rows=5)
    address, form = first_form(served)
    assert read(served.post(address, form | {"currpage": "6"})) == ([], 5)


def test_it_takes_no_get(serve):
    served = serve("hanweb_xxgk")
    assert served.ask(first_form(served)[0]).status == 405
