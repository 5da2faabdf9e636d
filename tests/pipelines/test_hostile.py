"""Hostile documents in a reading process, as a crawl reads them: a reading or one line, and the next one is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.documents.limits import MAX_BYTES, MAX_MARKUP_CHARACTERS
from crawler.reports.model import Reading
from pipelines.workers import ReadingLimits, ReadingPool

LIMITS = ReadingLimits(workers=1, seconds=60, megabytes=1536)
"""The defaults of a crawl."""
REPORT = "昆明市政务服务管理局2023年政府信息公开工作年度报告\n一、总体情况\n本机关认真贯彻条例。\n".encode()
LONGEST_LINE = 300


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    made = ReadingPool(LIMITS)
    yield made
    made.stop()


def hold(pool: ReadingPool, data: bytes, name: str) -> Reading | str:
    """One document: a reading or one line that is no fault of the parser's; then a good one, in the same pool."""
    answer = pool.result(pool.submit([(data, name, None)]))
    if isinstance(answer, str):
        assert "\n" not in answer
        assert 0 < len(answer) <= LONGEST_LINE
        assert "the parser failed" not in answer
    after = pool.result(pool.submit([(REPORT, "good.txt", None)]))
    assert not isinstance(after, str)
    assert after.reports[0].agency == "昆明市政务服务管理局"
    return answer


def body(markup: str) -> bytes:
    return f"<html><body><div class='TRS_Editor'>{markup}</div></body></html>".encode()


def nested(*tags: str, times: int = 10_000) -> bytes:
    return body("".join(f"<{tags[place % len(tags)]}>" for place in range(times)) + "x")


def entity_bomb() -> bytes:
    """Twelve entities, each ten times the one before: 10 ** 13 characters, if anybody expanded them."""
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{entities}]><html><body>&m;</body></html>'.encode()
    )


Hostile = Callable[[], tuple[bytes, str]]
"""Makes the bytes and their name when they are asked for: together they are a gigabyte."""
CELLS = "<td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>"
SMALL: dict[str, Hostile] = {
    "colspan=9e15": lambda: (body(f"<table><tr><td colspan=9e15>0</td>{CELLS}</table>"), "a.html"),
    "colspan of 16 digits": lambda: (body(f"<table><tr><td colspan=9000000000000000>0</td>{CELLS}</table>"), "a.html"),
    "rowspan=65534, 200 rows": lambda: (
        body("<table>" + "<tr><td rowspan=65534>1</td><td>2</td></tr>" * 200 + "</table>"),
        "a.html",
    ),
    "10,000 nested div": lambda: (nested("div"), "a.html"),
    "10,000 nested b": lambda: (nested("b"), "a.html"),
    "10,000 nested table": lambda: (nested("table", "tr", "td"), "a.html"),
    "10,000 nested, mixed": lambda: (nested("div", "b", "table", "tr", "td", "font", "ul", "li"), "a.html"),
    "10,000 nested spans in a cell": lambda: (
        body("<table><tr><td>" + "<span>" * 10_000 + "1</td><td>2</td></tr><tr><td>3<td>4</table>"),
        "a.html",
    ),
    "an entity bomb": lambda: (entity_bomb(), "a.html"),
    "a million digits in a cell": lambda: (body(f"<table><tr><td>{'1' * 1_000_000}</td>{CELLS}</table>"), "a.html"),
    "250,000 cells": lambda: (body("<table>" + ("<tr>" + "<td>1" * 500) * 500 + "</table>"), "a.html"),
    "an array of arrays in a PDF": lambda: (b"%PDF-1.7\n1 0 obj" + b"[" * 1_000_000, "a.pdf"),
    "a PDF whose pages are their own parents": lambda: (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999999"
        b"/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        "a.pdf",
    ),
}


@pytest.mark.parametrize("name", SMALL)
def test_a_hostile_document(pool: ReadingPool, name: str) -> None:
    hold(pool, *SMALL[name]())


