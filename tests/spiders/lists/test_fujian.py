"""福建: a page's script names the channel, /fjdzapp/search gives the lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.lists.fujian import read
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.rows import Row
from tests.list_walks import walk
from tests.registry_rows import KUNMING

HOST = "https://x.fujian.gov.cn"
COLUMN = f"{HOST}/zwgk/zfxxgk/nb/"
SOURCE = replace(KUNMING, family="fujian", list_url=COLUMN, article_pattern=r"/zwgk/")
SHELL = """<script>$.ajax({url:'/fjdzapp/search',type:'POST',data:{channelid:229105,sortfield:'-docreltime',
classsql:'chnlid=4910',page:1,prepage:75}}); var pager = {recordCount: '160'};</script>"""
SEARCH = f"{HOST}/fjdzapp/search"


def first(html: str, list_url: str = COLUMN) -> ListPage:
    return read(replace(SOURCE, list_url=list_url), Ask(list_url), Answer(list_url.partition("#")[0], html))


def test_the_column_page_names_channel_column_and_total() -> None:
    page = first(SHELL)
    (ask,) = page.following
    assert page.entrance and page.said == 160
    assert ask.url == SEARCH
    assert dict(ask.form or ()) == {
        "channelid": "229105",
        "sortfield": "-docorderpri,-docreltime",
        "classsql": "chnlid=4910",
        "cache": "true",
        "page": "1",
        "prepage": "75",
    }


def test_the_registry_names_what_the_page_does_not() -> None:
    (ask,) = first("<div id=app></div>", f"{COLUMN}#channelid=7&chnlid=8").following
    assert ask.url == SEARCH and {("channelid", "7"), ("classsql", "chnlid=8")} <= set(ask.form or ())
    (bare,) = first("<script>channelid: '200210'; post('https://www.fujian.gov.cn/fjdzapp/search')</script>").following
    assert bare.url == "https://www.fujian.gov.cn/fjdzapp/search" and "classsql" not in dict(bare.form or ())


def document(number: int) -> dict[str, str]:
    return {
        "doctitle": f"戊局第{number}号年度报告",
        "docpuburl": f"{COLUMN}202401/t20240123_{number}.htm",
        "docreltime": "2024-01-23 10:00:00",
        "pubdate": "2024-01-24",
    }


def row(number: int) -> Row:
    return Row(f"{COLUMN}202401/t20240123_{number}.htm", f"戊局第{number}号年度报告", "2024-01-24")


def site_of(total: int, *, says_pages: bool) -> Callable[[Ask], str]:
    def site(ask: Ask) -> str:
        if ask.form is None:
            return SHELL
        names = dict(ask.form)
        number, size = int(names["page"]), int(names["prepage"])
        data = [document(place) for place in range(total)][(number - 1) * size : number * size]
        return json.dumps({"data": data} | ({"pageCount": -(-total // size)} if says_pages else {}))

    return site


@settings(max_examples=12, deadline=None)
@given(total=st.sampled_from([0, 1, 74, 76, 160]), says_pages=st.booleans())
def test_a_list_is_asked_to_its_end(total: int, says_pages: bool) -> None:
    walked = walk(read, SOURCE, site_of(total, says_pages=says_pages))
    assert walked.rows == tuple(row(number) for number in range(total))
    assert all(page.said_pages == (-(-total // 75) if says_pages else None) for page in walked.pages[1:])
    assert len(walked.asked) == 1 + max(1, -(-total // 75))


ASK = Ask(SEARCH, (("channelid", "1"), ("page", "1"), ("prepage", "75")))


def shown(text: str) -> ListPage:
    return read(SOURCE, ASK, Answer(SEARCH, text))


def test_the_older_answer_is_no_json_but_its_lines_are() -> None:
    text = (
        '{"count":"78","chnlname":"年报",\n\t"py":\'x{[\',"pagenum":"2","docs":[{"title":"甲\t局","url":"'
        + f'{HOST}/a/t20240123_1.htm","chnldocurl":"","time":"2024-01-23 09:00:00"}}]}}'
    )
    page = shown(text)
    assert page.rows == (Row(f"{HOST}/a/t20240123_1.htm", "甲 局", "2024-01-23"),)
    assert (page.said, page.said_pages, len(page.following)) == (78, 2, 1)


def test_every_line_is_a_row_wherever_it_leads() -> None:
    data = [
        {"doctitle": "甲<br>乙", "docpuburl": "", "chnldocurl": "/zwgk/1.pdf", "docreltime": 1_706_000_000_000},
        {"doctitle": None, "docpuburl": "https://b.gov.cn/2", "pubdate": "1706000000"},
        {"doctitle": "丙", "docpuburl": "javascript:void(0)"},
        7,
    ]
    page = shown(json.dumps({"data": data, "pageCount": 1, "total": 4}))
    assert page.rows == (Row(f"{HOST}/zwgk/1.pdf", "甲乙", "2024-01-23"), Row("https://b.gov.cn/2", "", "2024-01-23"))
    assert page.said == 4


@pytest.mark.parametrize(
    ("html", "list_url"),
    [
        ("<html>维护中</html>", COLUMN),
        ("<script>url:'/fjdzapp/search'</script>", COLUMN),
        (SHELL[:30], COLUMN + "#a=1"),
    ],
)
def test_a_page_that_names_no_channel_is_an_error_with_its_remedy(html: str, list_url: str) -> None:
    with pytest.raises(ListError, match="#channelid=<number>"):
        first(html, list_url)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<html>首页</html>", "found markup"),
        ('{"data":[{', "found no JSON"),
        ('{"pageCount":3}', "expected data"),
        ('{"data":{"0":{}}}', "expected data"),
        ('{"count":"3","docs":[{"title":', "expected docs as JSON"),
        ('{"docs":' + "[" * 100_000, "expected docs as JSON"),
    ],
)
def test_what_is_no_list_is_an_error_of_one_line(text: str, line: str) -> None:
    with pytest.raises(ListError, match=line) as raised:
        shown(text)
    assert "\n" not in str(raised.value)


def test_pages_beyond_all_sense_make_no_endless_list() -> None:
    assert len(shown('{"data":[],"pageCount":999999999}').following) == 1000
    assert shown('{"data":[],"pageCount":99999999999999999999}').following == ()
