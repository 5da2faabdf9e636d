"""福建: the column page's script names its channel, POST /fjdzapp/search answers its lines as JSON."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.sources import Source
from spiders.lists.answers import COUNT, count_of, json_object, shown
from spiders.lists.dates import date_of_timestamp, iso_date
from spiders.lists.fragments import absolute_address, list_base, merged, plain_title
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.page_links import PAGES_LIMIT
from spiders.lists.rows import Row

_SEARCH = "/fjdzapp/search"
_PAGE_SIZE = 75
"""What the sites' own pages ask."""
_ADDRESS = re.compile(rf"""['"]((?:https?://[\w.:-]{{1,100}})?{_SEARCH})\b""")
_CHANNEL = re.compile(r"""\bchannelid['"]?\s*[=:]\s*['"]?(\d{1,12})""", re.IGNORECASE)
_COLUMN = re.compile(r"""\bchnlid['"]?\s*[=:]\s*['"]?(\d{1,12})""", re.IGNORECASE)
_RECORDS = re.compile(rf"""\brecordCount['"]?\s*[=:]\s*['"]?({COUNT})(?!\d)""")
_COUNTED = re.compile(rf"""['"]count['"]\s*:\s*['"]?({COUNT})(?!\d)""")
_PAGED = re.compile(rf"""['"]pagenum['"]\s*:\s*['"]?({COUNT})(?!\d)""")
_DOCS = re.compile(r"""['"]docs['"]\s*:\s*(?=\[)""")


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if ask.form is None:
        records = _RECORDS.search(answer.text)
        return ListPage(
            following=(_first_page(source, answer),), said=int(records[1]) if records else None, entrance=True
        )
    return _page(source, ask, answer)


def _first_page(source: Source, answer: Answer) -> Ask:
    """The first request. Channel and column can be written into list_url too (…#channelid=1&chnlid=2), and then count.

    Raises ListError where neither page nor registry names the channel.
    """
    named = dict(parse_qsl(urlsplit(source.list_url).fragment))
    channel, column = _CHANNEL.search(answer.text), _COLUMN.search(answer.text)
    channel_number = named.get("channelid") or (channel[1] if channel else "")
    column_number = named.get("chnlid") or (column[1] if column else "")
    if not re.fullmatch(r"[0-9]{1,12}", channel_number) or (_SEARCH not in answer.text and "channelid" not in named):
        raise ListError(
            f"expected {_SEARCH} and channelid in the column page, found {shown(answer.text)}"
            " (what the page does not name can be written into list_url: …#channelid=<number>&chnlid=<number>)"
        )
    by_column = [("classsql", f"chnlid={column_number}")] if column_number else []
    form = [("channelid", channel_number), ("sortfield", "-docorderpri,-docreltime"), *by_column]
    address = _ADDRESS.search(answer.text)
    return Ask(
        urljoin(answer.url, address[1] if address else _SEARCH),
        (*form, ("cache", "true"), ("page", "1"), ("prepage", str(_PAGE_SIZE))),
    )


def _page(source: Source, ask: Ask, answer: Answer) -> ListPage:
    names = dict(ask.form or ())
    number, size = count_of(names.get("page")), count_of(names.get("prepage"))
    if not number or not size:
        raise ListError(f"expected a request with page and prepage, found {ask.url}")
    lines, total, pages = _lines(answer.text)
    if pages is None and total is not None:
        pages = max(1, -(-total // size))
    base = list_base(source, answer)
    # Without a number of pages a full page is followed by another, and one that is not full is the last.
    end = pages if pages is not None else number + (len(lines) >= size)
    return ListPage(
        rows=merged(row for line in lines if (row := _row(line, base)) is not None),
        following=tuple(_later(names, ask.url, later) for later in range(number + 1, end + 1)[:PAGES_LIMIT]),
        said=total,
        said_pages=pages,
    )


def _lines(text: str) -> tuple[list[Any], int | None, int | None]:
    """(lines, entries of the list, its pages) of either answer: {data, pageCount}, or the older {docs, count, pagenum}.

    The older one is no JSON (single quotes, raw line breaks), but its `docs` are.
    """
    docs = _DOCS.search(text)
    if docs is None:
        found = json_object(text, f"the answer of {_SEARCH}")
        lines = found.get("data")
        if not isinstance(lines, list):
            raise ListError(f"expected data in the answer of {_SEARCH}, found {shown(text)}")
        totals = (count_of(found.get(name)) for name in ("total", "recordCount"))
        return lines, next((total for total in totals if total is not None), None), count_of(found.get("pageCount"))
    try:
        lines = json.JSONDecoder(strict=False).raw_decode(text, docs.end())[0]
    except (ValueError, RecursionError):
        raise ListError(
            f"expected docs as JSON in the answer of {_SEARCH}, found {shown(text[docs.end() :])}"
        ) from None
    counted, paged = _COUNTED.search(text), _PAGED.search(text)
    return lines, int(counted[1]) if counted else None, int(paged[1]) if paged else None


def _later(names: dict[str, str], url: str, number: int) -> Ask:
    return Ask(url, tuple((names | {"page": str(number)}).items()))


def _row(line: Any, base_url: str) -> Row | None:
    """None for a line without an address: it is missing in what was seen, and the list's total tells."""
    if not isinstance(line, dict):
        return None
    written = (line[name] for name in ("docpuburl", "chnldocurl", "url") if isinstance(line.get(name), str))
    address = next((found for text in written if (found := absolute_address(base_url, text)) is not None), None)
    if address is None:
        return None
    titles = (line[name] for name in ("doctitle", "title") if isinstance(line.get(name), str))
    dates = (_date(line.get(name)) for name in ("pubdate", "docreltime", "time"))
    title = next((plain for text in titles if (plain := plain_title(text))), "")
    return Row(address, title, next((day for day in dates if day is not None), None))


def _date(value: object) -> str | None:
    """A printed time, or a Unix one (some sites give docreltime so)."""
    if isinstance(value, str):
        return iso_date(value) or (date_of_timestamp(int(value)) if re.fullmatch(r"[0-9]{9,13}", value) else None)
    return date_of_timestamp(value) if isinstance(value, int) and not isinstance(value, bool) else None
