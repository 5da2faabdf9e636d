"""jpaas: a script's queryData in the column page, and pages of HTML inside JSON."""

from __future__ import annotations

import html as entities
import json
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.lists.jpaas import read
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.rows import Row
from tests.list_walks import walk
from tests.registry_rows import KUNMING

SOURCE = replace(
    KUNMING,
    family="jpaas",
    list_url="https://a.gov.cn/zwgk/nb/index.html",
    article_pattern=r"/zwgk/nb/art/\d{4}/art_[0-9a-f]+\.html$",
)
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = {
    "parseType": "bulidstatic",
    "webId": "52",
    "tplSetId": "V1StGXR8_Z5jdHi6B-myT",
    "pageType": "column",
    "tagId": "当前栏目_list",
    "editType": "null",
    "pageId": "1638",
}


def script(query: object, address: str = f'url="{UNIT}"') -> str:
    written = entities.escape(query if isinstance(query, str) else str(query))
    return f'<script id="x" src="/AuthorizedRead/unitbuild.js?v=3.1" {address} queryData="{written}"></script>'


def first_page(html: str) -> Ask:
    page = read(SOURCE, Ask(SOURCE.list_url), Answer(SOURCE.list_url, html))
    assert page.entrance
    (following,) = page.following
    return following


def names(ask: Ask) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(ask.url).query))


def lines(numbers: range) -> str:
    rows = "".join(
        f'<li class="cf"><a class="fl" href="/zwgk/nb/art/2024/art_{number:04x}.html" title="第{number}号的全称">'
        f'第{number}号…</a><span class="fr">2024-01-20</span></li>'
        for number in numbers
    )
    return f'<div class="page-content"><ul>{rows}</ul></div>'


def pager(count: object, rows: object = 15) -> str:
    return f'<div class="pagination" rows="{rows}" pageNo="1" count="{count}" unitUrl="{UNIT}"></div>'


def answer(html: str) -> str:
    return json.dumps({"success": True, "data": {"html": html}}, ensure_ascii=False)


def page(text: str, param: str | None = None) -> ListPage:
    ask = first_page(script(QUERY))
    url = ask.url if param is None else f"{ask.url}&paramJson={param}"
    return read(SOURCE, Ask(url), Answer(url, text))


@pytest.mark.parametrize("query", [QUERY, json.dumps(QUERY), f" {QUERY}\n"])
def test_the_first_page_asks_what_the_script_says_misspelling_and_all(query: object) -> None:
    ask = first_page(f"<html>{script(query)}</html>")
    assert ask.url.startswith(f"https://a.gov.cn{UNIT}?") and ask.form is None
    assert names(ask) == QUERY


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", f"https://a.gov.cn{UNIT}"),
        ('url="//api.gov.cn/unit"', "https://api.gov.cn/unit"),
        ('URL="/other/unit"', "https://a.gov.cn/other/unit"),
    ],
)
def test_where_the_unit_is(address: str, expected: str) -> None:
    assert first_page(script(QUERY, address)).url.partition("?")[0] == expected


@pytest.mark.parametrize("address", ["http://[", "javascript:go()", "mailto:a@b.cn"])
def test_a_unit_that_is_nowhere(address: str) -> None:
    with pytest.raises(ListError, match="expected the address of the list's API"):
        first_page(script(QUERY, f'url="{address}"'))


@pytest.mark.parametrize("others", [["顶部导航"], ["当前位置", "轮播图"], ["右侧内容"]])
def test_of_several_units_the_list_is_taken(others: list[str]) -> None:
    units = [script(QUERY | {"tagId": tag}) for tag in others]
    search = "<div queryData=\"{'rows':'20','count':'31','pageNo':'1'}\"></div>"
    for html in (search + "".join(units) + script(QUERY), script(QUERY) + "".join(units)):
        assert names(first_page(html))["tagId"] == "当前栏目_list"


