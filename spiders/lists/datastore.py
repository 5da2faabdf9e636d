"""Hanweb's datastore: the lines of a list as CDATA in XML, in the proxy's answers and inside the column page.

It is read by its marks and not by an XML parser: the page's own ones stand inside HTML, the markup around the records
is not always well-formed, and there are no entities of its own that would have to be expanded.
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spiders.lists.answers import COUNT, shown
from spiders.lists.dates import iso_date
from spiders.lists.fragments import fragment_rows, merged
from spiders.lists.model import ListError
from spiders.lists.rows import Row, parse_page

_START = re.compile(r"<datastore(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_END = re.compile(r"</datastore\s*>", re.IGNORECASE)
_RECORD = re.compile(r"<record(?:\s[^<>]{0,200})?>\s*", re.IGNORECASE)
_NEXT_GROUP = re.compile(r"<nextgroup(?:\s[^<>]{0,200})?>\s*", re.IGNORECASE)
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_TOTAL = re.compile(rf"<totalrecord>\s*({COUNT})\s*</totalrecord>", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Datastore:
    start: int
    """Where it begins in the text."""
    total: int | None
    """Its <totalrecord>: entries of the whole list."""
    next_group: str | None
    """The address in its <nextgroup>, as written; None = it has none, or an empty one."""
    records: tuple[str, ...]
    """HTML, one line of the list each."""


def datastores(text: str) -> tuple[Datastore, ...]:
    """Every datastore of a page or an answer. Raises ListError for one that is cut off."""
    return tuple(_each(text))


def the_datastore(text: str) -> Datastore:
    """The datastore of an answer. Raises ListError."""
    found = datastores(text)
    if not found:
        raise ListError(f"expected a <datastore> with records, found {shown(text)}")
    return found[0]


def record_rows(records: tuple[str, ...], base_url: str, article_pattern: str) -> tuple[Row, ...]:
    """One row a record, each address once.

    A record with several links (its kind, a PDF beside the page) is the line of the one that is an article of the
    source; without such a one, of the first. A record without a link is no line.
    """
    pattern = re.compile(article_pattern)
    rows = []
    for record in records:
        links = fragment_rows(record, base_url)
        articles = [row for row in links if pattern.match(_path_of(row.url))]
        rows += [replace(row, date=row.date or _date_of(record)) for row in (articles or list(links))[:1]]
    return merged(rows)


def _date_of(record: str) -> str | None:
    """The date of a record with several links, which stands beside none of them."""
    return iso_date(parse_page(record).text_content())


def _path_of(url: str) -> str:
    return "/" + url.split("://", 1)[1].partition("/")[2]


def _each(text: str) -> Iterator[Datastore]:
    position = 0
    while (start := _START.search(text, position)) is not None:
        end = _END.search(text, start.end())
        if end is None:
            raise ListError(f"expected a <datastore> to its end tag, found it cut off at {shown(text[-60:])}")
        inside = text[start.end() : end.start()]
        total = _TOTAL.search(inside)
        yield Datastore(
            start.start(), int(total[1]) if total else None, _next_group(inside), tuple(_contents(inside, _RECORD))
        )
        position = end.end()


def _next_group(inside: str) -> str | None:
    for content in _contents(inside, _NEXT_GROUP):
        href = _HREF.search(content)
        # Only &amp; is undone: the rest of the address may be encrypted, and is sent as it was written.
        return (href[1] or href[2] or "").strip().replace("&amp;", "&") or None if href else None
    return None


def _contents(inside: str, tag: re.Pattern[str]) -> Iterator[str]:
    """What the elements of one name hold: CDATA as it is, other text with its entities read."""
    position = 0
    while (start := tag.search(inside, position)) is not None:
        cdata = inside.startswith(_CDATA, start.end())
        begin = start.end() + (len(_CDATA) if cdata else 0)
        end = inside.find(_CDATA_END if cdata else "</", begin)
        if end < 0:
            raise ListError(f"expected the end of {start[0].strip()}, found {shown(inside[begin:])}")
        content = inside[begin:end]
        yield content if cdata else html_entities.unescape(content)
        position = end
