"""Hanweb's register of open government (`/module/xxgk/search.jsp`): an empty column page, then pages by POST.

What the search wants stands in the page's call `loadDynamic('/module/xxgk/search.jsp?…area=…', 'div901', …)`, or in the
address of its tree (`/module/xxgk/tree.jsp?…area=…&divid=…`). The search does not filter by column: without an
infotypeId it answers the whole area, so the one of the column's address (`?number=`) comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from crawler.sources import Source
from spiders.lists.answers import COUNT, count_of, shown
from spiders.lists.fragments import absolute_address, address_to_ask, fragment_rows, list_base
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.page_links import PAGES_LIMIT
from spiders.lists.rows import parse_page
from spiders.lists.totals import said_entries, visible_text

_CALL = re.compile(r"\bloadDynamic\s*\(")
_TREE = re.compile(r"""["']([^"'\s<>]{0,500}/module/xxgk/tree\.jsp\?[^"'\s<>]{0,2000})["']""")
_SEARCH = re.compile(r"/xxgk/\w*(?:search|subjectinfo)\w*\.jsp|/search\.jsp")
_SEARCH_ADDRESS = "/module/xxgk/search.jsp"
_ARGUMENT = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([(),])""", re.DOTALL)
_CALL_LENGTH = 4_000
_CALLS_READ = 20
_PAGES = re.compile(rf"共\s*({COUNT})\s*页")
_WHOLE_PAGE = re.compile(r"<!doctype|<html\b", re.IGNORECASE)
_REGISTER = re.compile(r"tr_main_value|content_right_ul|tab_box|zfxxgk_|tb_title")
"""The marks of the register's four kinds of rows and of its pager."""
_FIELDS = (
    "infotypeId",
    "jdid",
    "area",
    "divid",
    "vc_title",
    "vc_number",
    "sortfield",
    "currpage",
    "vc_filenumber",
    "vc_all",
    "texttype",
    "fbtime",
)
_DEFAULTS = {"sortfield": ",compaltedate:0", "texttype": "0", "fbtime": "-1"}
"""What the site's own script sends beside the call's values; `compaltedate` is how the system spells it."""


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if ask.form is None:
        return ListPage(following=(_search(source, answer),), entrance=True)
    return _page(source, ask, answer)


def _search(source: Source, answer: Answer) -> Ask:
    address, values = _address_and_values(answer.text)
    query = dict(parse_qsl(address.partition("?")[2], keep_blank_values=True))
    of_column = parse_qs(urlsplit(source.list_url).query)
    values |= {name: query[name] for name in ("area", "divid") if query.get(name)}
    # A prefix that the call writes before its variable (infotypeId=Z2401'+a) narrows as the address's number does.
    narrowed = (of_column.get("number") or [query.get("infotypeId", "")])[0]
    values["infotypeId"] = narrowed or values.get("infotypeId") or "0"
    values["area"] = values.get("area") or of_column.get("vc_xxgkarea", [""])[0]
    form = {name: values.get(name, _DEFAULTS.get(name, "")) for name in _FIELDS}
    query |= {name: form[name] for name in ("infotypeId", "area", "divid", "jdid")}
    proxy = address_to_ask(answer.url, address).partition("?")[0]
    return _page_ask(proxy, tuple(query.items()), tuple(form.items()), 1)


def _page_ask(url: str, query: tuple[tuple[str, str], ...], form: tuple[tuple[str, str], ...], number: int) -> Ask:
    """The page counts in the address and in the form: sites differ in which of them is read."""
    current = {"currpage": str(number)}
    body = dict(query) | dict(form) | current
    return Ask(f"{url}?{urlencode(dict(query) | current)}", tuple(body.items()))


def _address_and_values(html: str) -> tuple[str, dict[str, str]]:
    """The search's address and what the page says beside it. Raises ListError."""
    calls = [call for call in _calls(html) if call and _SEARCH.search(call[0])]
    if calls:
        # A page may load several boxes; the one with an area is the register's.
        arguments = next((call for call in calls if re.search(r"[?&]area=[^&]", call[0])), calls[0])
        given = dict(zip(("address", "divid", "infotypeId", "number", "width", "jdid"), arguments, strict=False))
        return given.pop("address"), {name: given[name] for name in ("divid", "infotypeId", "jdid") if given.get(name)}
    tree = _TREE.search(html)
    if tree is None:
        raise ListError(
            f"expected loadDynamic('…/search.jsp?…') or a tree.jsp?…area= in the column page, found {shown(html)}"
        )
    kept = ("standardXxgk", "area", "divid")
    query = dict(parse_qsl(_plain(tree[1]).partition("?")[2]))
    return f"{_SEARCH_ADDRESS}?{urlencode({name: query[name] for name in kept if name in query})}", {}


def _plain(address: str) -> str:
    """Only &amp; is undone: a parameter's name may begin like an entity (&region=)."""
    return address.replace("&amp;", "&")


def _calls(html: str) -> Iterator[list[str]]:
    """Each call's arguments: the literal parts of a concatenation, joined; variables and inner calls are left out."""
    for number, start in enumerate(_CALL.finditer(html)):
        if number == _CALLS_READ:
            return
        arguments, depth = [""], 1
        for piece in _ARGUMENT.finditer(html[start.end() : start.end() + _CALL_LENGTH]):
            mark = piece[3]
            if mark is None and depth == 1:
                arguments[-1] += _plain(piece[1] if piece[1] is not None else piece[2])
            elif mark == "," and depth == 1:
                arguments.append("")
            depth += {"(": 1, ")": -1}.get(mark or "", 0)
            if depth == 0:
                yield arguments
                break


def _page(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if "<" not in answer.text or (_WHOLE_PAGE.search(answer.text) and not _REGISTER.search(answer.text)):
        raise ListError(f"expected the rows of the register as an HTML fragment, found {shown(answer.text)}")
    form = ask.form or ()
    number = count_of(dict(form).get("currpage"))
    if number is None:
        raise ListError(f"expected a request with currpage, found {ask.url}")
    text = visible_text(answer.text)
    stated = _PAGES.search(text)
    pages = int(stated[1]) if stated else None
    query = tuple(parse_qsl(urlsplit(ask.url).query, keep_blank_values=True))
    base = list_base(source, answer)
    rest = range(number + 1, (_linked_pages(answer.text, base) if pages is None else pages) + 1)[:PAGES_LIMIT]
    address = ask.url.partition("?")[0]
    return ListPage(
        rows=fragment_rows(answer.text, base),
        following=tuple(_page_ask(address, query, form, later) for later in rest),
        said=said_entries(text, answer.text),
        said_pages=pages,
    )


def _linked_pages(html: str, base_url: str) -> int:
    """The largest page number among the pager's links, which some templates have alone: no total, but it leads on.

    They lead to no address, but run a script; a line whose title is a year leads to its page.
    """
    links = [link for link in parse_page(html).iter("a") if absolute_address(base_url, link.get("href") or "") is None]
    words = [link.text_content().strip() for link in links]
    return max((int(word) for word in words if re.fullmatch(r"[0-9]{1,4}", word)), default=0)
