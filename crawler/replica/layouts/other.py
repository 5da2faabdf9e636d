"""A plain site of no known family: 曲靖's list (`/list/<slug>/auto/<id>.html`, page 2 = `/list/<slug>/2/<id>.html`).

Articles are 无锡's `/doc/YYYY/MM/DD/<id>.shtml`. Lines print the month and the day alone, as bare text behind the link;
the list says how many articles it holds in words.
"""

from __future__ import annotations

from datetime import date

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
from crawler.replica.values import Article, ListPage, Site

COLOUR = "#3b4a8f"
PARAGRAPH = '<p style="text-indent: 2em;">{text}</p>\n'
HEADING = '<p style="text-indent: 2em;"><strong>{text}</strong></p>\n'


def article_path(site: Site, published: date, number: int) -> str:
    return f"/doc/{published:%Y/%m/%d}/{number}.shtml"


def list_page_path(site: Site, number: int, pages: int) -> str:
    return site.list_path if number == 1 else site.list_path.replace("/auto/", f"/{number}/")


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, EDITOR, PARAGRAPH, HEADING)
    source = page.body if page.kind == "other_body" else site.profile.source_name
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<h1 class="con-title">{page.title}</h1>\n'
        + f'<div class="info">发布时间：{page.published} 16:05:44　信息来源：{source}　'
        + '浏览次数：<span id="count">--</span></div>\n'
        + f'<div class="public_web_con des body">\n{body}</div></div>\n{footer(site)}',
    )


def _pager(site: Site, page: ListPage) -> str:
    items = [f"<li>{_link(page.previous_path, '上一页')}</li>"]
    for number in range(1, page.pages + 1):
        path = list_page_path(site, number, page.pages) if number != page.number else None
        items.append(f"<li>{_link(path, str(number))}</li>")
    items.append(f"<li>{_link(page.next_path, '下一页')}</li>")
    return f'<div class="page pager"><p>本栏目共有{page.said}篇文章</p><ul>{"".join(items)}</ul></div>\n'


def _link(path: str | None, words: str) -> str:
    return f'<a href="{path}">{words}</a>' if path else f'<a class="disabled">{words}</a>'


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<li><a href="{row.path}" target="_blank">{row.title}</a> {row.published:%m-%d}</li>\n' for row in page.rows
    )
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">'
        + f'<ul class="p-list list">\n{rows}</ul>\n{_pager(site, page)}</div></div>\n{footer(site)}',
    )


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/list/{column}/auto/124.html",
    article_pattern=r"/doc/\d{4}/\d{2}/\d{2}/{number}\.shtml$",
    list_page_path=list_page_path,
    evidence="stated",
)
