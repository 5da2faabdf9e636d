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
    assert refresh_target('<meta http-equiv="Refresh" content="0;url=http://[x">', "https://a.gov.cn/x/") == "http://[x"
    assert refresh_target('<meta http-equiv="Refresh" content="0;url=./">', "https://a.gov.cn/x/") is None


# Lists that are no <ul>


def listed(html: str) -> list[tuple[str, str | None]]:
    return [(found.title, found.date) for found in list_rows(f"<html><body>{html}</body></html>", BASE, PATTERN)]


def link(number: int, words: str = "") -> str:
    return f'<a href="202301/t20230131_{number}.html">{words or f"第{number}条"}</a>'


TWO = [("第1条", "2023-01-31"), ("第2条", "2022-02-28")]


@pytest.mark.parametrize(
    "html",
    [
        f"<table><tr><td>1</td><td>{link(1)}</td><td>2023-01-31</td></tr>"
        f"<tr><td>2</td><td>{link(2)}</td><td>2022-02-28</td></tr></table>",
        f"<table><tr><td>{link(1)}</td><td>2023-01-31</td><td>{link(2)}</td><td>2022-02-28</td></tr></table>",
        f"<dl><dt>{link(1)}</dt><dd>2023-01-31</dd></dl><dl><dt>{link(2)}</dt><dd>2022-02-28</dd></dl>",
        f"<dl><dt>{link(1)}</dt><dd>2023-01-31</dd><dt>{link(2)}</dt><dd>2022-02-28</dd></dl>",
        f"<dl><dt>2023-01-31</dt><dd>{link(1)}</dd><dt>2022-02-28</dt><dd>{link(2)}</dd></dl>",
        f"<div><div class=i><p>{link(1)}</p><p>2023-01-31</p></div>"
        f"<div class=i><p>{link(2)}</p><p>2022-02-28</p></div></div>",
        f"<div>{link(1)}<span>2023-01-31</span>{link(2)}<span>2022-02-28</span></div>",
        f"<div><span>2023-01-31</span>{link(1)}<span>2022-02-28</span>{link(2)}</div>",
        f"<td>[2023-01-31] {link(1)}<br>[2022-02-28] {link(2)}<br></td>",
        f"<ul><li><i><b>31</b> <em>2023-01</em></i>{link(1)}</li>"
        f"<li><i><b>28</b> <em>2022-02</em></i>{link(2)}</li></ul>",
        f"<ul><li>{link(1)}<p>01-31 <b>2023</b></p></li><li>{link(2)}<p>02-28 <b>2022</b></p></li></ul>",
        f"<ul><li>{link(1, '<h4>第1条</h4><p>摘要……</p><i>2023-01-31</i>')}</li>"
        f"<li>{link(2, '<h4>第2条</h4><p>摘要……</p><i>2022-02-28</i>')}</li></ul>",
        f"<div><a href='/zxgk/'>年报</a>{link(1)} 2023-01-31<br>"
        f"<a href='/zxgk/'>年报</a>{link(2)} 2022-02-28<br></div>",
    ],
)
def test_rows_of_every_shape(html: str) -> None:
    assert listed(html) == TWO


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("某局2022年年报 [01-31]", "某局2022年年报"),
        ("<i>01-31</i>某局2022年年报", "某局2022年年报"),
        ("某局<b>2022</b>年年报", "某局2022年年报"),
        ("截至2023年1月31日的年报", "截至2023年1月31日的年报"),
        ("某局2022年年报<i>发布时间：2023-01-31 10:00</i>", "某局2022年年报"),
        ("2022", "2022"),
    ],
)
def test_a_title_is_without_the_rows_date_only(words: str, title: str) -> None:
    assert listed(f"<ul><li>{link(1, words)}</li></ul>")[0][0] == title


def test_a_text_that_is_cut_without_dots_is_filled_from_its_title() -> None:
    html = '<ul><li><a href="202301/t20230131_1.html" title="某局2022年年报全文">某局2022年</a></li></ul>'
    assert listed(html) == [("某局2022年年报全文", None)]


def test_a_date_without_a_year_makes_no_date_but_a_dated_list() -> None:
    yearless = "".join(f"<li>{link(number)}<i>01-31</i></li>" for number in (1, 2))
    box = "".join(f"<li>{link(number)}</li>" for number in range(10, 16))
    html = f"<ul class=a>{yearless}</ul><ul class=b>{box}</ul>"
    assert elsewhere(html) == ["第1条", "第2条"]


