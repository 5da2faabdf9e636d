"""The front page in place of what was asked, and pages that only share its title and its menus."""

from __future__ import annotations

import pytest

from crawler.net.front_pages import front_page_instead, is_same_page, traits_of
from crawler.net.visible import visible_bytes

URL = "https://a.gov.cn/zfxxgk/"
MENU = "".join(f"<a href='/m{number}/'>栏目{number}</a>" for number in range(40))


def page(text: str, *, title: str = "某局门户网站", links: str = "") -> bytes:
    return f"<html><head><title> {title}\n</title></head><body>{MENU}{links}<p>{text}</p></body></html>".encode()


FRONT = page("要闻" * 300)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (FRONT, True),
        (page("要闻" * 310), True),
        (page("要闻" * 300, links="<a href='/news/9.html'>今日要闻</a>"), True),
        (page("要闻" * 300, title="年报"), False),
        (page("一、总体情况" * 900), False),
        (page(""), False),
        (page("要闻" * 300, links="".join(f"<a href='/nb/{number}.html'>年报</a>" for number in range(10))), False),
        (b"<p>no title</p>", False),
    ],
)
def test_title_links_and_length_must_agree(other: bytes, same: bool) -> None:
    assert is_same_page(traits_of(other), traits_of(FRONT)) is same


def test_pages_without_a_title_are_not_compared() -> None:
    assert not is_same_page(traits_of(b"<p>a</p>"), traits_of(b"<p>a</p>"))


@pytest.mark.parametrize(
    ("requested", "final", "page", "front", "blocked"),
    [
        (URL, "https://a.gov.cn/", None, None, True),
        (URL, "https://a.gov.cn/index.html", None, None, True),
        (URL, "https://a.gov.cn/index.shtml", None, None, True),
        (URL, "https://a.gov.cn/zfxxgk/index.html", None, None, False),
        ("http://a.gov.cn/", "https://a.gov.cn/", None, None, False),
        (URL, URL, FRONT, FRONT, True),
        (URL, URL, page("年报" * 9000), FRONT, False),
        (URL, URL, FRONT, None, False),
    ],
)
def test_by_a_redirect_or_in_its_place(
    requested: str, final: str, page: bytes | None, front: bytes | None, blocked: bool
) -> None:
    traits = [traits_of(body) if body is not None else None for body in (page, front)]
    assert (front_page_instead(requested, final, *traits) is not None) is blocked


def test_what_a_reader_sees() -> None:
    assert visible_bytes(b"<title>t</title><style>s</style><script>x</script><!-- c --><p> a&nbsp;b </p>") == 2
    assert visible_bytes("<p>年报</p>".encode()) == 6
    assert visible_bytes(b"<script>never closed") == 0
    assert traits_of(b"<html><TITLE>\n a b </TITLE>").title == b"ab"
