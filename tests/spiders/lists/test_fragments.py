"""The lines of the HTML fragments that list APIs send."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spiders.lists.fragments import absolute_address, fragment_rows, list_base, merged, plain_title
from spiders.lists.model import Answer
from spiders.lists.rows import Row
from tests.registry_rows import KUNMING

BASE = "https://a.gov.cn/col/col901/index.html"
ART = "https://a.gov.cn/art/2024/3/5/art_901_1.html"


@pytest.mark.parametrize(
    ("fragment", "title", "date"),
    [
        ('<li><a href="/art/2024/3/5/art_901_1.html">甲</a><span>2024-03-05</span></li>', "甲", "2024-03-05"),
        (
            "<li><a title='甲乙丙' href='/art/2024/3/5/art_901_1.html'>甲...</a>[2024-03-05]</li>",
            "甲乙丙",
            "2024-03-05",
        ),
        ("<li><s></s><a href='/art/2024/3/5/art_901_1.html'>甲<i>2024-03-05</i></a></li>", "甲", "2024-03-05"),
        (f'<li><a href="{ART}">甲</a><b readlabel="2024-03-05">03-05</b></li>', "甲", "2024-03-05"),
        (
            f'<tr><td>119/2024</td><td><a href="{ART}" mc="甲乙丙" rq="2024-03-05">甲…</a></td></tr>',
            "甲乙丙",
            "2024-03-05",
        ),
        (f'<li><a href="{ART}"><span><span mc="甲乙"></span></span><b>2024-03-05</b></a></li>', "甲乙", "2024-03-05"),
        (f'<li><a href="{ART}">A&amp;B&nbsp;&ldquo;甲&rdquo;</a></li>', "A&B “甲”", None),
        (f'<li style=<br/><a href="{ART}">甲</a><span>2024-03-05</span>', "甲", "2024-03-05"),
        (f'<div class="desc"><p><a href="{ART}#top">甲</a></p><p>2024年3月5日</p></div>', "甲", "2024-03-05"),
        (f'<a href="{ART}"><img src="x.png"></a><a href="{ART}">甲</a><em>2024-03-05</em>', "甲", "2024-03-05"),
        (f'<a href=" {ART}\n">甲</a>', "甲", None),
    ],
)
def test_a_line_of_a_fragment(fragment: str, title: str, date: str | None) -> None:
    assert fragment_rows(fragment, BASE) == (Row(ART, title, date),)


def test_every_line_has_its_own_date() -> None:
    lines = "".join(f'<div><a href="/art/{day}.html">第{day}条</a> <i>2024-03-0{day}</i></div>' for day in range(1, 4))
    assert [(row.title, row.date) for row in fragment_rows(f"<div>{lines}</div>", BASE)] == [
        ("第1条", "2024-03-01"),
        ("第2条", "2024-03-02"),
        ("第3条", "2024-03-03"),
    ]


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        " \n",
        "plain words",
        "</1",
        "<!-- -->",
        "<a>1</a>",
        "<a href='#'>2</a>",
        "<a href=''>2</a>",
        "<a href='javascript:go(2)'>2</a>",
        "<a href='mailto:a@b.cn'>2</a>",
        "<a href='?page=2'>2</a>",
        "<a href='/col/col901/index.html?currpage=2'>2</a>",
        "<a href='http://[年报'>2</a>",
    ],
)
def test_what_is_no_line(fragment: str) -> None:
    assert fragment_rows(fragment, BASE) == ()


def test_addresses_out_of_json() -> None:
    assert absolute_address(BASE, "//b.gov.cn/x") == "https://b.gov.cn/x"
    assert absolute_address(BASE, "/x\ud800") is None
    assert absolute_address(BASE, "") is None


def test_titles_out_of_json() -> None:
    assert plain_title("  某厅\n<em>2024年</em>年报&ldquo;一&rdquo;\ud800 ") == "某厅 2024年年报“一”?"
    assert plain_title("关于<条例>的报告") == "关于<条例>的报告"


def test_an_address_keeps_its_place_and_its_fullest_title() -> None:
    rows = [Row("u", "甲", None), Row("v", "乙", None), Row("u", "甲甲", "2024-03-05")]
    assert merged(rows) == (Row("u", "甲甲", "2024-03-05"), Row("v", "乙", None))


@pytest.mark.parametrize(
    ("came_from", "base"),
    [
        ("https://a.gov.cn/module/web/jpage/dataproxy.jsp?a=1", "https://a.gov.cn/col/col901/"),
        ("http://a.gov.cn/module/web/jpage/dataproxy.jsp?a=1", "http://a.gov.cn/col/col901/"),
        ("https://api.gov.cn/fjdzapp/search", "http://a.gov.cn/col/col901/#2629"),
    ],
)
def test_addresses_are_relative_to_the_column_page(came_from: str, base: str) -> None:
    source = replace(KUNMING, list_url="http://a.gov.cn/col/col901/#2629")
    assert list_base(source, Answer(came_from, "")) == base
