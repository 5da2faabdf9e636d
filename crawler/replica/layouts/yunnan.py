"""云南省's platform: `content_<n>` without extension, a head table over the article, a pager of next links."""

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

COLOUR = "#1f5fa8"
CATEGORIES: dict[ArticleKind, str] = {
    "report": "信息公开年度报告",
    "other_body": "信息公开年度报告",
    "website_report": "网站年度报表",
    "statistics": "统计表",
    "interpretation": "图解",
    "law_report": "法治建设",
    "news": "工作动态",
}
PARAGRAPH = (
    '<p class="MsoNormal" style="text-indent:32.0pt;line-height:30.0pt;mso-char-indent-count:2.0">'
    '<span style="font-family:仿宋_GB2312;font-size:16.0pt">{text}</span></p>\n'
)
HEADING = (
    '<p class="MsoNormal" style="text-indent:32.0pt"><strong><span style="font-family:黑体;font-size:16.0pt">'
    "{text}</span></strong></p>\n"
)


def _head_table(article: Article) -> str:
    rows = []
    for place in range(0, len(article.head), 2):
        cells = "".join(
            f"<th>{label}：</th><td>{escape(value) or '&nbsp;'}</td>"
            for label, value in article.head[place : place + 2]
        )
        rows.append(f"<tr>{cells}</tr>\n")
    return f'<table class="headtable xxgk-head" cellspacing="0">\n<tbody>{"".join(rows)}</tbody></table>\n'


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, WORD, PARAGRAPH, HEADING)
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{_head_table(page)}<h1 class="title">{page.title}</h1>\n'
        + f'<div class="info">发布时间：{page.published}　　浏览次数：<span id="hits">--</span>　　'
        + '<a href="javascript:doPrint()">打印本页</a></div>\n'
        + f'<div class="body article-content" id="zoom">\n{body}</div></div>\n'
        + footer(site),
    )


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<li><span class="date">{row.published}</span><a href="{row.path}" target="_blank">{row.title}</a></li>\n'
        for row in page.rows
    )
    links = [f"<span>共{page.said}条</span> <span>第{page.number}/{page.pages}页</span>"]
    if page.previous_path:
        links.append(f'<a href="{site.list_path}">首页</a><a href="{page.previous_path}">上一页</a>')
    if page.next_path:
        links.append(f'<a class="next" href="{page.next_path}">下一页</a>')
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">\n'
        + f'<ul class="list">\n{rows}</ul>\n'
        + f'<div class="pager">{"".join(links)}</div></div></div>\n'
        + footer(site),
    )


def article_path(site: Site, published: date, number: int) -> str:
    return f"{site.list_path}content_{number}"


def list_page_path(site: Site, number: int, pages: int) -> str:
    return f"{site.list_path}index_{number}"


def head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    day = published.isoformat()
    index = f"{site.profile.index_prefix}{published:%Y%m%d}{number % 100000000:08d}"
    labels = (("索引号", index), ("发布机构", ""), ("生效日期", day), ("废止日期", ""))
    return (*labels, ("文 号", ""), ("主题分类", CATEGORIES[kind])), index


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/zwgk/{column}/",
    article_pattern=r"/zwgk/{column}/content_{number}$",
    list_page_path=list_page_path,
    evidence="stated",
    content_type="text/html;charset=UTF-8",
    head=head,
)
