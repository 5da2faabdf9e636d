"""gkmlpt (广东): a page whose script names site and categories, then /gkmlpt/api/all/<category> as JSON.

Pages 0 and 1 of the API are the same (SITES.md), so the list is asked from page 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from crawler.sources import Source
from spiders.lists.answers import count_of, json_object, shown
from spiders.lists.dates import date_of_timestamp, iso_date
from spiders.lists.fragments import absolute_address, list_base, merged, plain_title
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.page_links import PAGES_LIMIT
from spiders.lists.rows import Row

_PAGE_SIZE = 100
"""Lines of a page on the sites at hand. The API takes no size: where its first page shows fewer of a longer list, the
requests for the rest carry that number behind a #, which is never sent."""
_SITE = re.compile(r"""\bSID['"]?\s*:\s*['"]?(\w{1,40})['"]?""")
_TREE = re.compile(r"""\bTREE['"]?\s*:\s*(?=\[)""")
_FOLDER = re.compile(r".*?/gkmlpt/")
"""May lie below a body's own folder, /zqhjj/gkmlpt/."""
_CATEGORY = re.compile(r"(?<!\d)(\d{1,12})(?!\d)")
_YEARLY = re.compile(r"年报|年度报告")
_TIMES = ("display_publish_time", "date", "first_publish_time", "create_time")
_NODES_LIMIT = 5_000


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if "/gkmlpt/api/all/" not in ask.url:
        return ListPage(following=(_first_page(source, answer),), entrance=True)
    return _page(source, ask, answer)


def _first_page(source: Source, answer: Answer) -> Ask:
    site = _SITE.search(answer.text) if "_CONFIG" in answer.text else None
    if site is None:
        raise ListError(f"expected window._CONFIG with SID in the column page, found {shown(answer.text)}")
    address = urlsplit(answer.url)
    folder = _FOLDER.match(address.path)
    if folder is None:
        raise ListError(f"expected an address with /gkmlpt/ in it, found {answer.url}")
    api = f"{folder[0]}api/all/{_category(source, answer)}"
    return Ask(urlunsplit((address.scheme, address.netloc, api, f"page=1&sid={site[1]}", "")))


def _category(source: Source, answer: Answer) -> str:
    """The category's number: from the fragment of `list_url`, or that of the one category of annual reports.

    Raises ListError where there is none or more than one, so that no other list is taken for the column.
    """
    written = _CATEGORY.search(urlsplit(source.list_url).fragment)
    if written is not None:
        return written[1]
    yearly = {
        number: name
        for node in _nodes(answer.text)
        if _YEARLY.search(name := str(node.get("name")))
        and not node.get("jump_url")
        and (number := count_of(node.get("id"))) is not None
    }
    numbers = [number for number, name in yearly.items() if "公开" in name] or list(yearly)
    if len(numbers) != 1:
        found = ", ".join(str(number) for number in numbers[:5]) or "none"
        raise ListError(
            f"expected one category of annual reports in TREE, found {found} (write it: list_url …#<number>)"
        )
    return str(numbers[0])


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """The nodes of TREE, which is JSON within a script that is none."""
    start = _TREE.search(text)
    if start is None:
        return
    try:
        waiting: list[Any] = [json.JSONDecoder().raw_decode(text, start.end())[0]]
    except (ValueError, RecursionError):
        raise ListError(f"expected TREE as JSON in window._CONFIG, found {shown(text[start.end() :])}") from None
    for _ in range(_NODES_LIMIT):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            yield node
            waiting.append(node.get("children"))


def _page(source: Source, ask: Ask, answer: Answer) -> ListPage:
    found = json_object(answer.text, "the API's answer")
    articles, classify = found.get("articles"), found.get("classify")
    if not isinstance(articles, list):
        raise ListError(f"expected articles in the API's answer, found {shown(answer.text)}")
    total = count_of(found.get("total"))
    if total is None and isinstance(classify, dict):
        total = count_of(classify.get("post_count"))
    if total is None:
        raise ListError(f"expected total or classify.post_count in the API's answer, found {shown(answer.text)}")
    number, size = _asked(ask)
    if number == 1 and 0 < len(articles) < min(size, total):
        size = len(articles)
    pages = max(1, -(-total // size))
    base = list_base(source, answer)
    return ListPage(
        rows=merged(row for article in articles if (row := _row(article, base)) is not None),
        following=tuple(_later(ask, later, size) for later in range(number + 1, pages + 1)[:PAGES_LIMIT]),
        said=total,
        said_pages=pages,
    )


def _asked(ask: Ask) -> tuple[int, int]:
    """(page, lines a page) of a request."""
    address = urlsplit(ask.url)
    number, size = count_of(dict(parse_qsl(address.query)).get("page")), count_of(address.fragment or str(_PAGE_SIZE))
    if not number or not size:
        raise ListError(f"expected a request with page, found {ask.url}")
    return number, size


def _later(ask: Ask, number: int, size: int) -> Ask:
    url = re.sub(r"([?&]page=)\d+", rf"\g<1>{number}", ask.url.partition("#")[0], count=1)
    return Ask(url if size == _PAGE_SIZE else f"{url}#{size}")


def _row(article: Any, base_url: str) -> Row | None:
    """None for a line without an address: it is missing in what was seen, and the list's total tells."""
    if not isinstance(article, dict):
        return None
    written = (article[name] for name in ("url", "post_url") if isinstance(article.get(name), str))
    address = next((found for text in written if (found := absolute_address(base_url, text)) is not None), None)
    if address is None:
        return None
    title = article.get("title")
    return Row(address, plain_title(title) if isinstance(title, str) else "", _date(article))


def _date(article: dict[str, Any]) -> str | None:
    """The day on which a line says that it was published: Unix seconds, or a printed time."""
    numbers = (_unix_time(article.get(name)) for name in _TIMES)
    stamped = next((day for value in numbers if value and (day := date_of_timestamp(value)) is not None), None)
    printed = article.get("created_at")
    return stamped or (iso_date(printed) if isinstance(printed, str) else None)


def _unix_time(value: object) -> int | None:
    """A Unix time, which has ten digits: 1706000000 or "1706000000"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{9,13}", value) else None
