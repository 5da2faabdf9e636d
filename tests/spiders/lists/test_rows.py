"""Which links of a list page are its rows, and what each row prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from spiders.lists.dates import iso_date
from spiders.lists.regions import list_rows
from spiders.lists.rows import Row, refresh_target

REAL = Path(__file__).resolve().parents[4] / "shared" / "real"
BASE = "https://jxj.example.gov.cn/zfxxgk/zfxxgknb/index.html"
PATTERN = r"/zfxxgk/zfxxgknb/\d{6}/t\d{8}_\d+\.html$"


def test_the_real_engebei_list_has_ten_rows() -> None:
    page = REAL / "listing" / "ordos-egb-xxgknb.html"
    if not page.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    rows = list_rows(
        page.read_text(), "http://egb.example.gov.cn/xxgk/xxgknb/", r"/xxgk/xxgknb/\d{6}/t\d{8}_\d+\.html$"
    )
    assert len(rows) == 10
    assert rows[0] == Row(
        "http://egb.example.gov.cn/xxgk/xxgknb/202009/t20200903_2748784.html",
        "鄂尔多斯市2019年政府信息公开工作年度报告",
        "2020-09-03",
    )
    assert rows[9].title == "2016，恩格贝，精彩继续！"
    assert [row.date for row in rows[6:]] == ["2018-03-26", "2018-01-05", "2017-03-22", "2017-01-07"]


def one(row: str) -> Row:
    (found,) = list_rows(f"<html><body><ul>{row}</ul></body></html>", BASE, PATTERN)
    return found


ADDRESS = "./202301/t20230131_1.html"


@pytest.mark.parametrize(
    ("row", "title", "date"),
    [
        (f'<li><a href="{ADDRESS}">2022年年报</a><span>2023-01-31</span></li>', "2022年年报", "2023-01-31"),
        (f'<li><span>[2023-01-31]</span><a href="{ADDRESS}">2022年年报</a></li>', "2022年年报", "2023-01-31"),
        (f'<li><a href="{ADDRESS}">2022年年报</a> 2023年01月31日</li>', "2022年年报", "2023-01-31"),
        (f'<li><a href="{ADDRESS}">2022年年报<i>2023/1/31</i></a></li>', "2022年年报", "2023-01-31"),
        (f'<li><a href="{ADDRESS}" title="某局2022年年报">某局20...</a></li>', "某局2022年年报", None),
        (f'<li><a href="{ADDRESS}" title="某局2022年年报">某局20…</a></li>', "某局2022年年报", None),
        (f'<li><a href="{ADDRESS}" title="打开">某局2022年年报</a></li>', "某局2022年年报", None),
        (f'<li><a href="{ADDRESS}" title="某局2022年年报"><img src="a.png"></a></li>', "某局2022年年报", None),
        (f'<li><a href="{ADDRESS}"> 某局\n  2022年年报 </a>2023-13-45</li>', "某局 2022年年报", None),
        (
            f'<li><a href="{ADDRESS}">详</a><a href="{ADDRESS}#top">2022年年报</a>2023-01-31</li>',
            "2022年年报",
            "2023-01-31",
        ),
    ],
)
def test_title_and_date_of_a_row(row: str, title: str, date: str | None) -> None:
    assert one(row) == Row("https://jxj.example.gov.cn/zfxxgk/zfxxgknb/202301/t20230131_1.html", title, date)


def page(rows: str, *, before: str = "", after: str = "") -> str:
    listed = f"<div class='main'><ul class='list'>{rows}</ul><div>下一页</div></div>"
    return f"<html><body>{before}{listed}{after}</body></html>"


def row(number: int) -> str:
    return f'<li><a href="202301/t20230131_{number}.html">第{number}条</a><span>2023-01-31</span></li>'


def titles(html: str) -> list[str]:
    return [found.title for found in list_rows(html, BASE, PATTERN)]


def test_navigation_and_breadcrumbs_are_no_rows() -> None:
    crumbs = '<a href="/">首页</a> &gt; <a href="./">信息公开年报</a>'
    assert titles(page(row(1), before=crumbs)) == ["第1条"]


def test_a_box_of_recommended_articles_is_no_part_of_the_list() -> None:
    box = "<div class='hot'><ol>" + "".join(row(number) for number in range(10, 16)) + "</ol></div>"
    bare = box.replace("<span>2023-01-31</span>", "")
    for boxed in (box, bare):
        assert titles(page(row(1) + row(2), before=boxed)) == ["第1条", "第2条"]
        assert titles(page(row(1) + row(2), after=boxed)) == ["第1条", "第2条"]


def test_a_list_cut_into_several_ul_is_one_list() -> None:
    assert titles(page(row(1) + row(2) + "</ul><ul class='list'>" + row(3))) == ["第1条", "第2条", "第3条"]


def test_an_address_counts_once_and_keeps_its_place() -> None:
    assert titles(page(row(1) + row(2) + row(1))) == ["第1条", "第2条"]


def test_a_base_tag_is_followed() -> None:
    html = "<html><head><base href='https://other.example.gov.cn/zfxxgk/zfxxgknb/'></head>" + page(row(1))
    assert (
        list_rows(html, BASE, PATTERN)[0].url == "https://other.example.gov.cn/zfxxgk/zfxxgknb/202301/t20230131_1.html"
    )


@pytest.mark.parametrize("html", ["", "   ", "<html></html>", "<a href='http://[年报'>x</a>", "<a>x</a>"])
def test_a_page_without_rows_has_none(html: str) -> None:
    assert list_rows(html, BASE, PATTERN) == ()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020-09-03", "2020-09-03"),
        ("[2020-9-3]", "2020-09-03"),
        ("2020 年 9 月 3 日", "2020-09-03"),
        ("2020.09.03", "2020-09-03"),
        ("12020-09-034", None),
        ("2019年政府信息公开工作年度报告", None),
        ("2020-02-30", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert iso_date(text) == date


def test_a_refresh_to_another_page_is_seen_and_one_to_itself_is_not() -> None:
    assert (
        refresh_target('<meta http-equiv="refresh" content="0; url=../new/">', "https://a.gov.cn/x/y/")
        == "https://a.gov.cn/x/new/"
    )
    assert refresh_target('<meta http-equiv="Refresh" content="300">', "https://a.gov.cn/x/") is None
    assert refresh_target('<meta http-equiv="Refresh" content="0;url=./">', "https://a.gov.cn/x/") is None
