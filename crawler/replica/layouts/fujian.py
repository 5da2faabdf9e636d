"""Fujian: the page states how many articles there are and asks a search for them by POST to `/fjdzapp/search`.

The nasty parts (SITES.md): the column is a condition within a condition (`classsql=chnlid=4910`); the answer counts
pages, of the size that was asked for or of the site's own where that is smaller, and rows only in the page's script; an
article's address has one of two names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.layout import Head, Layout, beside_the_article
from crawler.replica.layouts.scripted import (
    HTML_TYPE,
    Places,
    body_of,
    head_table,
    json_said,
    natural,
    page_count,
    places,
    window,
)
from crawler.replica.tables import EDITOR
from crawler.replica.values import Article, ArticleKind, Call, Endpoint, ListPage, Said, Site

COLOUR = "#a33b1f"
PARAGRAPH = '<p style="text-indent: 2em;">{text}</p>\n'
HEADING = '<p style="text-indent: 2em;"><b>{text}</b></p>\n'
SEARCH = "/fjdzapp/search"
CHANNEL = "229105"
"""The search's own number of the province's catalogue: the same for three bureaux."""


def article_path(site: Site, published: date, number: int) -> str:
    return f"{site.list_path}{published:%Y%m}/t{published:%Y%m%d}_{number}.htm"


def head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    index = f"{site.profile.index_prefix}{published.year}-{number % 100000:05d}"
    labels = (("索 引 号", index), ("发布机构", site.profile.source_name), ("生成日期", published.isoformat()))
    return (*labels, ("文号", "")), index


def article(site: Site, page: Article) -> str:
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{head_table(page)}<h1 class="title">{page.title}</h1>\n'
        + f'<div class="info">来源：{site.profile.source_name}　时间：{page.published} 10:30</div>\n'
        + f'<div class="body article_component">\n{body_of(page, EDITOR, PARAGRAPH, HEADING)}</div></div>\n'
        + footer(site),
    )


def _asked(site: Site) -> dict[str, str]:
    """What the page's own script sends for its first page."""
    return {
        "channelid": CHANNEL,
        "sortfield": "-docorderpri,-docreltime",
        "classsql": f"chnlid={site.column}",
        "classcol": "publishyear",
        "classnum": "100",
        "classsort": "0",
        "cache": "true",
        "page": "1",
        "prepage": str(site.rows_per_page),
    }


def listing(site: Site, page: ListPage) -> str:
    named = ",\n    ".join(f"{name}: '{value}'" for name, value in _asked(site).items())
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">\n'
        + '<ul class="list" id="docs"></ul><div class="pager" id="pages"></div>\n<script type="text/javascript">\n'
        + f"var chnlid = '{site.column}';\nlistPage({{\n  recordCount: '{page.said}',\n  url: '{SEARCH}',\n"
        + f"  type: 'post',\n  data: {{\n    {named}\n  }}\n}});\n</script></div></div>\n{footer(site)}",
    )


def _item(site: Site, place: int, row: Article) -> dict[str, Any]:
    """The address stands under one of its two names in every third entry, under both in the others."""
    url = site.address(row.path)
    return {
        "doctitle": row.title,
        "docpuburl": "" if place % 3 == 2 else url,
        "chnldocurl": url,
        "docreltime": f"{row.published} 10:30:00",
        "pubdate": row.published.isoformat(),
        "fileno": "",
        "docsourcename": site.profile.source_name,
        "puborg": "",
        "idxid": row.index_number or "",
        "chnlid": site.column,
    }


def _answer(site: Site, rows: Places, said: int, call: Call) -> Said:
    if call.method != "POST":
        return Said("", HTML_TYPE, 405)
    asked = _asked(site)
    ours = all(call.form.get(name) == asked[name] for name in ("channelid", "classsql"))
    number, size = natural(call.form.get("page")), natural(call.form.get("prepage"))
    if not ours or not number or not size:
        return json_said({"data": [], "pageCount": 0})
    size = min(size, site.rows_per_page)
    shown = window(rows, (number - 1) * size + 1, number * size)
    data = [_item(site, place, row) for place, row in enumerate(shown)]
    return json_said({"data": data, "pageCount": page_count(said, size)})


def endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    return {SEARCH: partial(_answer, site, places(site, pages), pages[0].said)}


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/zwgk/zfxxgk/{column}/",
    article_pattern=r"/zwgk/zfxxgk/{column}/\d{6}/t\d{8}_{number}\.htm$",
    endpoints=endpoints,
    rows_per_page=6,
    evidence="stated",
    head=head,
    attachment_path=beside_the_article,
)
