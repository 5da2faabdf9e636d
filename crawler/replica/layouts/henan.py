"""Henan: `/YYYY/MM-DD/<id>.html`, so that nothing in an article's address names its column; page 2 = `index_1.html`.

The pager is an empty element with the number of *records* in `pagecount` and the rows of a page in `pagesize`; a script
draws it. Beside the list stand boxes of the site's other articles, whose addresses look like the column's own: one
before the list with a report of other bodies among them, one behind it that is longer than the list's last page.
"""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

from crawler.replica.layouts.common import (
    breadcrumb,
    document,
    footer,
    meta_tags,
    only_attachments,
    report_body,
    top,
)
from crawler.replica.layouts.layout import Layout
from crawler.replica.tables import WORD
from crawler.replica.values import Article, ListPage, Site

COLOUR = "#a61b1b"
PARAGRAPH = '<p style="text-indent:2em;line-height:2"><span style="font-family:仿宋;font-size:18px">{text}</span></p>\n'
HEADING = '<p style="text-indent:2em;line-height:2"><span style="font-family:黑体;font-size:18px">{text}</span></p>\n'
_NEWEST = date(2026, 2, 27)
_RECOMMENDED = (
    "关于做好{year}年政府信息公开年报编制工作的通知",
    "{name}所属事业单位{year}年政府信息公开工作年度报告",
    "一图读懂{year}年政府信息公开工作年度报告",
    "{year}年政府信息公开工作要点",
)
_LATEST = (
    "召开党组理论学习中心组学习会议",
    "开展节前安全生产督导检查",
    "举办政务公开业务培训班",
    "调研基层便民服务中心建设",
    "部署春季重点工作",
    "发布{year}年部门预算",
    "走访慰问离退休干部",
    "组织开展义务植树活动",
    "{year}年政府信息公开工作年度报告解读",
)


def article_path(site: Site, published: date, number: int) -> str:
    return f"/{published:%Y}/{published:%m-%d}/{number}.html"


def _box(site: Site, heading: str, titles: tuple[str, ...], number: int) -> str:
    """Articles of the site's other columns; no page of the replica stands behind their addresses."""
    rows = []
    for place, title in enumerate(titles):
        day = _NEWEST - timedelta(days=place * 3)
        words = escape(title.format(year=day.year - 1, name=site.profile.name))
        address = site.address(article_path(site, day, number - place * 17))
        rows.append(f'<li><a href="{address}" title="{words}" target="_blank">{words}</a><span>{day}</span></li>\n')
    return f'<div class="box"><b style="color:{COLOUR}">{heading}</b><ul>\n{"".join(rows)}</ul></div>\n'


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, WORD, PARAGRAPH, HEADING)
    source = page.body if page.kind == "other_body" else site.profile.source_name
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<h3 id="title">{page.title}</h3>\n'
        + f'<div class="info"><span id="pubDate">{page.published} 09:12</span>　　'
        + f'<span>来源：<i id="source">{source}</i></span>　　<span>【字体：<a href="javascript:zoom(18)">大</a> '
        + '<a href="javascript:zoom(16)">中</a>】</span></div>\n'
        + f'<div class="content body" id="artContent">\n{body}</div>\n'
        + f"{_box(site, '最新信息', _LATEST, 3120412)}</div>\n{footer(site)}",
    )


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<li><a href="{site.address(row.path)}" target="_blank">{row.title}</a><span>[{row.published}]</span></li>\n'
        for row in page.rows
    )
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<div class="side">'
        + f'{_box(site, "推荐阅读", _RECOMMENDED, 3110377)}</div><div class="right">\n'
        + f'<ul class="newsList list">\n{rows}</ul>\n'
        + f'<div id="pageDec" class="pager" pagesize="{site.rows_per_page}" pagecount="{page.said}"'
        + f' pageno="{page.number}"></div>\n<script src="/static/js/pagination.js"></script>\n'
        + f"{_box(site, '最新信息', _LATEST, 3120412)}</div></div>\n{footer(site)}",
    )


def list_page_path(site: Site, number: int, pages: int) -> str:
    """As TRS: page 2 is index_1."""
    return f"{site.list_path}index_{number - 1}.html"


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/xxgk/{column}/zfxxgknb/",
    article_pattern=r"/\d{4}/\d{2}-\d{2}/{number}\.html$",
    list_page_path=list_page_path,
    evidence="stated",
    content_type="text/html",
    first_page_aliases=("index.html",),
)
