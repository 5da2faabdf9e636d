"""How a list goes on: one small function for each way that a family writes its pager.

TRS counts its pages index.html, index_1.html, index_2.html …; Kunming counts index.html, index_2.html … (SITES.md, 3).
VSB numbers backwards (page 2 of four is 3.htm), so only its links tell. A page script's `cur` is not trusted: the
number in the page's own address is. Wherever a pager says itself where it leads, it is read, and nothing is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from spiders.lists.page import MarkupPage
from spiders.lists.page_links import (
    BY_QUERY,
    HYPHENED,
    SHAPES,
    UNDERSCORED,
    PageLinks,
    counted,
    linked,
    next_urls,
    shown_offset,
)
from spiders.lists.rows import address_of
from spiders.lists.totals import page_of_pages, said_entries, said_pages

_N = r"['\"]?(\d{1,9})['\"]?(?!\d)"
_CREATE_PAGE = re.compile(rf"createPageHTML\(\s*{_N}\s*,\s*['\"]?\d+['\"]?\s*,\s*['\"](\w+)['\"]\s*,\s*['\"](\w+)['\"]")
_COUNT_PAGE = re.compile(rf"(?:var\s+)?countPage\s*=\s*{_N}")
_VALUE_LIMIT = re.compile(rf"ele\.value\s*>\s*{_N}")
_FILE_NAME = re.compile(r"(?P<name>\w+?)(?:_\d+)?\.(?P<suffix>s?html?)")
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_BLOCK = re.compile(
    rf"/columns/(?P<column>{_UUID})/templates/(?:{_UUID}/)?blocks/(?:{_UUID}|index\.html)", re.IGNORECASE
)
_BEGINNING = re.compile(r"[^\s\"'<>()=]*$")
_BEGINNING_LENGTH = 200
_VSB_FILE = re.compile(r"/(\d{1,5})\.html?$")


def _by_script(page: MarkupPage, first_suffix: int, suffix: str = "html") -> PageLinks | None:
    """A pager that a script writes: how many pages, and how their files are named. `first_suffix`: page 2's number."""
    created = _CREATE_PAGE.search(page.html)
    limit = created or _COUNT_PAGE.search(page.html) or _VALUE_LIMIT.search(page.html)
    if limit is None:
        return None
    if created is not None:
        name, suffix = created[2], created[3]
    else:
        file_name = _FILE_NAME.fullmatch(urlsplit(page.url).path.rsplit("/", 1)[-1])
        linked_suffix = re.search(r"index_\d+\.(s?html?)", page.html)
        name = file_name["name"] if file_name else "index"
        suffix = file_name["suffix"] if file_name else (linked_suffix[1] if linked_suffix else suffix)
    template = urljoin(page.url, f"{name}_") + "{}." + suffix
    return counted(page, template, UNDERSCORED, int(limit[1]), offset=first_suffix - 2)


def index_1_first(page: MarkupPage) -> PageLinks:
    """TRS and 迪庆: page 2 is index_1; without a counting script its links are followed."""
    return _by_script(page, first_suffix=1) or linked(page, (UNDERSCORED,), offset=-1)


def index_2_first(page: MarkupPage) -> PageLinks:
    """昆明 and NFCMS: page 2 is index_2."""
    return _by_script(page, first_suffix=2, suffix="shtml") or linked(page, (UNDERSCORED,), offset=0)


def next_link(page: MarkupPage) -> PageLinks:
    """云南: the link named 下页 or 下一页, wherever it leads; one that is still there on page 4/4 leads nowhere."""
    place = page_of_pages(page.text)
    at_end = place is not None and place[0] >= place[1]
    return PageLinks(() if at_end else next_urls(page), said_entries(page.text, page.html), said_pages(page.text))


def vsb(page: MarkupPage) -> PageLinks:
    """博达: the next link. Its pages count backwards, so of a list without a number the first page's next is N - 1."""
    links = next_link(page)
    ahead = _VSB_FILE.search(urlsplit(links.next_urls[0]).path) if links.next_urls else None
    if links.said_pages is not None or ahead is None or _VSB_FILE.search(urlsplit(page.url).path):
        return links
    return PageLinks(links.next_urls, links.said, int(ahead[1]) + 1)


