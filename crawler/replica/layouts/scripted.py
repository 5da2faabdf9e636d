"""What lists behind scripts and interfaces have in common: numbered places, made-up identifiers, JSON, head tables."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from html import escape
from typing import Any

from crawler.replica.layouts.common import only_attachments, report_body
from crawler.replica.tables import CellStyle
from crawler.replica.values import Article, ListPage, Said, Site

JSON_TYPE = "application/json;charset=UTF-8"
HTML_TYPE = "text/html;charset=UTF-8"
XML_TYPE = "text/xml;charset=UTF-8"
CHINA = timedelta(hours=8)

Places = tuple[Article | None, ...]
"""The rows of a whole list by their place; None where a fault took one out, so that the others keep theirs."""


def places(site: Site, pages: tuple[ListPage, ...]) -> Places:
    """The rows of `pages`, each page's beginning at its own place."""
    found: list[Article | None] = []
    for page in pages:
        full = page.rows if page.number == page.pages else page.rows + (None,) * (site.rows_per_page - len(page.rows))
        found += full
    return tuple(found)


def window(all_rows: Places, first: int, last: int) -> tuple[Article, ...]:
    """The rows from place `first` to place `last`, both counted from 1 and included."""
    return tuple(row for row in all_rows[max(first - 1, 0) : max(last, 0)] if row is not None)


def natural(text: str | None) -> int | None:
    """A number that a client sent; None for anything else than ASCII digits."""
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def page_count(said: int, size: int) -> int:
    return -(-said // size)


def token(site: Site, purpose: str, length: int = 32) -> str:
    """A hexadecimal identifier that is always the same for the site and the purpose (`length` up to 64)."""
    return sha256(f"nianbao replica {purpose} {site.source_id}".encode()).hexdigest()[:length]


def serial(site: Site, purpose: str, digits: int) -> int:
    """A number of exactly `digits` digits that is always the same for the site and the purpose."""
    least: int = 10 ** (digits - 1)
    return least + int(token(site, purpose), 16) % (9 * least)


def last_number(path: str) -> str:
    """The last digits of an address: an article's number; "0" where it has none."""
    numbers: list[str] = re.findall(r"\d+", path)
    return numbers[-1] if numbers else "0"


def cut(title: str, characters: int) -> str:
    """A title as a narrow list shows it."""
    return title if len(title) <= characters else title[:characters] + "..."


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_in_script(value: Any) -> str:
    """JSON that may stand in a script element: no `<` and no `>` in it, and still the same JSON."""
    return as_json(value).replace("<", "\\u003C").replace(">", "\\u003E")


def json_said(value: Any, status: int = 200) -> Said:
    return Said(as_json(value), JSON_TYPE, status)


def moment(day: date) -> datetime:
    """When an article of the day went out: 10:30 in China."""
    return datetime.combine(day, time(10, 30), UTC) - CHINA


def seconds(day: date) -> int:
    """The same as unix seconds."""
    return int(moment(day).timestamp())


def head_table(article: Article, attributes: str = ' class="xxgk_head"') -> str:
    """The head table over an article, two labels a row; nothing where the article has no head."""
    rows = []
    for place in range(0, len(article.head), 2):
        pair = article.head[place : place + 2]
        wide = ' colspan="3"' if len(pair) == 1 else ""
        cells = "".join(
            f"<td><strong>{label}：</strong></td><td{wide}>{escape(value) or '&nbsp;'}</td>" for label, value in pair
        )
        rows.append(f"<tr>{cells}</tr>\n")
    return f'<table{attributes} width="100%" border="0">\n<tbody>{"".join(rows)}</tbody></table>\n' if rows else ""


def body_of(article: Article, cells: CellStyle, paragraph: str, heading: str) -> str:
    """The report, or only the link to its file where the site publishes nothing else."""
    return only_attachments(article) if article.media != "html" else report_body(article, cells, paragraph, heading)