def test_a_number_before_a_month_is_no_day() -> None:
    assert listed(f"<table><tr><td>2</td><td>{link(1)}</td><td>2023-01</td></tr></table>") == [("第1条", None)]


# What stands in the list and is no article


@pytest.mark.parametrize(
    ("strange", "title"),
    [
        ('<li><a href="/files/P020230131.pdf">2021年年报（PDF）</a><span>2022-01-31</span></li>', "2021年年报（PDF）"),
        ('<li><a href="down.jsp?f=x.DOCX">2021年年报</a><span>2022-01-31</span></li>', "2021年年报"),
        ('<li><a href="https://www.other.gov.cn/nb/1.html">外站年报</a><span>2022-01-31</span></li>', "外站年报"),
        ('<li class="odd"><a href="/tjnb/2021.html">统计年报</a><span>2022-01-31</span></li>', "统计年报"),
        ('<li><a href="2021n/">2021</a></li>', "2021"),
    ],
)
def test_a_line_of_the_list_is_a_row_wherever_it_leads(strange: str, title: str) -> None:
    assert titles(page(row(1) + strange + row(2))) == ["第1条", title, "第2条"]


@pytest.mark.parametrize(
    "strange",
    [
        '<li><a href="index_1.html">下一页</a></li>',
        '<li class="page"><a href="index_1.html">2</a> <a href="index_2.html">尾页</a></li>',
        '<li><a href="../">更多&gt;&gt;</a></li>',
        '<li><a href="./">信息公开年报</a></li>',
        '<li><a href="/">某局</a></li>',
        '<li><a href="javascript:void(0)">打印</a></li>',
        '<li><div><p><a href="/zxgk/">政务公开</a></p></div></li>',
        "<li>没有链接</li>",
    ],
)
def test_pagers_breadcrumbs_and_menus_are_no_rows(strange: str) -> None:
    assert titles(page(row(1) + row(2) + strange)) == ["第1条", "第2条"]


def test_the_files_beside_a_page_are_rows_that_its_title_names() -> None:
    files = '<a href="a.pdf">PDF版</a> <a href="a.doc" title="第1条Word版">下载...</a> <a href="/lm/">年报</a>'
    html = page(f"<li>{link(1)} {files}<span>2023-01-31</span></li>" + row(2))
    assert titles(html) == ["第1条", "第1条 PDF版", "第1条Word版", "第2条"]
    assert {found.date for found in list_rows(html, BASE, PATTERN)} == {"2023-01-31"}


def test_files_elsewhere_on_the_page_are_no_rows() -> None:
    elsewhere = (
        '<div><ul class="list"><li><a href="/form.doc">依申请公开表</a></li></ul></div><a href="/app.zip">客户端</a>'
    )
    assert titles(page(row(1), before=elsewhere, after=elsewhere)) == ["第1条"]


def test_the_only_article_of_a_list_of_files_does_not_swallow_them() -> None:
    rows = f'<p>{link(1)}</p><p><a href="2.pdf">第2条</a></p><p><a href="3.pdf">第3条</a></p>'
    assert listed(f"<div class='list'>{rows}</div>") == [("第1条", None), ("第2条", None), ("第3条", None)]


def test_a_page_of_nothing_but_files_is_a_list_if_it_is_dated() -> None:
    dated = "<ul><li><a href='/1.pdf'>2021年年报</a><i>2022-01-31</i></li><li><a href='/2.pdf'>2020年年报</a></li></ul>"
    assert listed(dated) == [("2021年年报", "2022-01-31"), ("2020年年报", None)]
    assert listed("<ul><li><a href='/form.doc'>依申请公开表</a></li></ul>") == []


# Side boxes whose addresses look like the list's (河南: the column is not in an article's address)


def elsewhere(html: str) -> list[str]:
    """The titles of a list whose articles do not lie in the column's own folder: then an address proves nothing."""
    page_url = "https://jxj.example.gov.cn/xxgk/nb/index.html"
    return [row.title for row in list_rows(f"<base href='{BASE}'>{html}", page_url, PATTERN)]


def box(name: str, heading: str = "", words: str = "各地年报第") -> str:
    rows = "".join(row(number).replace("第", words) for number in range(10, 16))
    return f"<div class='{name}'>{heading}<ol>{rows}</ol></div>"


