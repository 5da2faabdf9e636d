"""Hanweb jcms: a column page's script, and windows of the list that share their lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.lists.hanweb_dataproxy import read
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.rows import Row
from tests.list_walks import walk
from tests.registry_rows import KUNMING

REAL = Path(__file__).resolve().parents[4] / "shared" / "real" / "api"
SOURCE = replace(
    KUNMING,
    family="hanweb_dataproxy",
    list_url="https://a.gov.cn/col/col901/index.html",
    article_pattern=r"/art/\d{4}/\d+/\d+/art_\d+_\d+\.html$",
)
PROXY = "https://a.gov.cn/module/web/jpage/dataproxy.jsp"
PARAMETERS = (
    ("col", "1"),
    ("appid", "1"),
    ("webid", "7"),
    ("path", "/"),
    ("columnid", "901"),
    ("sourceContentType", "9"),
    ("unitid", "5501"),
    ("webname", "某局"),
    ("permissiontype", "0"),
)


def paging(total: int | str, size: int | str = 20, *, column: int = 901, unit: int = 5501, store: str = "''") -> str:
    return (
        f"<script>$(function(){{$('#{unit}').jpage({{themeName:'default',totalRecord:{total},dataBefore:'<ul>',"
        f"dataStore:{store},groupSize:3,proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage : {size},"
        f"ajaxParam:{{col:1,appid:'1',webid:7,path:'/',columnid:{column},sourceContentType:9,unitid:'{unit}',"
        "webname:'某局',permissiontype:0},barPosition:'bottom'});});</script>"
    )


def line(number: int) -> str:
    return (
        f'<li><a target="_blank" href="/art/2024/3/5/art_77_{number}.html" title="第{number}号的全称">'
        f'第{number}号...</a><b readlabel="2024-03-05">2024-03-05</b></li>'
    )


def datastore(numbers: range | list[int], total: int | None) -> str:
    records = "".join(f"<record><![CDATA[\n{line(number)}]]></record>" for number in numbers)
    said = "" if total is None else f"<totalrecord>{total}</totalrecord><totalpage>1</totalpage>"
    return f"<datastore>{said}<recordset>{records}</recordset></datastore>"


def first_page(html: str, list_url: str = SOURCE.list_url) -> ListPage:
    return read(replace(SOURCE, list_url=list_url), Ask(list_url), Answer(list_url, html))


def window(start: int, size: int, text: str) -> ListPage:
    ask = Ask(f"{PROXY}?startrecord={start}&endrecord={start + size - 1}&perpage={size}", PARAMETERS)
    return read(SOURCE, ask, Answer(ask.url, text))


def numbers_of(rows: tuple[Row, ...]) -> list[int]:
    return [int(row.url.rpartition("_")[2].removesuffix(".html")) for row in rows]


# The real answers


def test_the_three_real_answers_give_each_entry_once() -> None:
    if not REAL.exists():
        pytest.skip("../shared/real is not here (it is not part of the repository)")
    texts = [(REAL / f"hanweb-jiangsu-dataproxy-{number}.xml").read_text(encoding="utf-8") for number in (1, 2, 3)]
    pages = [window(1 + 25 * number, 25, text) for number, text in enumerate(texts)]
    plain = [re.findall(r'href="([^"]+)"', text) for text in texts]
    assert [len(page.rows) for page in pages] == [len(hrefs) for hrefs in plain] == [76, 76, 76]
    shared = [{row.url for row in one.rows} & {row.url for row in two.rows} for one, two in pairwise(pages)]
    assert [len(urls) for urls in shared] == [51, 51]
    addresses = {row.url: row for page in pages for row in page.rows}
    assert {urlsplit(url).path for url in addresses} == {href for hrefs in plain for href in hrefs}
    assert len(addresses) == 76 + 25 + 25
    titles = {href: title for text in texts for href, title in re.findall(r'href="([^"]+)" title="([^"]+)"', text)}
    assert {urlsplit(url).path: row.title for url, row in addresses.items()} == titles
    dates = {href: day for text in texts for href, day in re.findall(r'href="([^"]+)"[^\[]*readlabel="([^"]+)"', text)}
    assert {urlsplit(url).path: row.date for url, row in addresses.items()} == dates
    assert {page.said for page in pages} == {756}
    assert all(page.overlapping for page in pages)
    # The third answer leaves its whole remainder to be asked for: lines 76 to 756, 25 at a time.
    assert len(pages[2].following) == 28


# The column page


ENTRANCE = ListPage(following=(Ask(f"{PROXY}?startrecord=1&endrecord=20&perpage=20", PARAMETERS),), entrance=True)


def test_a_column_page_without_lines_is_the_entrance() -> None:
    assert first_page(f"<html><div id='5501'></div>{paging(130)}</html>") == ENTRANCE


BOXED = f"<div id='5501'><script type='text/xml'>{datastore(range(1, 4), None)}</script></div>"
ARRAY = "var InitData5501 = [" + ",\n".join(f"'{line(number)}'" for number in range(1, 4)) + "];"


@pytest.mark.parametrize(
    "html",
    [
        f"<html>{BOXED}{paging(5, 2)}</html>",
        f"<html>{BOXED.replace('5501', 'div5501', 1)}{paging(5, 2)}</html>",
        f"<html>{datastore([8, 9], None)}{BOXED}{datastore([7], 1)}{paging(5, 2)}</html>",
        f"<html>{datastore(range(1, 4), 5)}{paging(5, 2)}</html>",
        f"<html><script>{ARRAY}</script>{paging(5, 2, store='InitData5501')}</html>",
    ],
)
def test_lines_in_the_column_page_make_it_the_first_window(html: str) -> None:
    page = first_page(html)
    assert [(row.title, row.date) for row in page.rows] == [(f"第{n}号的全称", "2024-03-05") for n in (1, 2, 3)]
    assert page.rows[0].url == "https://a.gov.cn/art/2024/3/5/art_77_1.html"
    assert (page.said, page.entrance, page.overlapping) == (5, False, True)
    assert page.following == (Ask(f"{PROXY}?startrecord=4&endrecord=5&perpage=2", PARAMETERS),)


def test_lines_that_no_total_counts_are_left_to_the_proxy() -> None:
    assert first_page(f"<html>{BOXED}{paging('undefined')}</html>") == ENTRANCE


def test_an_array_of_escaped_strings() -> None:
    array = r"""var InitData5501=["<li><a href=\"\/art\/2024\/3\/5\/art_77_1.html\">\u7532'乙'<\/a><\/li>"]"""
    page = first_page(f"<script>{array}</script>{paging(1, store='InitData5501')}")
    assert page.rows == (Row("https://a.gov.cn/art/2024/3/5/art_77_1.html", "甲'乙'", None),)
    assert page.following == ()


def test_of_several_calls_the_one_of_the_address_is_taken() -> None:
    html = paging(999, column=77, unit=1) + paging(130) + paging(500, column=78, unit=2)
    (following,) = first_page(html).following
    assert dict(following.form or ())["columnid"] == "901"
    (following,) = first_page(html, "https://a.gov.cn/zfxxgk/nb/").following
    assert dict(following.form or ())["columnid"] == "77"


def test_the_proxy_is_where_the_page_says() -> None:
    html = paging(130).replace("/module/web/jpage/", "/module/jslib/jquery/jpage/").replace(":'5501'", ':"5501"')
    (following,) = first_page(html).following
    assert following.url.startswith("https://a.gov.cn/module/jslib/jquery/jpage/dataproxy.jsp?startrecord=1&")
    assert following.form == PARAMETERS


# Windows


@pytest.mark.parametrize(
    ("start", "size", "got", "total", "next_starts"),
    [
        (1, 25, 76, 100, [26, 51, 76]),
        (26, 25, 75, 100, [51, 76]),
        (76, 25, 25, 100, []),
        (1, 25, 10, 100, [11, 36, 61, 86]),
        (1, 25, 0, 100, []),
        (1, 25, 25, 25, []),
    ],
)
def test_the_next_windows_begin_where_what_was_asked_ends(
    start: int, size: int, got: int, total: int, next_starts: list[int]
) -> None:
    page = window(start, size, datastore(range(start, start + got), total))
    starts = [int(parse_qs(urlsplit(ask.url).query)["startrecord"][0]) for ask in page.following]
    assert (starts, len(page.rows), page.said) == (next_starts, got, total)
    assert all(ask.form == PARAMETERS for ask in page.following)


def proxy(total: int, answered: Callable[[int, int], tuple[int, int]]) -> Callable[[Ask], str]:
    """A site whose proxy answers the window (first, last) for what was asked."""

    def site(ask: Ask) -> str:
        query = parse_qs(urlsplit(ask.url).query)
        first, last = answered(int(query["startrecord"][0]), int(query["endrecord"][0]))
        return datastore(range(max(first, 1), min(last, total) + 1), total)

    return site


@settings(deadline=None, max_examples=40)
@given(
    total=st.integers(0, 50),
    size=st.integers(1, 20),
    embedded=st.integers(0, 30),
    before=st.integers(0, 20),
    after=st.integers(0, 60),
)
def test_windows_of_any_size_and_overlap_cover_the_list_and_end(
    total: int, size: int, embedded: int, before: int, after: int
) -> None:
    answers = proxy(total, lambda first, last: (first - before, last + after))
    column = f"<div id='5501'>{datastore(range(1, min(embedded, total) + 1), None)}</div>{paging(total, size)}"
    seen = walk(read, SOURCE, lambda ask: column if ask.form is None else answers(ask))
    assert sorted(numbers_of(seen.rows)) == list(range(1, total + 1))
    assert seen.pages[-1].said == total
    assert len(seen.asked) <= 2 + total // size + 1


@settings(deadline=None, max_examples=30)
@given(total=st.integers(1, 40), size=st.integers(1, 20), cap=st.integers(1, 10))
def test_a_proxy_that_sends_less_than_asked_is_asked_on(total: int, size: int, cap: int) -> None:
    answers = proxy(total, lambda first, last: (first, min(last, first + cap - 1)))
    seen = walk(read, SOURCE, lambda ask: paging(total, size) if ask.form is None else answers(ask))
    assert numbers_of(seen.rows) == list(range(1, total + 1))


# Lines


@pytest.mark.parametrize(
    ("record", "rows"),
    [
        (
            "<li><a href='/art/2024/3/5/art_7_1.html'>甲</a></li>",
            [("https://a.gov.cn/art/2024/3/5/art_7_1.html", "甲")],
        ),
        (
            "<li><a href='/col/col5/'>[年报]</a><a href='/art/2024/3/5/art_7_1.html'>甲</a></li>",
            [("https://a.gov.cn/art/2024/3/5/art_7_1.html", "甲")],
        ),
        ("<li><a href='http://b.gov.cn/x.pdf'>乙</a></li>", [("http://b.gov.cn/x.pdf", "乙")]),
        ("<li><a href='art/1.html'>丙</a></li>", [("https://a.gov.cn/col/col901/art/1.html", "丙")]),
        ("<li class='line'></li>", []),
        ("<li><a href='javascript:void(0)'>丁</a></li>", []),
    ],
)
def test_a_record_is_one_line_whatever_its_address(record: str, rows: list[tuple[str, str]]) -> None:
    text = f"<datastore><totalrecord>9</totalrecord><record><![CDATA[{record}]]></record></datastore>"
    assert [(row.url, row.title) for row in window(1, 5, text).rows] == rows


def test_records_without_cdata_and_markup_between_them() -> None:
    escaped = "&lt;li&gt;&lt;a href='/art/2024/3/5/art_7_2.html?a=1&amp;amp;b=2'&gt;乙&lt;/a&gt;&lt;/li&gt;"
    text = (
        f"<datastore><totalrecord>3</totalrecord><RECORDSET><ul id='x'></ul><record><![CDATA[{line(1)}]]></record>"
        f"<record>{escaped}</record><record><![CDATA[{line(1)}]]></record></RECORDSET></datastore>"
    )
    rows = window(1, 5, text).rows
    assert [urlsplit(row.url).path for row in rows] == ["/art/2024/3/5/art_77_1.html", "/art/2024/3/5/art_7_2.html"]
    assert rows[1].url.endswith("?a=1&b=2")


# What is something else


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<html><body>首页</body></html>", "expected a script call .jpage"),
        ("", "expected a script call .jpage"),
        ("<script>$('#1').jpage({totalRecord:3,perPage:2});</script>", "found 1 calls, none with both"),
        ("<script>$('#1').jpage({totalRecord:3,perPage:2,ajaxParam:{col:1</script>", "found 0 calls"),
        (paging(5, "''"), "expected perPage"),
        (paging(5).replace("'/module", "'http://[/module"), "expected the address of the list's API"),
        (paging(5, 0), "expected perPage"),
        (paging(5, "9" * 30), "expected perPage"),
        (f"{paging(5)}<div id='5501'><datastore><record><![CDATA[{line(1)}", "cut off"),
    ],
)
def test_column_pages_of_another_kind(html: str, message: str) -> None:
    with pytest.raises(ListError, match=re.escape(message)) as raised:
        first_page(html)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE html>\n<html><body>系统繁忙</body></html>", "expected a <datastore> with records"),
        ("", "found nothing"),
        ('{"data":[]}', "expected a <datastore> with records"),
        (datastore(range(1, 4), 3)[:-60], "cut off"),
        (datastore(range(1, 4), 3).replace("]]></record></recordset>", ""), "expected the end of <record>"),
        (datastore(range(1, 4), None), "expected <totalrecord>"),
        (datastore(range(1, 4), 3).replace(">3<", f">{'9' * 5000}<"), "expected <totalrecord>"),
    ],
)
def test_answers_of_another_kind(text: str, message: str) -> None:
    with pytest.raises(ListError, match=re.escape(message)) as raised:
        window(1, 25, text)
    assert "\n" not in str(raised.value)


def test_a_total_beyond_all_lists_names_a_bounded_number_of_windows() -> None:
    page = window(1, 1, datastore([1], 999_999_999))
    assert (page.said, len(page.following)) == (999_999_999, 1000)


@settings(deadline=None)
@given(st.text(alphabet="<>datsorecn[]!CDA/ '\"{}.jpage(:,\\", max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for asked in (
        lambda: first_page(text),
        lambda: first_page(text + paging(5)),
        lambda: window(1, 5, f"<datastore><totalrecord>5</totalrecord>{text}"),
    ):
        try:
            page = asked()
        except ListError as error:
            assert str(error)
        else:
            assert page.entrance or page.said is not None


def test_the_date_of_a_record_with_several_links_stands_beside_none_of_them() -> None:
    cells = '<td><a href="/col/col5/">[年报]</a><a href="/art/2024/1/2/art_1_2.html">某局2023年年报</a></td>'
    record = f"<record><![CDATA[<tr>{cells}<td>2024-01-02</td></tr>]]></record>"
    page = window(1, 15, f"<datastore><totalrecord>1</totalrecord><recordset>{record}</recordset></datastore>")
    assert page.rows == (Row("https://a.gov.cn/art/2024/1/2/art_1_2.html", "某局2023年年报", "2024-01-02"),)
