"""gkmlpt: a page's script names site and category, an API gives the lines a hundred at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.lists.gkmlpt import read
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.rows import Row
from tests.list_walks import walk
from tests.registry_rows import KUNMING

HOST = "http://whly.a.gov.cn"
COLUMN = f"{HOST}/zqhjj/gkmlpt/annualreport"
SOURCE = replace(KUNMING, family="gkmlpt", list_url=f"{COLUMN}#2629", article_pattern=r"/zqhjj/gkmlpt/content/")


def node(number: int, name: str, *children: dict[str, object], jump: str = "") -> dict[str, object]:
    return {"id": number, "name": name, "post_count": 1, "jump_url": jump, "children": list(children)}


TREE = [
    node(1, "政策", node(11, "规范性文件")),
    node(2, "法定主动公开内容", node(21, "政府信息公开年报"), node(22, "统计年报"), node(23, "年报", jump="/nb")),
]


def shell(tree: object = TREE) -> str:
    written = json.dumps(tree, ensure_ascii=False)
    return f"<script>window._CONFIG = {{ SID: '758099', TREE: {written}, SERVICE_AREA_ID: 0 }};</script>"


def first(html: str, list_url: str = SOURCE.list_url) -> Ask:
    page = read(replace(SOURCE, list_url=list_url), Ask(list_url), Answer(list_url.partition("#")[0], html))
    assert page.entrance
    (following,) = page.following
    return following


API = f"{HOST}/zqhjj/gkmlpt/api/all/2629?page=1&sid=758099"


@pytest.mark.parametrize(
    ("list_url", "url"),
    [
        (f"{COLUMN}#2629", API),
        (f"{COLUMN}#/2629", API),
        (COLUMN, f"{HOST}/zqhjj/gkmlpt/api/all/21?page=1&sid=758099"),
        ("https://gkmlpt.b.gov.cn/gkmlpt/index#5", "https://gkmlpt.b.gov.cn/gkmlpt/api/all/5?page=1&sid=758099"),
    ],
)
def test_the_category_is_the_registrys_or_the_one_of_annual_reports(list_url: str, url: str) -> None:
    assert first(shell(), list_url) == Ask(url)


@pytest.mark.parametrize(
    "tree",
    [
        [node(1, "政策"), node(7, "年度报告")],
        [node(8, "政府信息公开年报", jump="/nb"), node(7, "公开年报"), node(9, "统计年报")],
        [{"id": "7", "name": "年报", "children": None}, {"name": "公开年报"}, 5, None],
    ],
)
def test_a_category_that_leads_elsewhere_or_is_another_yearly_report_is_not_the_list(tree: object) -> None:
    assert first(shell(tree), COLUMN).url == f"{HOST}/zqhjj/gkmlpt/api/all/7?page=1&sid=758099"


def article(number: int) -> dict[str, object]:
    return {
        "id": number,
        "title": f"丁局第{number}号年度报告",
        "url": f"{HOST}/zqhjj/gkmlpt/content/4/4400/post_{number}.html#2629",
        "display_publish_time": 1_706_000_000,
        "created_at": "2020-01-01 10:00:00",
    }


def row(number: int) -> Row:
    return Row(f"{HOST}/zqhjj/gkmlpt/content/4/4400/post_{number}.html", f"丁局第{number}号年度报告", "2024-01-23")


def site_of(total: int, size: int = 100) -> Callable[[Ask], str]:
    """Pages 0 and 1 are the same; a page past the end is none of the API's."""

    def site(ask: Ask) -> str:
        if "/api/" not in ask.url:
            return shell()
        number = max(1, int(parse_qs(urlsplit(ask.url).query)["page"][0]))
        assert number <= max(1, -(-total // size)), "past the end"
        articles = [article(place) for place in range(total)][(number - 1) * size : number * size]
        return json.dumps({"articles": articles, "classify": {"post_count": total}, "total": total})

    return site


@settings(max_examples=10, deadline=None)
@given(total=st.sampled_from([0, 1, 99, 100, 101, 200, 250]))
def test_a_list_is_asked_to_its_end_and_each_page_once(total: int) -> None:
    walked = walk(read, SOURCE, site_of(total))
    assert walked.rows == tuple(row(number) for number in range(total))
    assert all((page.said, page.said_pages) == (total, max(1, -(-total // 100))) for page in walked.pages[1:])
    assert [ask.url for ask in walked.asked[1:]] == [
        API.replace("page=1", f"page={number}") for number in range(1, max(1, -(-total // 100)) + 1)
    ]


def test_an_api_that_gives_fewer_at_once_is_asked_in_its_own_steps() -> None:
    walked = walk(read, SOURCE, site_of(13, size=6))
    assert walked.rows == tuple(row(number) for number in range(13))
    assert [(page.said, page.said_pages) for page in walked.pages[1:]] == [(13, 3)] * 3


def shown(answer: object) -> ListPage:
    return read(SOURCE, Ask(API), Answer(API, json.dumps(answer)))


def test_every_line_is_a_row_wherever_it_leads() -> None:
    articles = [
        {"title": "甲", "url": "/zqhjj/gkmlpt/content/1/1/post_1.html", "date": 1_706_000_000},
        {"title": " 乙&amp;丙 ", "url": "", "post_url": "https://b.gov.cn/2.pdf", "create_time": "1706000000"},
        {"title": 5, "url": f"{HOST}/3", "date": 0, "created_at": "2023-02-03 10:00:00"},
        {"title": "不详", "url": f"{HOST}/4", "date": 10**30, "created_at": []},
        {"title": "没有地址"},
        None,
    ]
    page = shown({"articles": articles, "classify": {"post_count": 9}, "total": "6"})
    assert page.rows == (
        Row(f"{HOST}/zqhjj/gkmlpt/content/1/1/post_1.html", "甲", "2024-01-23"),
        Row("https://b.gov.cn/2.pdf", "乙&丙", "2024-01-23"),
        Row(f"{HOST}/3", "", "2023-02-03"),
        Row(f"{HOST}/4", "不详", None),
    )
    assert page.said == 6, "the list's total goes before the tree's count"
    assert shown({"articles": [], "classify": {"post_count": 9}}).said == 9


@pytest.mark.parametrize(
    ("html", "list_url", "line"),
    [
        ("<html>维护中</html>", SOURCE.list_url, "expected window._CONFIG with SID"),
        (shell(), "http://a.gov.cn/nb#2629", "expected an address with /gkmlpt"),
        (shell([node(1, "政策")]), COLUMN, "found none"),
        (shell([node(1, "甲局公开年报"), node(2, "乙局公开年报")]), COLUMN, "found 1, 2"),
        (shell([]).replace("[]", "[{"), COLUMN, "expected TREE as JSON"),
        (shell([]).replace("[]", "[" * 100_000), COLUMN, "expected TREE as JSON"),
    ],
)
def test_a_page_that_names_no_list_is_an_error_of_one_line(html: str, list_url: str, line: str) -> None:
    with pytest.raises(ListError, match=line) as raised:
        first(html, list_url)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<html>首页</html>", "found markup"),
        ('{"articles":[{', "found no JSON"),
        ('{"total":3}', "expected articles"),
        ('{"articles":{},"total":3}', "expected articles"),
        ('{"articles":[],"total":true}', "expected total"),
        ('{"articles":[],"classify":[]}', "expected total"),
    ],
)
def test_what_is_no_list_is_an_error_of_one_line(text: str, line: str) -> None:
    with pytest.raises(ListError, match=line) as raised:
        read(SOURCE, Ask(API), Answer(API, text))
    assert "\n" not in str(raised.value)


def test_a_total_beyond_all_sense_makes_no_endless_list() -> None:
    assert len(shown({"articles": [article(1)], "total": 999_999_999}).following) == 1000
