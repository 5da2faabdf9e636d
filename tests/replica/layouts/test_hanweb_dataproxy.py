"""A patient client of the data proxy sees every row; windows overlap as in life; wrong parameters see nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin

import lxml.etree
import lxml.html
import pytest

CALL = re.compile(r"\.jpage\(\{(.*?)ajaxParam:\{(.*?)\}\}\)", re.DOTALL)
PAIR = re.compile(r"(\w+):('[^']*'|[^,}]*)")


def pairs(text):
    return {name: value.strip().strip("'") for name, value in PAIR.findall(text)}


def script_of(served):
    """(call, parameters) of the pager that shows the column of the page's address."""
    column = re.search(r"/col(\d+)/", served.column)[1]
    found = [(pairs(call), pairs(form)) for call, form in CALL.findall(served.get(served.column))]
    [own] = [(call, form) for call, form in found if form["columnid"] == column]
    return own


def answer(served, call, form, first, size, last=None):
    last = last or first + size - 1
    address = f"{call['proxyUrl']}?startrecord={first}&endrecord={last}&perpage={size}"
    root = lxml.etree.fromstring(served.post(address, form))
    rows = [lxml.html.fromstring(record.text) for record in root.iterfind("recordset/record")]
    links = [urljoin(served.column, row.find(".//a").get("href")) for row in rows]
    return int(root.findtext("totalrecord")), int(root.findtext("totalpage")), links


def walk(served):
    call, form = script_of(served)
    size = int(call["perPage"])
    seen, first, answers = {}, 1, []
    while True:
        total, _, links = answer(served, call, form, first, size)
        if not set(links) - seen.keys():
            return list(seen), total, answers
        answers.append(links)
        seen.update(dict.fromkeys(links))
        first += size


@pytest.mark.parametrize("style", ["hanweb_dataproxy", "hanweb_dataproxy_exact"])
@pytest.mark.parametrize("articles", [1, 4, 23])
def test_a_patient_client_sees_every_row(serve, style, articles):
    served = serve(style, articles)
    seen, total, _ = walk(served)
    assert seen == served.article_addresses()
    assert total == articles


def test_at_the_scale_of_life_76_rows_come_and_51_are_shared(serve):
    _, _, answers = walk(serve("hanweb_dataproxy", 200, rows=25))
    assert [len(links) for links in answers[:5]] == [76] * 5
    assert len(set(answers[0]) & set(answers[1])) == 51
    assert len({link for links in answers[:5] for link in links}) == 176


def test_switched_off_nothing_overlaps(serve):
    _, _, answers = walk(serve("hanweb_dataproxy_exact", 23, rows=5))
    assert [len(links) for links in answers] == [5, 5, 5, 5, 3]


def test_the_totals_are_of_the_size_asked_for(serve):
    served = serve("hanweb_dataproxy", 23)
    assert answer(served, *script_of(served), 1, 10)[:2] == (23, 3)


def test_the_first_rows_stand_in_the_script_and_the_columns_differ(serve):
    served = serve("hanweb_dataproxy")
    page = served.get(served.column)
    _, form = script_of(served)
    shown = re.search(rf"var InitData{form['unitid']}=\[(.*?)\];</script>", page, re.DOTALL)[1]
    links = re.findall(r'href="(/art/[^"]+)"', shown)
    assert links == [article.path for article in served.pages[0].rows]
    assert {re.search(r"art_(\d+)_", link)[1] for link in links} == {"901"}
    assert form["columnid"] == "9901"


@pytest.mark.parametrize(
    "name", ["col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype"]
)
@pytest.mark.parametrize("value", [None, "1234567"])
def test_a_missing_or_wrong_parameter_gets_an_empty_recordset(serve, name, value):
    served = serve("hanweb_dataproxy")
    call, form = script_of(served)
    wrong = {key: text for key, text in form.items() if key != name} | ({name: value} if value else {})
    assert answer(served, call, form, 1, 4)[2]
    assert answer(served, call, wrong, 1, 4) == (0, 0, [])


@pytest.mark.parametrize(
    "query",
    [
        "startrecord=1&endrecord=4",
        "startrecord=1&perpage=4",
        "endrecord=4&perpage=4",
        "startrecord=0&endrecord=4&perpage=4",
        "startrecord=x&endrecord=4&perpage=4",
    ],
)
def test_a_missing_or_wrong_window_gets_an_empty_recordset(serve, query):
    served = serve("hanweb_dataproxy")
    call, form = script_of(served)
    assert "<record>" not in served.post(f"{call['proxyUrl']}?{query}", form)


def test_after_the_end_the_total_stands_over_no_row(serve):
    served = serve("hanweb_dataproxy", 23)
    assert answer(served, *script_of(served), 24, 4) == (23, 6, [])


def test_titles_are_cut_and_whole_in_the_attribute(serve):
    served = serve("hanweb_dataproxy")
    call, form = script_of(served)
    root = lxml.etree.fromstring(served.post(f"{call['proxyUrl']}?startrecord=1&endrecord=4&perpage=4", form))
    link = lxml.html.fromstring(root.findtext("recordset/record")).find(".//a")
    assert link.get("title") == served.site.articles[0].title
    assert link.text == link.get("title")[:20] + "..."
    assert link.get("href").startswith("/art/2024/1/23/")


def test_a_page_that_is_missing_leaves_its_places_empty(serve):
    def empty_second(pages):
        return (pages[0], replace(pages[1], rows=()), *pages[2:])

    served = serve("hanweb_dataproxy_exact", 23, rows=4, shown=empty_second)
    own = script_of(served)
    assert answer(served, *own, 5, 4) == (23, 6, [])
    assert answer(served, *own, 9, 4) == (23, 6, served.article_addresses()[8:12])


def test_a_pager_of_another_column_stands_before_the_lists_own(serve):
    served = serve("hanweb_dataproxy")
    calls = [(pairs(call), pairs(form)) for call, form in CALL.findall(served.get(served.column))]
    assert [form["columnid"] for _, form in calls] == ["9902", "9901"]
    total, pages, links = answer(served, *calls[0], 1, 5)
    assert (total, pages, len(links)) == (2, 1, 2)
    assert not set(links) & set(served.article_addresses())


def test_the_text_stands_between_the_comments(serve):
    served = serve("hanweb_dataproxy")
    page = served.get(served.site.articles[0].path)
    inside = page.partition("<!--ZJEG_RSS.content.begin-->")[2].partition("<!--ZJEG_RSS.content.end-->")[0]
    assert "主动公开" in lxml.html.fromstring(f"<div>{inside}</div>").text_content()
    assert served.site.articles[0].index_number in page
