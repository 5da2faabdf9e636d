"""Hanweb with <nextgroup>: the lines stand in the column page, and each group says where the next one is."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.lists.hanweb_nextgroup import read
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.rows import Row
from tests.list_walks import walk
from tests.registry_rows import KUNMING

SOURCE = replace(
    KUNMING,
    family="hanweb_nextgroup",
    list_url="https://a.gov.cn/col/col901/index.html",
    article_pattern=r"/art/\d{4}/\d+/\d+/art_\d+_\d+\.html$",
)
FOLDER = "https://a.gov.cn/module/web/jpage/"
TAIL = "webid=7&path=/&columnid=901&unitid=5501&webname=%25E5%25B1%2580&permissiontype=0"
NEXT = f"/module/web/jpage/dataproxy.jsp?page=1&{TAIL}"


def store(numbers: range, following: str | None, total: int | None = None) -> str:
    group = "" if following is None else f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>'
    said = "" if total is None else f"<totalrecord>{total}</totalrecord><totalpage>9</totalpage>"
    records = "".join(
        f"<record><![CDATA[\n<li><s></s><a href='/art/2024/3/5/art_901_{number}.html' title='第{number}号的全称'>"
        f"第{number}号…</a><span>2024-03-05</span></li>]]></record>"
        for number in numbers
    )
    return f"<datastore>{said}{group}<recordset><ul id='x'></ul>{records}</recordset></datastore>"


def column(
    *stores: str, script: str = "<script>$('#5501').jpage({totalRecord:5,perPage:2,groupSize:1});</script>"
) -> str:
    boxes = "".join(f"<div><ul></ul><script type='text/xml'>{text}</script></div>" for text in stores)
    return f"<html><body>{boxes}{script}</body></html>"


def first_page(html: str) -> ListPage:
    return read(SOURCE, Ask(SOURCE.list_url), Answer(SOURCE.list_url, html))


def group(text: str, url: str = "https://a.gov.cn" + NEXT) -> ListPage:
    return read(SOURCE, Ask(url), Answer(url, text))


def numbers_of(rows: tuple[Row, ...]) -> list[int]:
    return [int(row.url.rpartition("_")[2].removesuffix(".html")) for row in rows]


def test_the_column_page_is_the_first_group() -> None:
    page = first_page(column(store(range(1, 3), NEXT)))
    assert page == ListPage(
        rows=tuple(
            Row(f"https://a.gov.cn/art/2024/3/5/art_901_{n}.html", f"第{n}号的全称", "2024-03-05") for n in (1, 2)
        ),
        following=(Ask("https://a.gov.cn" + NEXT),),
        said=5,
        overlapping=True,
    )


def test_a_following_address_is_relative_to_the_answer_and_sent_as_it_is_written() -> None:
    encrypted = "./dataproxy.jsp?page=3&amp;columnid=Zm9v%2BYmFy%3D%3D&para=x"
    page = group(store(range(3, 5), encrypted, 9))
    assert page.following == (Ask(FOLDER + "dataproxy.jsp?page=3&columnid=Zm9v%2BYmFy%3D%3D&para=x"),)
    assert (page.said, page.overlapping, numbers_of(page.rows)) == (9, True, [3, 4])


@pytest.mark.parametrize(
    "answer",
    [
        store(range(5, 6), None, 5),
        store(range(5, 6), "", 5),
        store(range(5, 6), None, 5).replace("<recordset>", "<nextgroup></nextgroup><recordset>"),
        store(range(5, 6), NEXT, 5),  # the address that was asked
        store(range(5, 6), NEXT.replace("page=1", "page=6"), 5),  # more groups than entries
    ],
)
def test_the_last_group(answer: str) -> None:
    page = group(answer)
    assert (numbers_of(page.rows), page.following) == ([5], ())


@pytest.mark.parametrize(
    "answer",
    [" " * 54, "\r\n" * 27, "\0" * 54, "", "<datastore><recordset></recordset></datastore>", store(range(0), NEXT)],
)
def test_an_empty_group_is_a_page_without_lines(answer: str) -> None:
    page = group(answer)
    assert (page.rows, page.following, page.entrance) == ((), (), False)


def test_of_several_stores_the_one_of_the_address_is_taken_once() -> None:
    side = store(range(20, 29), NEXT.replace("columnid=901", "columnid=77"))
    own = store(range(1, 3), NEXT)
    assert numbers_of(first_page(column(side, own, own)).rows) == [1, 2]
    secret = NEXT.replace("columnid=901", "columnid=Zm9v")
    assert numbers_of(first_page(column(store(range(3), secret), store(range(1, 7), secret))).rows) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("", None),
        ("<script>$('#1').jpage({totalRecord:'abc'});</script>", None),
        ("<script>$('#1').jpage({totalRecord : '12'});</script>", 12),
        (
            "<script>$('#1').jpage({totalRecord:99,ajaxParam:{columnid:77}});"
            "$('#2').jpage({totalRecord:12,ajaxParam:{columnid:901}});</script>",
            12,
        ),
    ],
)
def test_the_total_stands_in_the_script(script: str, said: int | None) -> None:
    assert first_page(column(store(range(1, 3), NEXT), script=script)).said == said


@settings(deadline=None, max_examples=40)
@given(total=st.integers(1, 40), embedded=st.integers(1, 30), size=st.integers(1, 30), again=st.booleans())
def test_groups_of_any_size_cover_the_list_and_end(total: int, embedded: int, size: int, again: bool) -> None:
    """`again`: page=1 is the embedded group once more; else it is the one after it."""

    def site(ask: Ask) -> str:
        if ask.url == SOURCE.list_url:
            return column(store(range(1, min(embedded, total) + 1), NEXT), script="")
        page = int(parse_qs(urlsplit(ask.url).query)["page"][0])
        first = 1 + (page - 1) * size + (0 if again else embedded)
        last = min(first + size - 1, total)
        following = f"./dataproxy.jsp?page={page + 1}&amp;{TAIL}" if last < total else None
        return store(range(first, last + 1), following, total)

    assert sorted(numbers_of(walk(read, SOURCE, site).rows)) == list(range(1, total + 1))


def test_groups_that_go_in_circles_end() -> None:
    def site(ask: Ask) -> str:
        if ask.url == SOURCE.list_url:
            return column(store(range(1, 3), NEXT))
        page = int(parse_qs(urlsplit(ask.url).query)["page"][0])
        return store(range(1, 3), f"./dataproxy.jsp?page={page + 1}&{TAIL}", 20)

    assert len(walk(read, SOURCE, site).asked) == 21


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<html><body>首页</body></html>", "expected a <datastore> with records in the column page, found none"),
        ("", "found none"),
        ("<datastore></datastore>", "found none"),
        (column(store(range(1, 3), NEXT)[:-30] + "\n"), "cut off"),
        (column(store(range(1, 3), "http://[/")), "expected the address of the list's API"),
        (column(store(range(1, 3), NEXT).replace("]]></record></recordset>", "")), "expected the end of <record>"),
    ],
)
def test_column_pages_of_another_kind(html: str, message: str) -> None:
    with pytest.raises(ListError, match=re.escape(message)) as raised:
        first_page(html)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", ["<html>\n系统繁忙</html>", '{"data":1}', "<datastore><record><![CDATA[<li>"])
def test_groups_of_another_kind(text: str) -> None:
    with pytest.raises(ListError, match="expected a <datastore>") as raised:
        group(text)
    assert "\n" not in str(raised.value)