@pytest.mark.parametrize(
    "boxed",
    [
        box("hot"),
        box("c1", "<h3>最新信息</h3>"),
        box("c1", "<div class='t'><b>热点推荐</b></div>"),
        f"<div class='hot'><div><div>{box('inner')}</div></div></div>",
        box("side-bar"),
        box("c1", words="关于开会的通知第"),
    ],
)
def test_a_side_box_is_not_the_list_where_no_pager_tells(boxed: str) -> None:
    own = "<div class='main'><ul class='list'>" + "".join(
        f"<li>{link(number, f'某局202{number}年年报')}<i>2023-01-31</i></li>" for number in (1, 2)
    )
    for html in (boxed + own + "</ul></div>", own + "</ul></div>" + boxed):
        assert elsewhere(html) == ["某局2021年年报", "某局2022年年报"]


def test_a_box_of_reports_is_not_the_list_where_a_pager_tells() -> None:
    assert elsewhere(page(row(1) + row(2), before=box("x"))) == ["第1条", "第2条"]
    assert elsewhere(page(row(1) + row(2), after=box("x"))) == ["第1条", "第2条"]


def test_a_box_between_the_list_and_a_pager_is_not_the_list() -> None:
    own = f"<div class='l'><ul>{row(1)}{row(2)}</ul><p>下一页</p></div>"
    beside = f"<div class='r'>{box('x')}<p>下一页</p></div>"
    assert elsewhere(f"<div>{own}{box('x')}</div>") == ["第1条", "第2条"]
    assert len(elsewhere(f"<div>{own}{beside}</div>")) == 6, "the last pager is the list's"


# A list whose rows are written in several ways is one list


REPORTS = [(number, f"20{number}年政府信息公开工作年度报告") for number in range(24, 14, -1)]


def dated(number: int, title: str) -> str:
    return f"{link(number, title)}<i>20{number}-01-31</i>"


@pytest.mark.parametrize(
    "html",
    [
        "<ul>" + "".join(f"<li class='c{n % 2}'><p>{dated(n, t)}</p></li>" for n, t in REPORTS) + "</ul>",
        "<table>" + "".join(f"<tr class='c{n % 2}'><td>{dated(n, t)}</td></tr>" for n, t in REPORTS) + "</table>",
        "<div class='list'>" + "".join(f"<div class='i{n}'><p>{dated(n, t)}</p></div>" for n, t in REPORTS) + "</div>",
        "<div class='list'>" + "".join(f"<ul class='y{n}'><li>{dated(n, t)}</li></ul>" for n, t in REPORTS) + "</div>",
        "".join(f"<div class='y{n}'><h3>20{n}年</h3><ul><li>{dated(n, t)}</li></ul></div>" for n, t in REPORTS),
    ],
)
def test_rows_of_several_classes_are_one_list(html: str) -> None:
    expected = [title for _, title in REPORTS]
    assert [title for title, _ in listed(html)] == expected
    assert elsewhere(html) == expected, "not by their addresses alone"


def test_the_newest_as_a_headline_is_a_line_where_its_address_is_the_columns() -> None:
    (number, title), *rest = REPORTS
    rows = "".join(f"<li>{dated(n, t)}</li>" for n, t in rest)
    html = f"<div class='top'><h2>{link(number, title)}</h2></div><ul>{rows}</ul>"
    assert [title for title, _ in listed(html)] == [title for _, title in REPORTS]


def test_what_stands_beside_a_report_in_a_menu_is_no_line() -> None:
    menu = f"<div><ul class=menu><li>{link(24, REPORTS[0][1])}</li><li><a href='/zn/'>信息公开指南</a></li></ul></div>"
    rows = "".join(f"<li>{dated(n, t)}</li>" for n, t in REPORTS[1:])
    assert [title for title, _ in listed(f"{menu}<ul>{rows}</ul>")] == [title for _, title in REPORTS]


def test_a_comment_before_a_list_is_no_heading() -> None:
    html = f"<!-- 列表 --><ul class=a>{row(1)}</ul><!-- 推荐阅读 --><ol>{row(2)}</ol>"
    assert [title for title, _ in listed(html)] == ["第1条", "第2条"]


@pytest.mark.parametrize(
    "html",
    [
        "<li>" * 5000 + link(1),
        "<base href='http://['>" + link(1),
        link(1, "第" * 100_000),
        f"<ul>{'<li>' + link(1) + '</li>'}</ul>" * 300,
        "<ul>" + "".join(f"<li><a href='http://b/{number}.pdf'>{number}</a></li>" for number in range(2000)) + "</ul>",
    ],
)
def test_a_hostile_page_is_read_all_the_same(html: str) -> None:
    assert len(list_rows(html, BASE, PATTERN)) <= 1
