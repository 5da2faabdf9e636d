"""Hebei's newer sites: columns, templates and blocks named by UUIDs; further pages are fragments of one block.

The column's page shows the first rows and names the block that they come from, among the blocks of other columns.
`?page=N&fix=0` of the block is a fragment of HTML with the rows of page N, without any head; a page past the end is a
fragment without rows. Nothing states how long the list is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from html import escape

from crawler.replica.layouts.common import (
    breadcrumb,
    document,
    footer,
    meta_tags,
    only_attachments,
    report_body,
    side,
    top,
)
from crawler.replica.layouts.layout import Layout
from crawler.replica.tables import EDITOR
from crawler.replica.values import Article, Call, Endpoint, ListPage, Said, Site

COLOUR = "#0f5132"
FRAGMENT = "text/html;charset=UTF-8"
PARAGRAPH = '<p style="text-indent:2em;line-height:2">{text}</p>\n'
HEADING = '<p style="text-indent:2em;line-height:2"><strong>{text}</strong></p>\n'


def _uuid(words: str) -> str:
    """A UUID that is always the same for the same words."""
    digits = sha256(words.encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], f"4{digits[12:15]}", f"a{digits[15:18]}", digits[18:30]))


def block_path(site: Site) -> str:
    """Where the fragments of the column's list are."""
    return f"{site.list_path}templates/{_uuid(f'template {site.host}')}/blocks/{_uuid(f'block {site.list_path}')}"


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, EDITOR, PARAGRAPH, HEADING)
    source = page.body if page.kind == "other_body" else site.profile.source_name
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<h1 class="article-title">{page.title}</h1>\n'
        + f'<div class="info">发布时间：{page.published}　来源：{source}</div>\n'
        + f'<div class="content body">\n{body}</div></div>\n{footer(site)}',
    )


def _rows(page: ListPage | None) -> str:
    rows = "".join(
        f'<li class="clearfix"><a href="{row.path}" title="{escape(row.title)}" target="_blank">{row.title}</a>'
        f"<span>{row.published}</span></li>\n"
        for row in (page.rows if page else ())
    )
    return f'<ul class="list">\n{rows}</ul>\n'


def listing(site: Site, page: ListPage) -> str:
    news = f"/columns/{_uuid('news')}/templates/{_uuid('news template')}/blocks/{_uuid('news block')}"
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">'
        + f'<div id="news" data-block="{news}"></div>\n<div id="rows">\n{_rows(page)}</div>\n'
        + f'<div class="pager" id="pager"></div>\n<script>$("#pager").blockPager("{block_path(site)}", '
        + f"{{page: 1, fix: 0}});</script></div></div>\n{footer(site)}",
    )


def endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    def fragment(call: Call) -> Said:
        number = call.query.get("page", "1")
        return Said(_rows(next((page for page in pages if str(page.number) == number), None)), FRAGMENT)

    return {block_path(site): fragment}


def article_path(site: Site, published: date, number: int) -> str:
    return f"{site.list_path}{published:%Y%m/%d}/{_uuid(f'article {site.host} {number}')}.html"


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/columns/6f0a3c5e-4b1d-4c1f-9a57-0d2b7c9e1{column}/",
    article_pattern=r"/columns/6f0a3c5e-4b1d-4c1f-9a57-0d2b7c9e1{column}/\d{6}/\d{2}/[0-9a-f-]{36}\.html$",
    endpoints=endpoints,
    evidence="unstated",
    first_page_aliases=("index.html",),
)
