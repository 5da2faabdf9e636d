"""上海: `/nw<n>/YYYYMMDD/<32 hex>.html`, page 2 = `index_2.html`; each row links its article twice.

One link of a row is for wide screens and holds the date, the other for narrow ones and holds none; a screen shows one
of them. Nothing states how long the list is.
"""

from __future__ import annotations

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
from crawler.replica.tables import WORD
from crawler.replica.values import Article, ListPage, Site

COLOUR = "#9b1c1c"
SHOWN_CHARACTERS = 18
PARAGRAPH = '<p style="text-indent: 32px; line-height: 150%;"><span style="font-size: 16px;">{text}</span></p>\n'
HEADING = '<p style="text-indent: 32px; line-height: 150%;"><strong><span>{text}</span></strong></p>\n'


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, WORD, PARAGRAPH, HEADING)
    source = page.body if page.kind == "other_body" else site.profile.source_name
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<h2 id="ivs_title">{page.title}</h2>\n'
        + f'<div class="info" id="ivs_date">({page.published:%Y年%m月%d日})　来源：{source}</div>\n'
        + f'<div id="ivs_content" class="Article_content body">\n{body}</div></div>\n{footer(site)}',
    )


def _row(row: Article) -> str:
    title = escape(row.title)
    narrow = title if len(title) <= SHOWN_CHARACTERS else f"{title[:SHOWN_CHARACTERS]}..."
    return (
        f'<li><a class="hidden-xs" href="{row.path}" title="{title}" target="_blank">{title}'
        f'<span class="time">{row.published}</span></a>'
        f'<a class="visible-xs" href="{row.path}" title="{title}" target="_blank">{narrow}</a></li>\n'
    )


def listing(site: Site, page: ListPage) -> str:
    previous = f'<li><a href="{page.previous_path}">上一页</a></li>' if page.previous_path else ""
    following = f'<li><a href="{page.next_path}">下一页</a></li>' if page.next_path else ""
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">'
        + f'<ul class="tadaty-list list-date list">\n{"".join(map(_row, page.rows))}</ul>\n'
        + f'<ul class="pagination pager">{previous}<li class="active"><span>{page.number}</span></li>{following}</ul>'
        + f"</div></div>\n{footer(site)}",
    )


def article_path(site: Site, published: date, number: int) -> str:
    return f"{site.list_path}{published:%Y%m%d}/{sha256(f'{site.host} {number}'.encode()).hexdigest()[:32]}.html"


def list_page_path(site: Site, number: int, pages: int) -> str:
    return f"{site.list_path}index_{number}.html"


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/nw12{column}/",
    article_pattern=r"/nw12{column}/\d{8}/[0-9a-f]{32}\.html$",
    list_page_path=list_page_path,
    evidence="unstated",
    first_page_aliases=("index.html",),
)
