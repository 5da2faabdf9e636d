"""昆明: `/c/YYYY-MM-DD/id.shtml`, page 2 = `index_2.shtml`, the page count in a script, `.activity` around the text.

Visible titles in its lists are cut; the title attribute is whole.
"""

from __future__ import annotations

from dataclasses import replace
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
from crawler.replica.tables import WORD
from crawler.replica.values import Article, ListPage, Site

COLOUR = "#b8860b"
SHOWN_CHARACTERS = 24
PARAGRAPH = '<p style="text-indent: 2em;"><span style="font-family: 仿宋_GB2312; font-size: 16pt;">{text}</span></p>\n'
HEADING = '<p style="text-indent: 2em;"><span style="font-family: 黑体; font-size: 16pt;">{text}</span></p>\n'


def _shown(title: str) -> str:
    return title if len(title) <= SHOWN_CHARACTERS else title[:SHOWN_CHARACTERS] + "..."


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, WORD, PARAGRAPH, HEADING)
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<div class="activity">\n<h1>{page.title}</h1>\n'
        + f'<div class="info">发布时间：{page.published} 10:12　来源：{site.profile.source_name}　'
        + '<span class="share" data-sites="wechat,weibo">分享到：</span></div>\n'
        + f'<div class="body content-table">\n{body}</div></div></div>\n{footer(site)}',
    )


def pager(page: ListPage) -> str:
    previous = f'<a href="{page.previous_path}">上一页</a>' if page.previous_path else "<span>上一页</span>"
    following = f'<a href="{page.next_path}">下一页</a>' if page.next_path else "<span>下一页</span>"
    return (
        f'<div class="pager">{previous}<span class="current">{page.number}</span>{following}'
        '<input type="text" id="toPage" size="3"/><a href="javascript:toPage()">跳转</a></div>\n'
        '<script type="text/javascript">\nfunction toPage(){var ele=document.getElementById("toPage");\n'
        f"if(isNaN(ele.value)||ele.value<1){{return;}}\nif(ele.value>{page.pages}){{ele.value={page.pages};}}\n"
        'location.href=ele.value==1?"index.shtml":"index_"+ele.value+".shtml";}\n</script>\n'
    )


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<li><span>{row.published}</span><a href="{row.path}" title="{row.title}" target="_blank">'
        f"{_shown(row.title)}</a></li>\n"
        for row in page.rows
    )
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">'
        + f'<ul class="list">\n{rows}</ul>\n{pager(page)}</div></div>\n{footer(site)}',
    )


def article_path(site: Site, published: date, number: int) -> str:
    return f"/c/{published:%Y-%m-%d}/{number}.shtml"


def list_page_path(site: Site, number: int, pages: int) -> str:
    return f"{site.list_path}index_{number}.shtml"


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/{column}/zfxxgk/zfxxgknb/",
    article_pattern=r"/c/\d{4}-\d{2}-\d{2}/{number}\.shtml$",
    list_page_path=list_page_path,
    evidence="pager",
    content_type="text/html;charset=utf-8",
    first_page_aliases=("index.shtml",),
)
INDEX_ONE = replace(LAYOUT, first_page_aliases=("index.shtml", "index_1.shtml"))
"""index_1 is page 1 once more, as some servers have it; page 2 stays index_2."""