def henan(page: MarkupPage) -> PageLinks:
    """河南: page 2 is index_1; #pageDec states the lines of a page and, as `pagecount`, those of the whole list."""
    stated = next((element for element in page.tree.iter("div") if element.get("id") == "pageDec"), None)
    numbers = [(stated.get(name) or "").strip() for name in ("pagesize", "pagecount")] if stated is not None else []
    if not numbers or not all(re.fullmatch(r"\d{1,9}", number) for number in numbers) or not int(numbers[0]):
        return index_1_first(page)
    size, entries = int(numbers[0]), int(numbers[1])
    suffix = "shtml" if page.url.endswith(".shtml") else "html"
    template = urljoin(page.url, "index_") + "{}." + suffix
    links = counted(page, template, UNDERSCORED, max(1, -(-entries // size)), offset=-1)
    return PageLinks(links.next_urls, entries, links.said_pages)


def hebei(page: MarkupPage) -> PageLinks:
    """河北's three: uuid columns with blocks, column.jsp?id&current=N (教育厅), and numbered pages (科技厅)."""
    if "/columns/" in page.url:
        return hebei_blocks(page)
    current = BY_QUERY["current"]
    if any(current.fullmatch(url) for url in (page.url, *(link.url for link in page.links))):
        return linked(page, (current,), offset=0)
    return eportal(page)


def hebei_blocks(page: MarkupPage) -> PageLinks:
    """The column page names the block that holds its list; the block's pages are HTML fragments, ?page=N&fix=0."""
    said, pages = said_entries(page.text, page.html), said_pages(page.text)
    here = BY_QUERY["page"].fullmatch(page.url)
    block = page.url.partition("?")[0] if here else _block_address(page)
    if block is None or not _BLOCK.search(block) or not page.links:
        return PageLinks((), said, pages)
    template = block + "?page={}&fix=0"
    if pages is not None:
        links = counted(page, template, BY_QUERY["page"], pages, offset=0)
        return PageLinks(links.next_urls, said, pages)
    return PageLinks((template.format(int(here["number"]) + 1 if here else 2),), said, None)


def _block_address(page: MarkupPage) -> str | None:
    """The address of the first block of the page's own column."""
    own = re.search(rf"/columns/({_UUID})", page.url, re.IGNORECASE)
    blocks = (found for found in _BLOCK.finditer(page.html) if own and found["column"].lower() == own[1].lower())
    found = next(blocks, None)
    if found is None:
        return None
    beginning = _BEGINNING.search(page.html[max(0, found.start() - _BEGINNING_LENGTH) : found.start()])
    return address_of((beginning[0] if beginning else "") + found[0], page.url)


def eportal(page: MarkupPage) -> PageLinks:
    """eportal and huilan: the next link has no href; its `tagname` says where it leads, a hidden field how many pages.

    A page may hold several lists; the one with the most pages is the column's, and its module's number begins its tags.
    """
    stated = [
        (int(field.get("totalpage") or 0), field.get("moduleid") or "")
        for field in page.tree.iter("input")
        if re.fullmatch(r"\d{1,9}", field.get("totalpage") or "")
    ]
    if not stated:
        return anywhere(page)
    pages, module = max(stated)
    addresses = [address_of(element.get("tagname"), page.url) or "" for element in page.tree.iter("a")]
    tags = [found for address in addresses if (found := HYPHENED.fullmatch(address))]
    own = [tag for tag in tags if module and tag["module"] in module] or tags
    if not own:
        links = anywhere(page)
        return PageLinks(links.next_urls, links.said, pages)
    return counted(page, own[0]["head"] + "{}" + own[0]["tail"], HYPHENED, pages, offset=0)


def anhui(page: MarkupPage) -> PageLinks:
    """安徽: …/page_N.html of one of its systems, ?branch_id&page=N of the other."""
    return linked(page, (UNDERSCORED, BY_QUERY["page"]), offset=0)


def anywhere(page: MarkupPage) -> PageLinks:
    """A site of no known family: a counting script, a pager whose addresses count, or else the next link."""
    shown = shown_offset(page, UNDERSCORED, next_urls(page))
    return _by_script(page, first_suffix=1 if shown is None else shown + 2) or linked(page, SHAPES, offset=None)


Pager = Callable[[MarkupPage], PageLinks]

PAGERS: dict[str, Pager] = {
    "trs": index_1_first,
    "diqing": index_1_first,
    "kunming": index_2_first,
    "vsb": vsb,
    "yunnan": next_link,
    "nfcms": index_2_first,
    "henan": henan,
    "hebei": hebei,
    "anhui": anhui,
    "eportal": eportal,
    "other": anywhere,
}
"""Family → its pager: a page → where its list goes on, and what it says of itself."""
