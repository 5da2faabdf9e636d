"""How a list goes on: one small function for each way that a family writes its pager.

TRS counts its pages index.html, index_1.html, index_2.html …; Kunming counts index.html, index_2.html … (SITES.md, 3).
VSB numbers backwards (page 2 of four is 3.htm), so only its links tell. A page script's `cur` is not trusted: the
number in the page's own address is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from spiders.rows import parse_page
from spiders.totals import said_entries, said_pages, visible_text

_CREATE_PAGE = re.compile(
    r"createPageHTML\(\s*['\"]?(\d+)['\"]?\s*,\s*['\"]?\d+['\"]?\s*,\s*['\"](\w+)['\"]\s*,\s*['\"](\w+)['\"]"
)
_COUNT_PAGE = re.compile(r"(?:var\s+)?countPage\s*=\s*['\"]?(\d+)")
_VALUE_LIMIT = re.compile(r"ele\.value\s*>\s*(\d+)")
_NUMBERED = re.compile(r"(?P<name>\w*?)_(?P<number>\d+)\.(?P<suffix>s?html?)$")
_NEXT_WORDS = re.compile(r"^[\s>»]*(?:下一?页|后一页|下页)[\s>»]*$")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a list goes on, and what it says that it holds."""

    next_urls: tuple[str, ...]
    """The pages after this one, nearest first; () on the last."""
    said: int | None
    """Entries of the whole list; None = it does not say."""
    said_pages: int | None


@dataclass(frozen=True, slots=True)
class _Counter:
    """A pager that counts: how many pages, and how their files are named."""

    pages: int
    name: str = "index"
    suffix: str = "html"


def page_number(url: str, first_suffix: int) -> int:
    """Which page of a counted list an address is, from 1. `first_suffix` is the number in the second page's name."""
    found = _NUMBERED.search(urlsplit(url).path.rsplit("/", 1)[-1])
    return int(found["number"]) - first_suffix + 2 if found else 1


def _counter(html: str, url: str, suffix: str) -> _Counter | None:
    created = _CREATE_PAGE.search(html)
    if created:
        return _Counter(int(created[1]), created[2], created[3])
    counted = _COUNT_PAGE.search(html) or _VALUE_LIMIT.search(html)
    if counted is None:
        return None
    file_name = urlsplit(url).path.rsplit("/", 1)[-1]
    found = re.fullmatch(r"(\w+?)(?:_\d+)?\.(s?html?)", file_name)
    linked = re.search(r"index_\d+\.(s?html?)", html)
    suffix = found[2] if found else (linked[1] if linked else suffix)
    return _Counter(int(counted[1]), found[1] if found else "index", suffix)


def _counted(html: str, url: str, first_suffix: int, suffix: str) -> PageLinks | None:
    counter = _counter(html, url, suffix)
    if counter is None:
        return None
    text = visible_text(html)
    number = page_number(url, first_suffix)
    rest = range(number + 1, counter.pages + 1)
    files = [f"{counter.name}_{page - 2 + first_suffix}.{counter.suffix}" for page in rest]
    return PageLinks(tuple(_beside(url, file) for file in files), said_entries(text, html), counter.pages)


def _beside(url: str, file_name: str) -> str:
    address = urlsplit(url)
    return urlunsplit(address._replace(path=address.path.rsplit("/", 1)[0] + "/" + file_name, query="", fragment=""))


def index_1_first(html: str, url: str) -> PageLinks:
    """TRS and 迪庆: page 2 is index_1; without a counting script the next link is followed."""
    return _counted(html, url, first_suffix=1, suffix="html") or next_link(html, url)


def index_2_first(html: str, url: str) -> PageLinks:
    """昆明: page 2 is index_2."""
    return _counted(html, url, first_suffix=2, suffix="shtml") or next_link(html, url)


def next_link(html: str, url: str) -> PageLinks:
    """VSB and 云南: the link named 下页 or 下一页, wherever it leads."""
    text = visible_text(html)
    return PageLinks(_next_urls(html, url), said_entries(text, html), said_pages(text))


def _next_urls(html: str, url: str) -> tuple[str, ...]:
    if not html.strip():
        return ()
    here = urldefrag(url)[0]
    for link in parse_page(html).iter("a"):
        words = link.text_content() or link.get("title") or ""
        href = (link.get("href") or "").strip()
        if _NEXT_WORDS.match(words) and href and not href.lower().startswith(("javascript:", "#")):
            found = urldefrag(urljoin(url, href))[0]
            return (found,) if found != here else ()
    return ()


Pager = Callable[[str, str], PageLinks]

PAGERS: dict[str, Pager] = {
    "trs": index_1_first,
    "diqing": index_1_first,
    "kunming": index_2_first,
    "vsb": next_link,
    "yunnan": next_link,
}
"""Family → its pager: (page text, page address) → PageLinks."""
