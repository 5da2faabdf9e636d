"""Jiangxi's Hanweb: POST /queryList answers the column's lines as JSON, with JSON in its strings."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.lists.hanweb_querylist import read
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.rows import Row
from tests.list_walks import walk
from tests.registry_rows import KUNMING

SOURCE = replace(
    KUNMING,
    family="hanweb_querylist",
    list_url="https://a.jiangxi.gov.cn/jxsmt/col/col901/index.html",
    article_pattern=r"/jxsmt/col/col901/content/content_\d+\.html$",
)
COLUMN = """<script>var channelId = '1700000000000000001', codeName = 'col901'
var websiteId = '1700000000000000002', siteId = '1700000000000000002'</script>
<script>var option = {templateContainerId:'div405463', unitid:'405463'}</script>"""


def first_page(html: str, list_url: str = SOURCE.list_url) -> Ask:
    page = read(replace(SOURCE, list_url=list_url), Ask(list_url), Answer(list_url, html))
    assert page.entrance
    (following,) = page.following
    return following


def line(number: int, **other: Any) -> dict[str, Any]:
    address = f"/jxsmt/col/col901/content/content_190000000000000{number:04}.html"
    source = {
        "title": f"  第{number}号 ",
        "urls": json.dumps({"pc": address}),
        "pubDate": "2025-01-20 15:19",
        "metadata": "{}",
    }
    return {"id": "1", "source": source | other}


def answer(results: list[Any], total: object = 31, rows: object = 15) -> str:
    return json.dumps({"data": {"page": 1, "rows": rows, "total": total, "results": results}}, ensure_ascii=False)


def page(text: str, number: int = 1) -> ListPage:
    ask = first_page(COLUMN)
    form = dict(ask.form or ()) | {"current": str(number)}
    return read(SOURCE, Ask(ask.url, tuple(form.items())), Answer(ask.url, text))


def test_the_query_stands_at_the_root_of_the_host() -> None:
    ask = first_page(COLUMN)
    assert ask.url == "https://a.jiangxi.gov.cn/queryList"
    form = dict(ask.form or ())
    assert (form["current"], form["pageSize"], form["perPage"]) == ("1", "15", "15")
    assert (form["webSiteCode[]"], form["channelCode[]"]) == ("jxsmt", "col901")
    assert (form["unitid"], form["templateContainerId"]) == ("405463", "div405463")


@pytest.mark.parametrize(
    ("html", "list_url", "code"),
    [
        (COLUMN, "https://a.jiangxi.gov.cn/jxsmt/zcwj/", "col901"),
        ("<script>var channelId = '17'</script>", "https://a.jiangxi.gov.cn/jxsmt/zcwj/index.html", "zcwj"),
        ("<script>var channelId = '17'</script>", SOURCE.list_url, "col901"),
        ('<script>codeName: "zcwj"</script>', SOURCE.list_url, "zcwj"),
    ],
)
def test_how_the_column_is_called(html: str, list_url: str, code: str) -> None:
    form = dict(first_page(html, list_url).form or ())
    assert form["channelCode[]"] == code


def test_a_page_of_lines() -> None:
    found = page(answer([line(1), line(2)]))
    addresses = [
        f"https://a.jiangxi.gov.cn/jxsmt/col/col901/content/content_190000000000000000{n}.html" for n in (1, 2)
    ]
    assert found.rows == (Row(addresses[0], "第1号", "2025-01-20"), Row(addresses[1], "第2号", "2025-01-20"))
    assert (found.said, found.said_pages, found.overlapping) == (31, 3, False)
    assert [dict(ask.form or ())["current"] for ask in found.following] == ["2", "3"]
    assert dict(found.following[0].form or ()) == dict(first_page(COLUMN).form or ()) | {"current": "2"}


@pytest.mark.parametrize(
    ("changed", "row"),
    [
        ({"title": "某厅<em>2024</em>年年报&amp;附件"}, ("某厅2024年年报&附件", "2025-01-20")),
        ({"title": "", "showTitle": "某厅年报"}, ("某厅年报", "2025-01-20")),
        ({"title": None, "showTitle": 7}, ("", "2025-01-20")),
        ({"title": "甲", "pubDate": "2025-01-20"}, ("甲", "2025-01-20")),
        ({"title": "甲", "pubDate": None}, ("甲", None)),
        ({"title": "甲", "pubDate": "2025-13-45"}, ("甲", None)),
        ({"title": "甲", "urls": {"pc": "//b.gov.cn/1.html"}}, ("甲", "2025-01-20")),
    ],
)
def test_titles_and_dates(changed: dict[str, Any], row: tuple[str, str | None]) -> None:
    (found,) = page(answer([line(1, **changed)])).rows
    assert (found.title, found.date) == row


@pytest.mark.parametrize(
    "urls", ["", "{}", '{"pc":""}', "[", "[" * 100_000, None, 5, '{"pc":7}', '{"pc":"javascript:x"}']
)
def test_a_line_without_an_address_is_missing_and_the_total_tells(urls: object) -> None:
    found = page(answer([line(1, urls=urls), line(2), None, 5, {"source": []}]))
    assert ([row.title for row in found.rows], found.said) == (["第2号"], 31)


@pytest.mark.parametrize(
    ("total", "rows", "number", "said_pages", "next_pages"),
    [
        (31, 15, 3, 3, []),
        ("31", "10", 1, 4, ["2", "3", "4"]),
        (31, 500, 2, 3, ["3"]),
        (31, 0, 4, 3, []),
        (0, 15, 1, 1, []),
        (None, 15, 1, None, []),
        (True, 15, 1, None, []),
        (10**12, 15, 1, None, []),
    ],
)
def test_how_many_pages(
    total: object, rows: object, number: int, said_pages: int | None, next_pages: list[str]
) -> None:
    found = page(answer([line(1)], total, rows), number)
    assert found.said_pages == said_pages
    assert [dict(ask.form or ())["current"] for ask in found.following] == next_pages


def test_a_total_beyond_all_lists_names_a_bounded_number_of_pages() -> None:
    assert len(page(answer([line(1)], 999_999_999)).following) == 1000


@settings(deadline=None, max_examples=30)
@given(total=st.integers(0, 100), cap=st.integers(1, 30))
def test_a_walk_sees_every_line_once(total: int, cap: int) -> None:
    """`cap`: the most lines that the site sends a page, whatever was asked."""

    def site(ask: Ask) -> str:
        if ask.form is None:
            return COLUMN
        size = min(int(dict(ask.form)["pageSize"]), cap)
        first = (int(dict(ask.form)["current"]) - 1) * size
        return answer([line(number) for number in range(first, min(first + size, total))], total, size)

    seen = walk(read, SOURCE, site)
    assert [row.title for row in seen.rows] == [f"第{number}号" for number in range(total)]
    assert len(seen.asked) - 1 == seen.pages[-1].said_pages


@pytest.mark.parametrize(
    ("html", "list_url", "message"),
    [
        ("<html>\n首页</html>", SOURCE.list_url, "expected channelId and codeName"),
        ("", SOURCE.list_url, "found nothing"),
        (COLUMN, "https://a.jiangxi.gov.cn/jxsmt/", "expected an address of the form"),
    ],
)
def test_column_pages_of_another_kind(html: str, list_url: str, message: str) -> None:
    with pytest.raises(ListError, match=re.escape(message)) as raised:
        first_page(html, list_url)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE html>\n<html>首页</html>", "found markup"),
        ("", "found no JSON: nothing"),
        ("[]", "found '[]'"),
        ("null", "found 'null'"),
        ("[" * 100_000, "found no JSON"),
        ('{"data":' + "9" * 5000 + "}", "found no JSON"),
        ('{"code":500}', "expected data.results"),
        ('{"data":[]}', "expected data.results"),
        ('{"data":{"total":3}}', "expected data.results"),
        ('{"data":{"results":{}}}', "expected data.results"),
        (answer([line(1)])[:-9], "found no JSON"),
    ],
)
def test_answers_of_another_kind(text: str, message: str) -> None:
    with pytest.raises(ListError, match=re.escape(message)) as raised:
        page(text)
    assert "\n" not in str(raised.value)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["source", "urls", "pc", "title", "pubDate", "total", "rows"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=60)
@given(data=VALUES, results=st.lists(VALUES, max_size=3), total=VALUES, rows=VALUES)
def test_any_json_is_read_or_refused(data: Any, results: list[Any], total: Any, rows: Any) -> None:
    found = page(answer(results, total, rows))
    assert len(found.rows) <= len(results)
    with pytest.raises(ListError):
        page(json.dumps({"data": data}))