def repeated(piece: str, size: int, around: str = "{}") -> bytes:
    """The piece again and again, up to `size` bytes, inside `around`."""
    return around.format(piece * (size // len(piece.encode()))).encode()


PAGE = "<html><body><div class='TRS_Editor'>{}</div></body></html>"
MARKUP = MAX_MARKUP_CHARACTERS - 200
LARGE: dict[str, Hostile] = {
    "50 MB of zero bytes": lambda: (b"\0" * MAX_BYTES, "a.html"),
    "50 MB of blanks": lambda: (b" " * MAX_BYTES, "a.txt"),
    "50 MB of one letter": lambda: (b"a" * MAX_BYTES, "a.txt"),
    "50 MB of line breaks": lambda: (b"\n" * MAX_BYTES, "a.txt"),
    "50 MB of digits, one a line": lambda: (b"0\n" * (MAX_BYTES // 2), "a.txt"),
    "50 MB of pipes": lambda: (b"| " * (MAX_BYTES // 2), "a.txt"),
    "50 MB of one Chinese character": lambda: (repeated("年", MAX_BYTES), "a.txt"),
    "50 MB of invalid bytes": lambda: (b"\xff\xfe" * (MAX_BYTES // 2), "a.txt"),
    "50 MB behind a PDF's mark": lambda: (b"%PDF-1.7\n" + b"0" * (MAX_BYTES - 9), "a.pdf"),
    "900,000 objects of a PDF": lambda: (
        b"%PDF-1.7\n" + b"1 0 obj<</Type/Page/Kids[1 0 R]>>endobj\n" * 900_000,
        "a.pdf",
    ),
    "99,999 lines of cells": lambda: (repeated("a | 1 | 2 | 3 |\n", 99_999 * 16), "a.txt"),
    "99,999 headings": lambda: (repeated("一、总体情况\n二、主动公开政府信息情况\n", 2_800_000), "a.txt"),
    "12,000 rows of one label": lambda: (
        repeated("一、本年新收政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0\n", 750_000),
        "a.txt",
    ),
    "a title of 24 MB": lambda: (
        repeated("年度报告", 24_000_000, "<html><head><title>{}</title></head></html>"),
        "a.html",
    ),
    "10 MB of <": lambda: (repeated("<", MARKUP, PAGE), "a.html"),
    "10 MB of end tags": lambda: (repeated("</p>", MARKUP, PAGE), "a.html"),
    "10 MB of paragraphs": lambda: (repeated("<p>1", MARKUP, PAGE), "a.html"),
    "10 MB of line breaks in HTML": lambda: (repeated("<br>", MARKUP, PAGE), "a.html"),
    "10 MB of character references": lambda: (repeated("&amp;", MARKUP, PAGE), "a.html"),
    "900,000 attributes": lambda: (body("<p " + " ".join(f"a{n}=1" for n in range(900_000)) + ">x"), "a.html"),
    "200 × 200 cells of rowspan=65534": lambda: (
        body("<table>" + ("<tr>" + "<td rowspan=65534>1" * 200) * 200),
        "a.html",
    ),
    "1,000,000 cells": lambda: (body("<table>" + ("<tr>" + "<td>1" * 1000) * 1000 + "</table>"), "a.html"),
    "100,000 nested b": lambda: (nested("b", times=100_000), "a.html"),
    "100,000 nested table": lambda: (nested("table", "tr", "td", times=100_000), "a.html"),
}


@pytest.mark.soak
@pytest.mark.parametrize("name", LARGE)
def test_a_hostile_document_at_the_size_limit(pool: ReadingPool, name: str) -> None:
    hold(pool, *LARGE[name]())


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=4000), name=st.sampled_from(["", "a.html", "a.txt", "a.pdf"]))
def test_any_bytes(pool: ReadingPool, data: bytes, name: str) -> None:
    hold(pool, data, name)
