"""博达 VSB: `/info/<tree>/<id>.htm`, list pages numbered backwards, a head table, `vsb_content` around the text.

This site is GB18030 and its meta tag says gb2312; the server says utf-8 (see `pages`).
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
from crawler.replica.layouts.layout import Head, Layout
from crawler.replica.tables import WORD
from crawler.replica.values import Article, ArticleKind, ListPage, Site

COLOUR = "#a5352b"
TREE = "2821"
PARAGRAPH = (
    '<p style="text-indent: 43px; line-height: 2em;"><span style="font-family: 仿宋, 仿宋_GB2312; font-size: 21px;">'
    "{text}</span></p>\n"
)
HEADING = (
    '<p style="text-indent: 43px; line-height: 2em;"><span style="font-family: 黑体; font-size: 21px;">'
    "{text}</span></p>\n"
)
CLICKS = '<script>_showDynClicks("wbnews", 1690000{code}, {number})</script>'


def _head_table(article: Article) -> str:
    rows = []
    for place in range(0, len(article.head), 2):
        pair = article.head[place : place + 2]
        wide = ' colspan="3"' if len(pair) == 1 else ""
        cells = "".join(
            f'<td class="xxgk_bt"><b>{label}:</b></td><td{wide}>{escape(value)}</td>' for label, value in pair
        )
        rows.append(f"<tr>{cells}</tr>\n")
    return f'<table class="headtable" width="100%" border="0" cellspacing="1">\n{"".join(rows)}</table>\n'


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, WORD, PARAGRAPH, HEADING)
    number = page.path.rpartition("/")[2].removesuffix(".htm")
    clicks = CLICKS.format(code=site.profile.site_code[-3:], number=number)
    return document(
        meta_tags(site, page.title, "gb2312", page)
        + '<script language="javascript" src="/system/resource/js/dynclicks.js"></script>\n',
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site, "您的位置：")}{_head_table(page)}\n'
        + '<form name="_newscontent_fromname"><div>\n'
        + f'<h1 class="arti_title" align="center">{page.title}</h1>\n'
        + f'<div class="info"><span>发布日期：{page.published}</span>　<span>点击数：{clicks}</span></div>\n'
        + '<div id="vsb_content" class="body"><div class="v_news_content">\n'
        + f'{body}</div></div>\n<div id="div_vote_id"></div></div></form></div>\n'
        + footer(site),
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
        ' xmlns="http://www.w3.org/1999/xhtml"',
    )


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<li id="line_u9_{place}"><span>{row.published}</span>'
        f'<a href="{row.path}" title="{row.title}">{row.title}</a></li>\n'
        for place, row in enumerate(page.rows)
    )
    before = (
        f'<a href="{site.list_path}" class="Next">首页</a><a href="{page.previous_path}" class="Next">上页</a>'
        if page.previous_path
        else '<span class="PrevDisabled">首页</span><span class="PrevDisabled">上页</span>'
    )
    last = f"{site.list_path.removesuffix('.htm')}/1.htm"
    after = (
        f'<a href="{page.next_path}" class="Next">下页</a><a href="{last}" class="Next">尾页</a>'
        if page.next_path
        else '<span class="NextDisabled">下页</span><span class="NextDisabled">尾页</span>'
    )
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}", "gb2312"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site, "您的位置：")}{side(COLOUR)}<div class="right">'
        + f'<ul class="list">\n{rows}</ul>\n<div class="pager" id="fanye"><span>共{page.said}条</span>&nbsp;&nbsp;'
        + f"<span>{page.number}/{page.pages}</span>&nbsp;{before}{after}</div></div></div>\n"
        + footer(site),
    )


def article_path(site: Site, published: date, number: int) -> str:
    return f"/info/{TREE}/{number}.htm"


def list_page_path(site: Site, number: int, pages: int) -> str:
    """博达 numbers its pages backwards: the last is 1.htm."""
    return f"{site.list_path.removesuffix('.htm')}/{pages - number + 1}.htm"


def head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    day = published.isoformat()
    index = f"{site.profile.index_prefix}{published.year}-{number % 10000000:07d}"
    labels = (("索 引 号", index), ("公开目录", site.profile.column), ("成文日期", day), ("发布日期", day))
    return (*labels, ("发布机构", site.profile.source_name)), index


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/zwgk/{column}.htm",
    article_pattern=rf"/info/{TREE}/{{number}}\.htm$",
    list_page_path=list_page_path,
    rows_per_page=6,
    evidence="stated",
    encoding="gb18030",  # the server says utf-8 all the same, and the page gb2312
    head=head,
    has_robots=False,  # the usual case in life
)
