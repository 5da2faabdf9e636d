"""NFCMS (Guangdong): `content/post_<id>.html` with a phone's twin `mpost_<id>.html`, page 2 = `index_2.html`.

Rows give absolute addresses, and titles that are cut; the title attribute is whole. The list says nothing of its
length: its pager leads to the page before and to the next one.
"""

from __future__ import annotations

from datetime import date
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

COLOUR = "#0b6fb8"
SHOWN_CHARACTERS = 20
PARAGRAPH = '<p style="text-indent: 2em; text-align: justify;"><span style="font-size: 18px;">{text}</span></p>\n'
HEADING = '<p style="text-indent: 2em;"><strong><span style="font-size: 18px;">{text}</span></strong></p>\n'


def _shown(title: str) -> str:
    return title if len(title) <= SHOWN_CHARACTERS else title[:SHOWN_CHARACTERS] + "…"


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, WORD, PARAGRAPH, HEADING)
    number = page.path.rpartition("_")[2].removesuffix(".html")
    phone = site.address(page.path.replace("/post_", "/mpost_"))
    source = page.body if page.kind == "other_body" else site.profile.source_name
    return document(
        meta_tags(site, page.title, article=page)
        + f'<meta name="ArticleId" content="{number}"/>\n'
        + f'<meta name="mobile-agent" content="format=html5; url={phone}"/>\n'
        + f'<link rel="alternate" media="only screen and (max-width: 640px)" href="{phone}"/>\n',
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<div class="news_cont_d">\n'
        + f'<h3 class="news_cont_d_tit zoombox">{page.title}</h3>\n'
        + f'<div class="info fn-clear"><span class="time">时间 : {page.published} 10:31:07</span>　'
        + f'<span class="ly">来源 : {source}</span>　<span class="share">分享到：</span></div>\n'
        + f'<div class="news_cont_d_wrap body">\n{body}</div>\n'
        + '<div class="tool"><a href="javascript:window.print()">打印本页</a>'
        + f'<a href="javascript:window.close()">关闭窗口</a></div></div></div>\n{footer(site)}',
    )


def _pager(site: Site, page: ListPage) -> str:
    links = []
    if page.previous_path:
        links.append(f'<a class="first" href="{site.address(site.list_path)}">首页</a>')
        links.append(f'<a class="prev" href="{site.address(page.previous_path)}">上一页</a>')
    links.append(f'<span class="current">{page.number}</span>')
    if page.next_path:
        links.append(f'<a class="next" href="{site.address(page.next_path)}">下一页</a>')
    return f'<div class="page pager">{"".join(links)}</div>\n'


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<li><span class="name"><a href="{site.address(row.path)}" title="{escape(row.title)}" target="_blank">'
        f'{_shown(row.title)}</a></span><span class="date">{row.published}</span><span class="wh"></span></li>\n'
        for row in page.rows
    )
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">'
        + f'<div class="viewList"><ul class="list">\n{rows}</ul></div>\n{_pager(site, page)}</div></div>\n'
        + footer(site),
    )


def article_path(site: Site, published: date, number: int) -> str:
    return f"{site.list_path}content/post_{number}.html"


def list_page_path(site: Site, number: int, pages: int) -> str:
    return f"{site.list_path}index_{number}.html"


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/bmxx/{column}/xxgknb/",
    article_pattern=r"/bmxx/{column}/xxgknb/content/post_{number}\.html$",
    list_page_path=list_page_path,
    evidence="unstated",
    first_page_aliases=("index.html",),
)