def test_a_page_of_lines() -> None:
    found = page(answer(lines(range(1, 3)) + pager(32)))
    assert found.rows == tuple(
        Row(f"https://a.gov.cn/zwgk/nb/art/2024/art_{n:04x}.html", f"第{n}号的全称", "2024-01-20") for n in (1, 2)
    )
    assert (found.said, found.said_pages, found.overlapping) == (32, 3, False)
    assert [names(ask) for ask in found.following] == [
        QUERY | {"paramJson": f'{{"pageNo":{number},"pageSize":15}}'} for number in (2, 3)
    ]


@pytest.mark.parametrize(
    ("html", "param", "said", "said_pages", "next_numbers"),
    [
        (pager(32), '{"pageNo":3,"pageSize":15}', 32, 3, []),
        (pager(32), '{"pageNo":2,"pageSize":20}', 32, 3, [3]),
        (pager(0), None, 0, 1, []),
        ("<div id='a_pagination' queryData=\"{'rows':'20','count':'31','pageNo':'1'}\"></div>", None, 31, 2, [2]),
        ("<DIV class='pagination' COUNT='9' ROWS='5'></DIV>", None, 9, 2, [2]),
        ("<p>count=99</p><div class='pagination'></div>", None, None, None, [2]),
        ("", None, None, None, [2]),
        (pager("9" * 5000), None, None, None, [2]),
        (pager(5, 0), None, 5, None, [2, 3]),
    ],
)
def test_what_the_pager_says(
    html: str, param: str | None, said: int | None, said_pages: int | None, next_numbers: list[int]
) -> None:
    found = page(answer(lines(range(1, 3)) + html), param)
    assert (found.said, found.said_pages) == (said, said_pages)
    assert [json.loads(names(ask)["paramJson"])["pageNo"] for ask in found.following] == next_numbers


def test_a_total_beyond_all_lists_names_a_bounded_number_of_pages() -> None:
    assert len(page(answer(pager(999_999_999, 1))).following) == 1000


def test_a_page_past_the_end_has_no_lines() -> None:
    found = page(answer(f'<div class="page-content"><ul></ul></div>{pager(32)}'), '{"pageNo":4,"pageSize":15}')
    assert (found.rows, found.following) == ((), ())


@settings(deadline=None, max_examples=30)
@given(total=st.integers(0, 80), size=st.integers(1, 25))
def test_a_walk_sees_every_line_once(total: int, size: int) -> None:
    def site(ask: Ask) -> str:
        if ask.url == SOURCE.list_url:
            return script(QUERY)
        asked = json.loads(names(ask).get("paramJson", f'{{"pageNo":1,"pageSize":{size}}}'))
        first = (asked["pageNo"] - 1) * asked["pageSize"]
        return answer(lines(range(first, min(first + asked["pageSize"], total))) + pager(total, size))

    seen = walk(read, SOURCE, site)
    assert [row.title for row in seen.rows] == [f"第{number}号的全称" for number in range(total)]
    assert len(seen.asked) - 1 == seen.pages[-1].said_pages


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html>\n<body>首页</body></html>",
        script(""),
        script("{'pageId':1"),
        script("__import__('os').getcwd()"),
        script("(" * 3000),
        script("['pageId','tplSetId']"),
        script({"pageId": "1"}),
        script(QUERY | {"tagId": "长" * 5000}),
    ],
)
def test_column_pages_of_another_kind(html: str) -> None:
    with pytest.raises(ListError, match="expected a script with queryData") as raised:
        first_page(html)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html>\n403</html>", "found markup"),
        ("", "found no JSON: nothing"),
        ("[1]", "found '[1]'"),
        ('{"success":false,"data":null}', "expected data.html"),
        ('{"data":{"html":null}}', "expected data.html"),
        ('{"data":"<li>"}', "expected data.html"),
        (answer(lines(range(2)))[:-20], "found no JSON"),
    ],
)
def test_answers_of_another_kind(text: str, message: str) -> None:
    with pytest.raises(ListError, match=re.escape(message)) as raised:
        page(text)
    assert "\n" not in str(raised.value)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="<>li ahref=\"'/x1{}:,()[]quydatgInpcor", max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = page(answer(text))
    assert found.said_pages is None or found.said is not None
    for written in (text, script(text)):
        try:
            assert first_page(written).url.startswith("http")
        except ListError as error:
            assert "queryData" in str(error)
