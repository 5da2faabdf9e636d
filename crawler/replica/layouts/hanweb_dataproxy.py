"""Hanweb's data proxy: the column page holds a script with parameters, a POST with them gets XML of CDATA lines.

The nasty parts, all seen (SITES.md, 1): an answer begins where it was asked to and holds three pages and one row,
whatever end was asked for, so it shares most of its rows with the next; the articles' addresses carry another column's
number (in life 80179) than the list's address and script (89736), for the column gathers another's rows; a second
pager of the page, of the notices beside the list, has parameters of its own. Asked with parameters that are not the
script's, it says that there is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from crawler.replica.layouts import hanweb
from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.hanweb import COLOUR, column_of, jpage_script, row_html
from crawler.replica.layouts.layout import Layout
from crawler.replica.layouts.scripted import XML_TYPE, Places, natural, page_count, places, serial, window
from crawler.replica.values import Call, Endpoint, ListPage, Said, Site

PROXY = "/module/web/jpage/dataproxy.jsp"
GROUP_PAGES = 3
"""jpage asks for so many pages at a time."""


def parameters(site: Site) -> Mapping[str, str]:
    """What a POST must say, in the script's order. 9 = the column shows rows of another."""
    return {
        "col": "1",
        "appid": "1",
        "webid": str(serial(site, "webid", 2)),
        "path": "/",
        "columnid": str(column_of(site)),
        "sourceContentType": "9",
        "unitid": str(serial(site, "unitid", 6)),
        "webname": site.profile.name,
        "permissiontype": "0",
    }


def _in_javascript(named: Mapping[str, str]) -> Mapping[str, str]:
    """Numbers bare, texts quoted; two of the numbers are quoted as well, as the real scripts have them."""
    return {
        name: value if value.isdigit() and name not in ("appid", "unitid") else f"'{value}'"
        for name, value in named.items()
    }


def _notice_parameters(site: Site) -> Mapping[str, str]:
    """The same of the pager beside the list, which shows another column."""
    own = {"columnid": str(column_of(site) + 1), "sourceContentType": "1", "unitid": str(serial(site, "notices", 6))}
    return {**parameters(site), **own}


def _notice_lines(site: Site) -> tuple[str, ...]:
    column = column_of(site) + 1
    return tuple(
        f'<li><a href="/art/2024/5/{day}/art_{column}_{day}.html">网站维护公告第{day}号</a></li>' for day in (6, 7)
    )


def _notices(site: Site) -> str:
    """The pager beside the list."""
    named = _notice_parameters(site)
    unit, lines = named["unitid"], _notice_lines(site)
    call = {"totalRecord": str(len(lines)), "dataStore": f"InitData{unit}", "groupSize": "3", "perPage": "5"}
    call["proxyUrl"] = f"'{PROXY}'"
    shown = ",".join(f"'{line}'" for line in lines)
    return (
        f'<div class="side notices" id="{unit}"></div><script>var InitData{unit}=[{shown}];</script>\n'
        + jpage_script(unit, call, _in_javascript(named))
    )


def listing(site: Site, page: ListPage) -> str:
    """The column page: a shell, the rows of the first page in an array of a script, the parameters in another."""
    named = parameters(site)
    unit = named["unitid"]
    rows = ",\n".join("'" + row_html(row).replace("'", "\\'") + "'" for row in page.rows)
    call = {
        "totalRecord": str(page.said),
        "dataBefore": "''",
        "dataStore": f"InitData{unit}",
        "dataAfter": "''",
        "groupSize": str(GROUP_PAGES),
        "proxyUrl": f"'{PROXY}'",
        "perPage": str(site.rows_per_page),
    }
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}")
        + '<script src="/module/jslib/jquery/jpage/jpage.js"></script>\n',
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}{_notices(site)}<div class="right list">\n'
        + f'<div id="{unit}"></div>\n<script>var InitData{unit}=[{rows}];</script>\n'
        + f"{jpage_script(unit, call, _in_javascript(named))}</div></div>\n{footer(site)}",
    )


def _xml(total: int, pages: int, lines: tuple[str, ...]) -> Said:
    records = "".join(f"<record><![CDATA[{line}]]></record>" for line in lines)
    counts = f"<totalrecord>{total}</totalrecord><totalpage>{pages}</totalpage>"
    return Said(f"<datastore>{counts}<recordset>{records}</recordset></datastore>", XML_TYPE)


def _answer(site: Site, rows: Places, said: int, overlapping: bool, call: Call) -> Said:
    sent = {**call.query, **call.form}
    first, last, size = (natural(sent.get(name)) for name in ("startrecord", "endrecord", "perpage"))
    if call.method != "POST" or not first or not last or not size:
        return _xml(0, 0, ())
    if call.form.items() >= _notice_parameters(site).items():
        return _xml(len(_notice_lines(site)), 1, _notice_lines(site)[first - 1 : last])
    if not call.form.items() >= parameters(site).items():
        return _xml(0, 0, ())
    end = first + GROUP_PAGES * size if overlapping else last
    lines = tuple(row_html(row) for row in window(rows, first, end))
    return _xml(said, page_count(said, size), lines)


def endpoints(site: Site, pages: tuple[ListPage, ...], *, overlapping: bool = True) -> Mapping[str, Endpoint]:
    """`overlapping`: an answer holds 3 × perpage + 1 rows from startrecord on (in life 76); False = what was asked."""
    rows = places(site, pages)
    return {PROXY: lambda call: _answer(site, rows, pages[0].said, overlapping, call)}


LAYOUT = Layout(
    hanweb.article,
    listing,
    hanweb.article_path,
    list_path="/col/col9{column}/index.html",  # the articles' column is {column}: the list shows another's rows
    article_pattern=hanweb.ARTICLE_PATTERN,
    endpoints=endpoints,
    rows_per_page=4,
    evidence="stated",
    head=hanweb.head,
)
EXACT = replace(LAYOUT, endpoints=partial(endpoints, overlapping=False))
"""A server that gives the rows from startrecord to endrecord and no more."""
