"""The lines of an HTML fragment that a list's API sends: every link is one, for the API has already chosen them."""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.sources import Source
from spiders.lists.answers import shown
from spiders.lists.dates import iso_date
from spiders.lists.model import Answer, ListError
from spiders.lists.rows import Line, Row, address_of, folded, parse_page, rows_of

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What lxml hands out of a damaged page and does not take back."""
_ROW_TAGS = frozenset({"li", "tr", "dl"})
_WHOLE_TAGS = frozenset({"body", "html", "ul", "ol", "table", "tbody"})
_ROW_DEPTH = 6
_DATE_ATTRIBUTES = ("rq", "readlabel")
"""Where Hanweb's rows repeat the line's date: rq on xxgk's links, readlabel on the proxy's <b>."""
_MARKUP = re.compile(r"</?(?:a|b|big|br|em|font|i|p|small|span|strong|u)\b[^<>]*>", re.IGNORECASE)


def list_base(source: Source, answer: Answer) -> str:
    """What the addresses in an API's answer are relative to: the column page, into which a browser puts the rows.

    The column page may have moved to https with its API, so the API's own scheme counts where the hosts are the same.
    """
    page, came = urlsplit(source.list_url), urlsplit(answer.url)
    if page.hostname != came.hostname:
        return source.list_url
    return page._replace(scheme=came.scheme, netloc=came.netloc, fragment="").geturl()


def absolute_address(base_url: str, href: str) -> str | None:
    """An http or https address without its fragment; None for what is no such address (javascript:, "#", "")."""
    written = href.strip()
    if not written or written.startswith("#"):
        return None
    url = address_of(written, base_url)
    try:
        return url if url is None or url.encode("utf-8") else None
    except UnicodeEncodeError:  # half of a surrogate pair, out of a JSON string
        return None


def address_to_ask(page_url: str, written: str) -> str:
    """The address of a list's API as a page writes it, made absolute. Raises ListError for what is none."""
    url = absolute_address(page_url, written)
    if url is None:
        raise ListError(f"expected the address of the list's API, found {shown(written)}")
    return url


def plain_title(text: str) -> str:
    """A title out of a JSON string: entities read, a search's highlighting taken out, blanks folded."""
    text = html_entities.unescape(_MARKUP.sub("", text))
    return folded(text.encode("utf-8", errors="replace").decode("utf-8"))


def merged(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each address once, at its first place, with the longest of its titles and its first date."""
    held: dict[str, Row] = {}
    for row in rows:
        earlier = held.get(row.url, row)
        title = max(earlier.title, row.title, key=len)
        held[row.url] = Row(row.url, title, earlier.date or row.date)
    return tuple(held.values())


def fragment_rows(html: str, base_url: str) -> tuple[Row, ...]:
    """The lines of a fragment in its order, each address once.

    Any link to an http or https address is a line, but one back to `base_url` itself, whatever its query: those are the
    fragment's own pager.
    """
    if not html.strip():
        return ()
    here = _place(base_url)
    links = [
        (link, url)
        for link in parse_page(html).iter("a")
        if (url := absolute_address(base_url, link.get("href") or "")) is not None and _place(url) != here
    ]
    addresses = _addresses_below(links)
    lines = [Line(_titled(link), _line_of(link, addresses), url) for link, url in links]
    dates = {line.url: found for line in reversed(lines) if (found := _attribute_date(line)) is not None}
    return tuple(Row(row.url, row.title, row.date or dates.get(row.url)) for row in rows_of(lines))


def _place(url: str) -> tuple[str | None, str]:
    address = urlsplit(url)
    return address.hostname, address.path


def _ancestors(link: HtmlElement) -> Iterator[HtmlElement]:
    yield from islice(link.iterancestors(), _ROW_DEPTH)


def _addresses_below(links: list[tuple[HtmlElement, str]]) -> dict[HtmlElement, set[str]]:
    below: dict[HtmlElement, set[str]] = {}
    for link, url in links:
        for element in _ancestors(link):
            below.setdefault(element, set()).add(url)
    return below


def _line_of(link: HtmlElement, addresses: dict[HtmlElement, set[str]]) -> HtmlElement:
    """The largest element around a link that is about this link alone; at most its <li>, <tr> or <dl>."""
    line = link
    for element in _ancestors(link):
        if element.tag in _WHOLE_TAGS or len(addresses[element]) > 1:
            break
        line = element
        if element.tag in _ROW_TAGS:
            break
    return line


def _titled(link: HtmlElement) -> HtmlElement:
    """The link with its title where HTML has it. The register calls it mc, on the link or on a <span> in it."""
    named = next((element for element in link.iter() if (element.get("mc") or "").strip()), None)
    if named is None:
        return link
    title = _CONTROL.sub("", named.get("mc") or "")
    if not (link.get("title") or "").strip():
        link.set("title", title)
    if named is not link and not named.text_content().strip():
        named.text = title
    return link


def _attribute_date(line: Line) -> str | None:
    named = (element.get(name) for element in line.row.iter() for name in _DATE_ATTRIBUTES)
    return next((found for value in named if value and (found := iso_date(value)) is not None), None)
