"""Jiangxi's Hanweb: the column page names itself in a script, POST /queryList answers its lines as JSON.

The column page also has a list and a tree of columns of its own (SITES.md: `listData.articleList`); what its numbers
count is not known, so the page is only the entrance, and what the API says is the list.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.sources import Source
from spiders.lists.answers import count_of, json_object, shown
from spiders.lists.dates import iso_date
from spiders.lists.fragments import absolute_address, list_base, merged, plain_title
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.page_links import PAGES_LIMIT
from spiders.lists.rows import Row

_PAGE_SIZE = 15
"""What the sites' own pages ask."""
_CODE = re.compile(r"""\bcodeName\s*[=:]\s*['"]([\w-]{1,80})['"]""")
_CHANNEL = re.compile(r"""\bchannelId\s*[=:]\s*['"]?\w""")
_UNIT = re.compile(
    r"""templateContainerId\s*['"]?\s*[=:]\s*['"]div(\d{1,30})['"]|\bunitid\s*['"]?\s*[=:]\s*['"]?(\d{1,30})"""
)


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if ask.form is None:
        return ListPage(following=(_first_page(source, answer),), entrance=True)
    return _page(source, ask, answer)


def _first_page(source: Source, answer: Answer) -> Ask:
    """The query stands at the host's root, whatever the site's folder (below it, it answers 404)."""
    code = _CODE.search(answer.text)
    folders = [folder for folder in urlsplit(source.list_url).path.split("/") if folder]
    if code is None and _CHANNEL.search(answer.text) is None:
        raise ListError(f"expected channelId and codeName in a script of the column page, found {shown(answer.text)}")
    if len(folders) < 2:
        raise ListError(f"expected an address of the form /<site>/…/<column>/, found {source.list_url}")
    unit = _UNIT.search(answer.text)
    number = (unit[1] or unit[2]) if unit else ""
    form = (
        ("current", "1"),
        ("unitid", number),
        ("webSiteCode[]", folders[0]),
        ("channelCode[]", code[1] if code else _column_folder(folders)),
        ("dataBefore", ""),
        ("dataAfter", ""),
        ("perPage", str(_PAGE_SIZE)),
        ("showMode", "full"),
        ("groupSize", "1"),
        ("barPosition", "bottom"),
        ("titleMax", "39"),
        ("templateContainerId", f"div{number}"),
        ("themeName", "default"),
        ("pageSize", str(_PAGE_SIZE)),
    )
    return Ask(urljoin(answer.url, "/queryList"), form)


def _column_folder(folders: list[str]) -> str:
    """colN of /site/col/colN/index.html, or the word of /site/word/."""
    named = [folder for folder in folders[1:] if "." not in folder]
    return named[-1] if named else folders[-1]


def _page(source: Source, ask: Ask, answer: Answer) -> ListPage:
    data = json_object(answer.text, "the answer of /queryList").get("data")
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(results, list):
        raise ListError(f"expected data.results in the answer of /queryList, found {shown(answer.text)}")
    number = count_of(dict(ask.form or ()).get("current"))
    if number is None:
        raise ListError(f"expected a request with current, found {ask.url}")
    total = count_of(data.get("total"))
    pages = _pages(total, count_of(data.get("rows")))
    base = list_base(source, answer)
    return ListPage(
        rows=merged(row for result in results if (row := _row(result, base)) is not None),
        following=tuple(_asked_for(ask, later) for later in range(number + 1, (pages or 0) + 1)[:PAGES_LIMIT]),
        said=total,
        said_pages=pages,
    )


def _pages(total: int | None, size: int | None) -> int | None:
    """`rows` of an answer is the size of its pages, which the site may hold below what was asked; 0 past the end."""
    if total is None:
        return None
    size = min(size or _PAGE_SIZE, _PAGE_SIZE)
    return max(1, -(-total // size))


def _asked_for(ask: Ask, number: int) -> Ask:
    form = dict(ask.form or ()) | {"current": str(number)}
    return Ask(ask.url, tuple(form.items()))


def _row(result: Any, base_url: str) -> Row | None:
    """None for a line without an address: it is missing in what was seen, and the list's total tells."""
    line = result.get("source", result) if isinstance(result, dict) else None
    if not isinstance(line, dict):
        return None
    address = absolute_address(base_url, _page_address(line.get("urls")))
    if address is None:
        return None
    titles = [line[name] for name in ("title", "showTitle") if isinstance(line.get(name), str)]
    title = next((plain for title in titles if (plain := plain_title(title))), "")
    published = line.get("pubDate")
    return Row(address, title, iso_date(published) if isinstance(published, str) else None)


def _page_address(urls: Any) -> str:
    """`urls` is JSON in a string of the JSON: {"pc": "/site/col/col1/content/content_….html"}."""
    named: Any = urls
    if isinstance(urls, str):
        try:
            named = json.loads(urls)
        except (ValueError, RecursionError):
            return ""
    named = named.get("pc") if isinstance(named, dict) else None
    return named if isinstance(named, str) else ""
