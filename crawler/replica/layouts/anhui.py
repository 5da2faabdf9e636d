"""Anhui: two engines that put every body's reports under one path, so that no address names a column.

`/openness/detail/annual_report/<24 hex>.html` has its list at `/opennessAnnualReport/?branch_id=<24 hex>`, page N by a
query string, its lines in <dl>, titles in the title attribute alone. `/XxgkAnnualReport/show/<id>.html` has
`/XxgkAnnualReport/showList/<unit>/page_N.html` (a guess of the list's path, after the same engine's OpennessContent
lists), its lines in <div>. Both print their number of pages and not of entries.
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
from crawler.replica.layouts.layout import Head, Layout
from crawler.replica.tables import EDITOR
from crawler.replica.values import Article, ArticleKind, ListPage, Site

NUMBERED_LIST = "/XxgkAnnualReport/showList/"
COLOUR = "#14532d"
PARAGRAPH = '<p style="text-indent:32px;line-height:2em;font-family:仿宋">{text}</p>\n'
HEADING = '<p style="text-indent:32px;line-height:2em;font-family:黑体">{text}</p>\n'


def _numbered(site: Site) -> bool:
    return site.list_path.startswith(NUMBERED_LIST)


def article_path(site: Site, published: date, number: int) -> str:
    if _numbered(site):
        return f"/XxgkAnnualReport/show/{number}.html"
    # A Mongo identity begins with its second of creation; the rest is the machine's and a counter.
    seconds = (published - date(1970, 1, 1)).days * 86400 + number % 86400
    rest = sha256(f"{site.host} {number}".encode()).hexdigest()[:16]
    return f"/openness/detail/annual_report/{seconds:08x}{rest}.html"


def list_page_path(site: Site, number: int, pages: int) -> str:
    if _numbered(site):
        return f"{site.list_path.rpartition('/')[0]}/page_{number}.html"
    return f"{site.list_path}&page={number}"


def head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    index = f"{site.profile.index_prefix}{published:%Y%m}-{number % 100000:05d}"
    return (("索引号", index), ("信息分类", site.profile.column), ("发布日期", published.isoformat())), index


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, EDITOR, PARAGRAPH, HEADING)
    source = page.body if page.kind == "other_body" else site.profile.source_name
    pairs = (*page.head, ("信息名称", page.title), ("发布机构", source))
    table = "".join(f"<tr><th>{label}：</th><td>{escape(value)}</td></tr>\n" for label, value in pairs)
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<table class="headtable">\n<tbody>{table}</tbody></table>\n'
        + f'<h1 class="newstitle">{page.title}</h1>\n'
        + f'<div class="wzcon j-fontContent body">\n{body}</div>\n'
        + f'<div class="info"><a href="javascript:print()">打印</a></div></div>\n{footer(site)}',
    )


def _rows(site: Site, page: ListPage) -> str:
    if _numbered(site):
        return "".join(
            f'<div class="listitem"><a href="{row.path}">{row.title}</a> <em>{row.published:%Y.%m.%d}</em></div>\n'
            for row in page.rows
        )
    return "".join(
        f'<dl><dt><a href="{row.path}" title="{escape(row.title)}" target="_blank">'
        '<img src="/images/doc.gif"/></a></dt>'
        f"<dd>公开日期：{row.published.year}年{row.published.month}月{row.published.day}日</dd></dl>\n"
        for row in page.rows
    )


def _pager(page: ListPage) -> str:
    def link(words: str, path: str | None) -> str:
        return f'<a href="{escape(path)}">{words}</a>' if path else f"<span>{words}</span>"

    return (
        f'<div class="pagination pager">{link("上一页", page.previous_path)}<b>{page.number}</b>'
        f"{link('下一页', page.next_path)}<span>共{page.pages}页</span></div>\n"
    )


def listing(site: Site, page: ListPage) -> str:
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">'
        + f'<div class="xxgk_list">\n{_rows(site, page)}</div>\n{_pager(page)}</div></div>\n{footer(site)}',
    )


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/opennessAnnualReport/?branch_id=5d1f0c6b8f8c2e4a7b6a1{column}",
    article_pattern=r"/openness/detail/annual_report/[0-9a-f]{24}\.html$",
    list_page_path=list_page_path,
    evidence="pager",
    head=head,
)
NUMBERED = Layout(
    article,
    listing,
    article_path,
    list_path=f"{NUMBERED_LIST}{{column}}/page_1.html",
    article_pattern=r"/XxgkAnnualReport/show/{number}\.html$",
    list_page_path=list_page_path,
    evidence="pager",
    head=head,
)
