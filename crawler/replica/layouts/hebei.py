"""Hebei's education department: an old JSP site in GB 2312, `column.jsp?id=<ms>&current=N`, `font#Zoom` round the text.

The list is a table within tables; its first line is a heading. A line may lead straight to the Word or PDF file of a
report that has a line of its own. The pager's links hold a bare `&`, and no meta tag names the article.
"""

from __future__ import annotations

import re
from datetime import date
from html import escape

from crawler.replica.layouts.common import document, footer, only_attachments, report_body, top
from crawler.replica.layouts.layout import Layout
from crawler.replica.tables import WORD
from crawler.replica.values import Article, ListPage, Site

COLOUR = "#7a2f2f"
PARAGRAPH = '<p><font face="仿宋_GB2312" size="4">　　{text}</font></p>\n'
HEADING = '<p><font face="黑体" size="4">　　{text}</font></p>\n'
_DECLARATION = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">'
_FRAME = '<table width="1000" border="0" align="center" cellpadding="0" cellspacing="0">'
FIRST_DAY = date(1970, 1, 1)
_DAY_MILLISECONDS = 86_400_000


def column_id(site: Site) -> str:
    """The column's number, out of `column.jsp?id=<number>&current=1`. Raises ValueError if it is not there."""
    found = re.search(r"[?&]id=(\d+)", site.list_path)
    if found is None:
        raise ValueError(f"{site.source_id}: {site.list_path} is no column.jsp?id=<number>&current=<page>")
    return found[1]


def article_path(site: Site, published: date, number: int) -> str:
    moment = (published - FIRST_DAY).days * _DAY_MILLISECONDS + number % _DAY_MILLISECONDS
    return f"/col/{column_id(site)}/{published:%Y/%m/%d}/{moment:013d}.html"


def list_page_path(site: Site, number: int, pages: int) -> str:
    return f"/column.jsp?id={column_id(site)}&current={number}"


def _head(site: Site, title: str) -> str:
    return (
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="SiteIDCode" content="{site.profile.site_code}">\n'
    )


def _place(site: Site) -> str:
    column = f'<a href="/col/{column_id(site)}/index.html">{site.profile.column}</a>'
    return f'{_FRAME}<tr><td height="28">您现在的位置：<a href="/">首页</a> -&gt; {column}</td></tr></table>\n'


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, WORD, PARAGRAPH, HEADING)
    source = page.body if page.kind == "other_body" else site.profile.source_name
    return document(
        _head(site, page.title),
        f"{top(site, COLOUR)}{_place(site)}{_FRAME}<tr><td>\n"
        f'<table width="96%" align="center"><tr><td align="center" class="title"><b>{page.title}</b></td></tr>\n'
        f'<tr><td align="center" class="info">发布时间：{_day(page.published)}　来源：{source}　'
        '【<a href="javascript:print()">打印</a>】</td></tr>\n'
        f'<tr><td class="body"><font id="Zoom">\n{body}</font></td></tr></table>\n</td></tr></table>\n{footer(site)}',
        _DECLARATION,
    )


def _pager(site: Site, page: ListPage) -> str:
    def link(words: str, path: str | None) -> str:
        return f'<a href="{path.removeprefix("/")}">{words}</a> ' if path else f"{words} "

    first = list_page_path(site, 1, page.pages)
    last = list_page_path(site, page.pages, page.pages)
    return (
        f'<tr><td colspan="3" align="center" class="pager"><span title="每页显示{site.rows_per_page}条记录">'
        f"共{page.said}条{page.pages}页</span> 当前第{page.number}页 "
        + link("首页", first if page.previous_path else None)
        + link("上一页", page.previous_path)
        + link("下一页", page.next_path)
        + link("尾页", last if page.next_path else None)
        + "</td></tr>\n"
    )


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<tr><td align="center">{place}</td><td class="col-name"><a href="{row.path}" target="_blank">'
        f'{escape(row.title)}</a></td><td align="center">{_day(row.published)}</td></tr>\n'
        for place, row in enumerate(page.rows, 1)
    )
    return document(
        _head(site, f"{site.profile.column}-{site.profile.name}"),
        f'{top(site, COLOUR)}{_place(site)}{_FRAME}<tr><td valign="top">\n'
        '<table width="96%" align="center" border="0">\n'
        '<tr id="th"><td>序号</td><td>标题</td><td>发布日期</td></tr>\n'
        f"{rows}{_pager(site, page)}</table>\n</td></tr></table>\n{footer(site)}",
        _DECLARATION,
    )


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/column.jsp?id=1414231541{column}&current=1",
    article_pattern=(r"/(?:col/1414231541{column}/\d{4}/\d{2}/\d{2}/\d{13}\.html|files/\d{6}/\d+\.(?:doc|pdf))$"),
    list_page_path=list_page_path,
    evidence="stated",
    content_type="text/html;charset=GB2312",
    encoding="gb18030",  # what claims to be GB 2312 is GBK or GB 18030 in its rarer characters
)
