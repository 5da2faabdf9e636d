"""jpaas, the new Hanweb: a script's `queryData` attribute says how to ask, the answer is HTML within JSON.

The nasty parts (SITES.md): `queryData` is in single quotes, so it is not JSON; it misspells a word that must be sent
misspelt; the page holds a second such script, of its navigation, before the list's; titles are cut, the whole one is in
the attribute; old articles of one column stand under the old Hanweb's addresses; asked otherwise, it answers success
without a row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import partial
from html import escape

from crawler.replica.layouts import hanweb
from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.hanweb import HEADING, PARAGRAPH, column_of, head
from crawler.replica.layouts.layout import Layout
from crawler.replica.layouts.scripted import (
    Places,
    body_of,
    cut,
    head_table,
    json_said,
    natural,
    places,
    serial,
    token,
    window,
)
from crawler.replica.tables import EDITOR
from crawler.replica.values import Article, Call, Endpoint, ListPage, Said, Site

COLOUR = "#155fa0"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
LIST_BLOCK, NAVIGATION_BLOCK = "当前栏目_list", "导航"
MOVED_IN = 2020
"""Articles from before this year kept their old addresses."""
SHOWN_CHARACTERS = 18
MOST_ROWS = 100


def article_path(site: Site, published: date, number: int) -> str:
    if published.year < MOVED_IN:
        return hanweb.article_path(site, published, number)
    return f"/col/col{site.column}/art/{published.year}/art_{token(site, f'article {number}')}.html"


def query_data(site: Site, block: str = LIST_BLOCK) -> Mapping[str, str]:
    """What a request must say, in the script's order; `bulidstatic` is the platform's own spelling."""
    return {
        "parseType": "bulidstatic",
        "webId": str(serial(site, "webId", 2)),
        "tplSetId": token(site, "tplSetId", 21),
        "pageType": "column",
        "tagId": block,
        "editType": "null",
        "pageId": str(column_of(site)),
    }


def article(site: Site, page: Article) -> str:
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{head_table(page)}<h1 class="title">{page.title}</h1>\n'
        + f'<div class="info"><span>发布时间：{page.published} 10:30</span>　<span>来源：{site.profile.source_name}'
        + "</span>　<span>字号：[大 中 小]</span></div>\n"
        + f'<div class="body wzzw-article">\n{body_of(page, EDITOR, PARAGRAPH, HEADING)}</div></div>\n{footer(site)}',
    )


def _script(site: Site, block: str) -> str:
    named = query_data(site, block)
    data = "{" + ",".join(f"'{name}':'{value}'" for name, value in named.items()) + "}"
    return (
        f'<script id="{token(site, block, 6)}" src="/cms_files/default/script/AuthorizedRead/unitbuild.js?v=3.1" '
        f'webId="{named["webId"]}" parseType="{named["parseType"]}" url="{UNIT}" queryData="{data}"></script>\n'
    )


def listing(site: Site, page: ListPage) -> str:
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + _script(site, NAVIGATION_BLOCK)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">\n{_script(site, LIST_BLOCK)}'
        + f"</div></div>\n{footer(site)}",
    )


def _row(site: Site, place: int, row: Article) -> str:
    """Every third address is written whole."""
    title = escape(row.title)
    return (
        f'<li class="cf"><a class="fl" href="{row.path if place % 3 else site.address(row.path)}" title="{title}">'
        f'{escape(cut(row.title, SHOWN_CHARACTERS))}</a><span class="fr">{row.published}</span></li>\n'
    )


def _page_asked(text: str | None, usual: int) -> tuple[int, int] | None:
    """(page, rows of a page) of `paramJson`; None where it says neither properly. Without it: the first page."""
    if text is None:
        return 1, usual
    try:
        asked = json.loads(text)
    except json.JSONDecodeError:
        return None
    if not isinstance(asked, dict):
        return None
    number, size = natural(str(asked.get("pageNo", 1))), natural(str(asked.get("pageSize", usual)))
    return (number, min(size, MOST_ROWS)) if number and size else None


def _unit(html: str) -> Said:
    return json_said({"success": True, "code": "200", "message": "", "data": {"html": html}})


def _answer(site: Site, rows: Places, said: int, call: Call) -> Said:
    if call.method != "GET":
        return json_said({"success": False, "code": "405", "message": "Request method not supported"}, 405)
    asked = {name: call.query.get(name) for name in query_data(site)}
    if asked == query_data(site, NAVIGATION_BLOCK):
        return _unit(f'<ul class="nav"><li><a href="/">首页</a></li><li><a href="{site.list_path}">公开</a></li></ul>')
    page = _page_asked(call.query.get("paramJson"), site.rows_per_page)
    if asked != query_data(site) or page is None:
        return _unit("")
    number, size = page
    shown = window(rows, (number - 1) * size + 1, number * size)
    lines = "".join(_row(site, place, row) for place, row in enumerate(shown))
    return _unit(
        f'<div class="page-content"><ul>{lines}</ul></div><div class="pagination" rows="{size}" count="{said}" '
        f'pageNo="{number}" unitUrl="{UNIT}"></div>'
    )


def endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    return {UNIT: partial(_answer, site, places(site, pages), pages[0].said)}


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/col/col{column}/index.html",
    article_pattern=r"/(?:col/col{column}/art/\d{4}/art_[0-9a-f]{32}|art/\d{4}/\d{1,2}/\d{1,2}/art_{column}_{number})"
    r"\.html$",
    endpoints=endpoints,
    rows_per_page=6,
    evidence="stated",
    head=head,
)
