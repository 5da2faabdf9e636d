"""The rows of a plain HTML list: which links are its lines, with the title and the date that the line prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html as lxml_html
from lxml.html import HtmlElement

PAGER_WORDS = re.compile(r"下一?页|尾页|末页|createPageHTML|countPage")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-./]|\s*年\s*)(\d{1,2})(?:[-./]|\s*月\s*)(\d{1,2})(?:\s*日)?(?!\d)")
_BRACKETED_DATE = re.compile(rf"[\[【（(]?\s*{_DATE.pattern}\s*[\]】）)]?")
_CUT = re.compile(r"(?:\.{2,}|…+)$")
_ROW_TAGS = frozenset({"li", "tr", "dl"})
_LIST_TAGS = frozenset({"body", "ul", "ol", "table", "tbody"})
_ROW_DEPTH = 5
_NEVER_A_LIST = frozenset({"nav", "aside", "header", "footer"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list."""

    url: str
    """Absolute, without a fragment."""
    title: str
    date: str | None
    """ISO; None where the line prints none."""


@dataclass(frozen=True, slots=True)
class _Region:
    """Rows that hang in one place of the page, written in one way."""

    rows: tuple[Row, ...]
    end: int
    """Where the last one stands, in document order."""


def parse_page(html: str) -> HtmlElement:
    """A page's tree. The text is handed over as UTF-8, so a charset that the page declares wrongly changes nothing."""
    parser = lxml_html.HTMLParser(encoding="utf-8")
    return lxml_html.document_fromstring(html.encode("utf-8", errors="replace") or b"<html></html>", parser=parser)


def list_rows(html: str, base_url: str, article_pattern: str) -> tuple[Row, ...]:
    """The lines of the list, in page order, each address once.

    A line is a link whose path and query match `article_pattern` from their beginning. Links to articles also stand in
    side boxes (latest news, recommended), so of several regions the list is the one before the pager, dated ones first;
    without a pager it is the largest.
    """
    if not html.strip():
        return ()
    root = parse_page(html)
    base = _base(root, base_url)
    pattern = re.compile(article_pattern)
    links = [(link, url) for link in root.iter("a") if (url := _article(link, base, pattern)) is not None]
    order = {element: number for number, element in enumerate(root.iter())}
    regions = list(_regions(links, order))
    if len(regions) > 1:
        regions = [region for region in regions if any(row.date for row in region.rows)] or regions
    if not regions:
        return ()
    pager = _pager_place(root, order)
    before = [region for region in regions if pager is not None and region.end < pager]
    if before:
        return max(before, key=lambda region: region.end).rows
    return max(regions, key=lambda region: len(region.rows)).rows


def _base(root: HtmlElement, base_url: str) -> str:
    declared = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return urljoin(base_url, declared) if declared else base_url


def _article(link: HtmlElement, base: str, pattern: re.Pattern[str]) -> str | None:
    try:
        url = urldefrag(urljoin(base, (link.get("href") or "").strip()))[0]
        address = urlsplit(url)
    except ValueError:  # a href that is no address at all, such as "http://[年报"
        return None
    if address.scheme not in ("http", "https"):
        return None
    path = address.path + (f"?{address.query}" if address.query else "")
    return url if pattern.match(path) else None


def _regions(links: Sequence[tuple[HtmlElement, str]], order: dict[HtmlElement, int]) -> Iterator[_Region]:
    """Groups links by how their rows are written: lists cut into several <ul> are still one list."""
    groups: dict[tuple[str, ...], list[tuple[HtmlElement, HtmlElement, str]]] = {}
    holds = _addresses_below(links)
    for link, url in links:
        if any(ancestor.tag in _NEVER_A_LIST for ancestor in link.iterancestors()):
            continue
        row = _row_element(link, holds)
        signature = tuple(f"{element.tag}.{element.get('class') or ''}" for element in row.iterancestors())
        groups.setdefault(signature, []).append((link, row, url))
    for members in groups.values():
        rows: dict[str, Row] = {}
        for link, row, url in members:
            found = Row(url, _title(link), _row_date(link, row))
            held = rows.get(url)
            if held is None:
                rows[url] = found
            elif len(held.title) < len(found.title):
                rows[url] = Row(url, found.title, held.date or found.date)
        yield _Region(tuple(rows.values()), max(order[link] for link, _, _ in members))


def _addresses_below(links: Sequence[tuple[HtmlElement, str]]) -> dict[HtmlElement, set[str]]:
    holds: dict[HtmlElement, set[str]] = {}
    for link, url in links:
        for element in (link, *link.iterancestors()):
            holds.setdefault(element, set()).add(url)
    return holds


def _row_element(link: HtmlElement, holds: dict[HtmlElement, set[str]]) -> HtmlElement:
    """The element around a link that prints its date and holds no other article; at most a li, tr or a few levels."""
    row = link
    for _ in range(_ROW_DEPTH):
        parent = row.getparent()
        if row.tag in _ROW_TAGS or parent is None or parent.tag in _LIST_TAGS or len(holds[parent]) > 1:
            break
        row = parent
        if iso_date(_beside(link, row)) is not None:
            break
    return row


def _folded(text: str) -> str:
    return " ".join(text.split())


def _title(link: HtmlElement) -> str:
    """The link's text without the row's date; its title attribute where the text is cut or there is none."""
    text = _folded(_BRACKETED_DATE.sub(" ", _folded(link.text_content()))) or _folded(link.text_content())
    attribute = _folded(link.get("title") or "")
    if attribute and (not text or _CUT.search(text)):
        return attribute
    return text


def _beside(link: HtmlElement, row: HtmlElement) -> str:
    """The row's text outside of its link."""
    if row is link:
        return link.tail or ""
    inside = set(link.iter())
    parts = [text for element in row.iter() if element not in inside for text in (element.text, element.tail) if text]
    return " ".join([*parts, link.tail or ""])


def _row_date(link: HtmlElement, row: HtmlElement) -> str | None:
    """The date that the row prints beside its link, or, where the whole row is the link, inside it."""
    return iso_date(_beside(link, row)) or iso_date(link.text_content())


def iso_date(text: str) -> str | None:
    """The last full date in a text, ISO; None without one. 2020-09-03, 2020.9.3, [2020-09-03], 2020年09月03日."""
    for year, month, day in reversed(_DATE.findall(text)):
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:  # 2020-13-45 is no date
            continue
    return None


def _pager_place(root: HtmlElement, order: dict[HtmlElement, int]) -> int | None:
    places = [
        order[element]
        for element in root.iter()
        if isinstance(element.tag, str)
        and any(PAGER_WORDS.search(text) for text in (element.text, element.get("title")) if text)
    ]
    return places[-1] if places else None


def refresh_target(html: str, base_url: str) -> str | None:
    """Where a page's meta refresh leads, if it is an address other than the page's own."""
    if not html.strip():
        return None
    for element in parse_page(html).iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            found = re.search(r"url\s*=\s*['\"]?([^'\">]+)", element.get("content") or "", re.IGNORECASE)
            if found and (target := str(urljoin(base_url, found[1].strip()))) != base_url:
                return target
    return None
