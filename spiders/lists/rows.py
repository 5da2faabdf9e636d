"""The rows of a plain HTML list: which links are its lines, with the title and the date that the line prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from spiders.lists.dates import is_date, iso_date, split_date, without_date

_NOTHING = b"<html></html>"
_CUT = re.compile(r"(?:\.{2,}|…+)$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LOOSE_ROWS = frozenset({"a", "b", "dd", "dt", "em", "font", "span", "strong", "td"})
_BREAKS = frozenset({"br", "hr"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list."""

    url: str
    """Absolute, without a fragment."""
    title: str
    date: str | None
    """ISO; None where the line prints none, or one without its year."""


@dataclass(frozen=True, slots=True)
class Line:
    """A link that is a line of a list, and the element that holds all that the line prints."""

    link: HtmlElement
    row: HtmlElement
    url: str
    main: HtmlElement | None = None
    """For a second link of one row (the PDF beside the page): the row's first; its words name this one too."""


def parse_page(html: str) -> HtmlElement:
    """A page's tree. The text is handed over as UTF-8, so a charset that the page declares wrongly changes nothing."""
    parser = lxml_html.HTMLParser(encoding="utf-8")
    try:
        return lxml_html.document_fromstring(html.encode("utf-8", errors="replace") or _NOTHING, parser=parser)
    except ParserError:  # a text of which nothing is left as markup, such as "</1"
        return lxml_html.document_fromstring(_NOTHING, parser=parser)


def base_of(root: HtmlElement, page_url: str) -> str:
    """What the page's relative addresses are relative to."""
    declared = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    try:
        return urljoin(page_url, declared) if declared else page_url
    except ValueError:  # a base that is no address at all
        return page_url


def address_of(href: str | None, base: str) -> str | None:
    """Where a link leads, absolute and without a fragment; None for one that leads nowhere over HTTP."""
    try:
        url = urldefrag(urljoin(base, (href or "").strip()))[0]
        address = urlsplit(url)
    except ValueError:  # a href that is no address at all, such as "http://[年报"
        return None
    return url if address.scheme in ("http", "https") and address.netloc else None


def folded(text: str) -> str:
    return " ".join(text.split())


def rows_of(lines: Sequence[Line]) -> tuple[Row, ...]:
    """The rows that lines print, each address once: the fullest title, the first date."""
    rows: dict[str, Row] = {}
    for line, printed in zip(lines, _dates(lines), strict=True):
        found = Row(line.url, _title(line), printed)
        held = rows.get(line.url)
        if held is None:
            rows[line.url] = found
        else:
            title = found.title if len(found.title) > len(held.title) else held.title
            rows[line.url] = Row(line.url, title, held.date or found.date)
    return tuple(rows.values())


def is_dated(line: Line) -> bool:
    """Whether a line prints a date, be it one without a year."""
    return _row_date(line) is not None or any(is_date(text) for text in _pieces(line.link, line.row))


def _title(line: Line) -> str:
    own = link_title(line.link)
    if line.main is None:
        return own
    main = link_title(line.main)
    return own if main in own else f"{main} {own}".strip()


def link_title(link: HtmlElement) -> str:
    """A link's words without the row's date; its title attribute where they are cut or there are none."""
    heading = next((element for element in link.iter(*_HEADINGS) if element.text_content().strip()), None)
    words = link if heading is None else heading
    whole = folded(words.text_content())
    text = without_date(folded("".join(" " if is_date(piece) else piece for piece in words.itertext()))) or whole
    attribute = folded(link.get("title") or "")
    # A text may be cut without dots too: then the attribute goes on where it ends.
    if attribute and (not text or _CUT.search(text) or attribute.startswith(text)):
        return without_date(attribute) or attribute
    return text


def beside(link: HtmlElement, row: HtmlElement) -> str:
    """The row's text outside of its link."""
    return " ".join(_pieces(link, row))


def _pieces(link: HtmlElement, row: HtmlElement) -> list[str]:
    if row is link:
        return [link.tail or ""]
    inside = set(link.iter())
    parts = [text for element in row.iter() if element not in inside for text in (element.text, element.tail) if text]
    return [*parts, link.tail or ""]


def _row_date(line: Line) -> str | None:
    """The date that the row prints beside its link, or, where the whole row is the link, inside it."""
    found = iso_date(beside(line.link, line.row)) or iso_date(line.link.text_content())
    if found is not None or line.row.tag == "a":
        return found
    blocks = (element for element in line.row.iterdescendants() if isinstance(element.tag, str))
    return next((found for block in blocks if (found := split_date(block.text_content())) is not None), None)


def _dates(lines: Sequence[Line]) -> list[str | None]:
    """Each line's date. Where links and dates stand by turns, with no element around each pair, it is a neighbour."""
    found = [_row_date(line) for line in lines]
    loose = [number for number, line in enumerate(lines) if found[number] is None and line.row.tag in _LOOSE_ROWS]
    before = {number: iso_date(_text_before(lines[number].row)) for number in loose}
    after = {number: iso_date(_text_after(lines[number].row)) for number in loose}
    # Date, link, date, link: which of its two neighbours is a link's own, only the ends of the list can say.
    leading = bool(loose) and before[loose[0]] is not None and after[loose[-1]] is None
    for number in loose:
        found[number] = before[number] if leading else after[number]
    return found


def _text_after(row: HtmlElement) -> str:
    """What is printed between a row and the next link or break."""
    parts = [row.tail or ""]
    for sibling in row.itersiblings():
        if _ends_row(sibling):
            break
        parts += [sibling.text_content() if isinstance(sibling.tag, str) else "", sibling.tail or ""]
    return " ".join(parts)


def _text_before(row: HtmlElement) -> str:
    """What is printed between the last link or break and a row."""
    parts: list[str] = []
    for sibling in row.itersiblings(preceding=True):
        parts.insert(0, sibling.tail or "")
        if _ends_row(sibling):
            return " ".join(parts)
        parts.insert(0, sibling.text_content() if isinstance(sibling.tag, str) else "")
    return " ".join([row.getparent().text or "", *parts])


def _ends_row(element: HtmlElement) -> bool:
    return element.tag in _BREAKS or next(element.iter("a"), None) is not None


def refresh_target(html: str, base_url: str) -> str | None:
    """Where a page's meta refresh leads, if it is an address other than the page's own."""
    if not html.strip():
        return None
    for element in parse_page(html).iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            found = re.search(r"url\s*=\s*['\"]?([^'\">]+)", element.get("content") or "", re.IGNORECASE)
            target = (address_of(found[1], base_url) or found[1].strip()) if found else base_url
            if target != urldefrag(base_url)[0] and target != base_url:
                return target
    return None
