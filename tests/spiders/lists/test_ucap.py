"""开普: rows in the page, rows in a comment of it, and the JSON of a channel by GET and by POST."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.rows import Row
from spiders.lists.ucap import read
from tests.list_walks import walk
from tests.registry_rows import KUNMING

HOST = "https://jyt.a.gov.cn"
COLUMN = f"{HOST}/jyt/c250121/zwgklist.shtml"
CHANNEL = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
SOURCE = replace(KUNMING, family="ucap", list_url=COLUMN, article_pattern=r"/jyt/c250121/\d{6}/\w+\.shtml$")
META = f'<meta name="channelId" content="{CHANNEL}">'


def line(number: int) -> str:
    return (
        f'<li><a href="/jyt/c250121/202401/{number:032x}.shtml" title="某厅第{number}号年度报告">某厅第{number}…</a>'
        f'<span class="time">2024-01-{number:02d}</span></li>'
    )


def row(number: int) -> Row:
    return Row(f"{HOST}/jyt/c250121/202401/{number:032x}.shtml", f"某厅第{number}号年度报告", f"2024-01-{number:02d}")


def script(pages: int, current: int, name: str = "zwgklist", rest: str = ",9") -> str:
    return f"<script>createPageHTML('page_div',{pages}, {current},'{name}','shtml'{rest});</script>"


def shown(html: str, url: str = COLUMN) -> ListPage:
    return read(SOURCE, Ask(url), Answer(url, f"<html><head>{META}</head><body>{html}</body></html>"))


NUMBERED = tuple(Ask(f"{HOST}/jyt/c250121/zwgklist_{number}.shtml") for number in (2, 3))


def test_rows_in_the_page_are_the_list() -> None:
    page = shown(f"<ul>{line(1)}{line(2)}</ul><div id='page_div'></div>{script(3, 1)}")
    assert page == ListPage((row(1), row(2)), NUMBERED, said=9, said_pages=3)


@pytest.mark.parametrize(
    "beside",
    [
        f"<div class='hot'><ul>{line(7)}</ul></div>",
        f"<div class='c1'><ul>{line(7)}</ul></div><script>$.get('/common/search/' + channelId)</script>",
    ],
)
def test_a_box_beside_a_list_that_a_script_draws_is_not_the_list(beside: str) -> None:
    page = shown(f"<ul id='list'></ul>{beside}")
    assert (page.rows, page.entrance) == ((), True)
    assert f"/common/search/{CHANNEL}?" in page.following[0].url


def test_a_list_in_a_comment_is_the_list() -> None:
    box = f'<div class="new"><ul>{line(20)}</ul></div>'
    page = shown(f"{box}<div class='pagelist'></div><!--<ul>{line(1)}{line(2)}</ul>{script(3, 1)}-->")
    assert page == ListPage((row(1), row(2)), NUMBERED, said=9, said_pages=3)


def test_a_comment_beside_a_list_that_is_there_is_none() -> None:
    stale = f"<!--<ul>{line(20)}{line(21)}</ul>{script(7, 1)}-->"
    assert shown(f"{stale}<ul>{line(1)}</ul>{script(3, 1)}").rows == (row(1),)


@pytest.mark.parametrize(
    ("written", "url", "following", "said", "pages"),
    [
        (script(3, 1), COLUMN, [2, 3], 9, 3),
        (script(3, 2), f"{HOST}/jyt/c250121/zwgklist_2.shtml", [3], 9, 3),
        (script(3, 3), f"{HOST}/jyt/c250121/zwgklist_3.shtml", [], 9, 3),
        (script(3, 1, rest=""), COLUMN, [2, 3], None, 3),
        (script(3, 1, rest=",9,'x',20"), COLUMN, [2, 3], 9, 3),
        (script(1, 1, rest=",2"), COLUMN, [], 2, 1),
        (script(0, 1, rest=",0"), COLUMN, [], 0, 0),
    ],
)
def test_the_script_says_pages_and_entries(
    written: str, url: str, following: list[int], said: int | None, pages: int
) -> None:
    page = shown(f"<ul>{line(1)}</ul>{written}", url)
    assert page.following == tuple(Ask(f"{HOST}/jyt/c250121/zwgklist_{number}.shtml") for number in following)
    assert (page.said, page.said_pages) == (said, pages)


def test_a_script_that_counts_like_trs_is_read_like_trs() -> None:
    written = '<script>createPageHTML(2, 0, "zwgklist", "shtml");</script>'
    assert shown(f"<ul>{line(1)}</ul>{written}").following == (Ask(f"{HOST}/jyt/c250121/zwgklist_1.shtml"),)


# JSON by the channel's number


def result(number: int) -> dict[str, object]:
    return {
        "title": f"某厅第{number}号年度报告",
        "url": f"/jyt/c250121/202401/{number:032x}.shtml",
        "publishedTime": 1_600_000_000_000,
        "publishedTimeStr": f"2024-01-{number:02d} 09:30:03",
        "resList": [],
        "domainMetaList": [],
    }


def answered(total: int, limit: int = 1000) -> Callable[[Ask], str]:
    """A site that gives its rows by page and size, but no more than `limit` at once."""

    def site(ask: Ask) -> str:
        if ask.url == COLUMN:
            return f"<html><head>{META}</head><body><ul class='list'></ul></body></html>"
        names = {name: values[0] for name, values in parse_qs(urlsplit(ask.url).query).items()}
        assert urlsplit(ask.url).path == f"/common/search/{CHANNEL}" and names["_isJson"] == "true"
        number, size = int(names["page"]), min(int(names["_pageSize"]), limit)
        results = [result(place) for place in range(1, total + 1)][(number - 1) * size : number * size]
        return json.dumps({"data": {"page": number, "rows": size, "total": total, "results": results}})

    return site


@settings(max_examples=25, deadline=None)
@given(total=st.integers(0, 31), limit=st.sampled_from([4, 10, 20, 1000]))
def test_a_column_without_rows_is_asked_by_its_channel_to_its_end(total: int, limit: int) -> None:
    walked = walk(read, SOURCE, answered(total, limit))
    assert walked.rows == tuple(row(number) for number in range(1, total + 1))
    assert walked.pages[0].entrance and not walked.pages[0].rows
    assert all(page.said == total for page in walked.pages[1:])
    assert len(walked.asked) == 1 + max(1, -(-total // min(limit, 20)))


def test_every_line_of_the_json_is_a_row_wherever_it_leads() -> None:
    results = [
        {"title": "<em>甲</em>&amp;乙", "url": "//www.b.gov.cn/x.pdf", "publishedTimeStr": "2024-02-03 10:00:00"},
        {"title": "丙", "redirectUrl": "http://c.gov.cn/y", "url": "/z", "publishedTime": 1_706_000_000_000},
        {"title": None, "url": "/w", "publishedTime": True},
        {"title": "没有地址", "url": " "},
        "no line at all",
    ]
    text = json.dumps({"data": {"total": "5", "results": results}})
    page = read(SOURCE, Ask(f"{HOST}/common/search/{CHANNEL}?_isJson=true&_pageSize=20&page=1"), Answer(HOST, text))
    assert page.rows == (
        Row("https://www.b.gov.cn/x.pdf", "甲&乙", "2024-02-03"),
        Row("http://c.gov.cn/y", "丙", "2024-01-23"),
        Row(f"{HOST}/w", "", None),
    )
    assert page.said == 5


def test_the_tax_bureau_is_asked_by_post() -> None:
    def site(ask: Ask) -> str:
        if ask.form is None:
            return f"<script>var channelId = '{CHANNEL}'; $.post('/getFileListByCodeId', data)</script>"
        form = dict(ask.form)
        assert (ask.url, form["channelId"], form["codeId"]) == (f"{HOST}/getFileListByCodeId", CHANNEL, "")
        start = (int(form["page"]) - 1) * int(form["size"])
        results = [result(number) for number in range(1, 28)][start : start + int(form["size"])]
        return json.dumps({"code": 200, "results": {"data": {"rows": 20, "total": 27, "results": results}}})

    walked = walk(read, SOURCE, site)
    assert walked.rows == tuple(row(number) for number in range(1, 28))
    assert [dict(ask.form)["page"] for ask in walked.asked if ask.form] == ["1", "2"]


def test_a_channel_that_the_page_does_not_name_stands_in_the_registry() -> None:
    source = replace(SOURCE, list_url=f"{COLUMN}#getFileListByCodeId&channelId={CHANNEL}")
    page = read(source, Ask(source.list_url), Answer(COLUMN, "<div id='app'></div>"))
    (ask,) = page.following
    assert ask.url == f"{HOST}/getFileListByCodeId" and ("channelId", CHANNEL) in (ask.form or ())


def test_a_numbered_page_without_rows_is_no_entrance() -> None:
    page = shown("", f"{HOST}/jyt/c250121/zwgklist_9.shtml")
    assert page == ListPage()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<html>频繁访问</html>", "expected the answer of the channel's list as a JSON object, found markup"),
        ('{"data":{"total":3,"results":[', "found no JSON"),
        ("[" * 100_000, "found no JSON"),
        ('{"data":{"results":[]}}', "expected total and results"),
        ('{"data":{"total":3}}', "expected total and results"),
        ('{"data":{"total":-1,"results":[]}}', "expected total and results"),
        ('{"data":{"total":' + "9" * 5000 + ',"results":[]}}', "JSON"),
        ('{"code":500,"err":"x"}', "expected total and results"),
        ("", "found no JSON: nothing"),
    ],
)
def test_what_is_no_list_is_an_error_of_one_line(text: str, line: str) -> None:
    ask = Ask(f"{HOST}/common/search/{CHANNEL}?_isJson=true&_pageSize=20&page=1")
    with pytest.raises(ListError, match=line) as raised:
        read(SOURCE, ask, Answer(ask.url, text))
    assert "\n" not in str(raised.value)


def test_a_page_without_rows_or_channel_is_an_error_with_its_remedy() -> None:
    with pytest.raises(ListError, match="channelId=<number>"):
        read(SOURCE, Ask(COLUMN), Answer(COLUMN, "<html><body>维护中</body></html>"))


def test_a_total_beyond_all_sense_makes_no_endless_list() -> None:
    text = json.dumps({"data": {"total": 999_999_999, "results": [result(number) for number in range(1, 21)]}})
    ask = Ask(f"{HOST}/common/search/{CHANNEL}?_isJson=true&_pageSize=20&page=1")
    assert len(read(SOURCE, ask, Answer(ask.url, text)).following) == 1000
    assert len(shown(f"<ul>{line(1)}</ul>{script(999_999_999, 1)}").following) == 1000
