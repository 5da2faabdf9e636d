"""What Hanweb's (大汉) families share: columns `/col/colN/`, articles `/art/Y/M/D/art_<column>_<id>.html`, the pager.

The article's text stands in `#zoom` between two ZJEG_RSS comments (SITES.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import escape

from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, top
from crawler.replica.layouts.layout import Head
from crawler.replica.layouts.scripted import body_of, cut, head_table
from crawler.replica.tables import WORD
from crawler.replica.values import Article, ArticleKind, ReplicaError, Site

COLOUR = "#0b5ea8"
SHOWN_CHARACTERS = 20
PARAGRAPH = '<p style="text-indent:2em;line-height:2;font-family:仿宋;font-size:16pt">{text}</p>\n'
HEADING = '<p style="text-indent:2em;line-height:2"><strong style="font-family:黑体">{text}</strong></p>\n'
ARTICLE_PATTERN = r"/art/\d{4}/\d{1,2}/\d{1,2}/art_{column}_{number}\.html$"
_COLUMN = re.compile(r"/col/col(\d+)/")


def column_of(site: Site) -> int:
    """The column's number, out of the list's address. Raises ReplicaError."""
    found = _COLUMN.search(site.list_path)
    if found is None:
        raise ReplicaError(f"{site.source_id}: {site.list_path} is no Hanweb column, expected …/col/colN/index.html")
    return int(found[1])


def article_path(site: Site, published: date, number: int) -> str:
    """Month and day have no leading zero."""
    return f"/art/{published.year}/{published.month}/{published.day}/art_{site.column}_{number}.html"


def head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    index = f"{site.profile.index_prefix}{published.year}-{number % 100000:05d}"
    labels = (("索引号", index), ("组配分类", site.profile.column), ("发布机构", site.profile.source_name))
    return (*labels, ("发文日期", published.isoformat()), ("文 号", ""), ("时 效", "有效")), index


def article(site: Site, page: Article) -> str:
    body = body_of(page, WORD, PARAGRAPH, HEADING)
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<div class="bt-article-y">\n{head_table(page)}</div>\n'
        + f'<h1 class="title">{page.title}</h1>\n<div class="info">发布日期：{page.published} 10:30　'
        + f'来源：{site.profile.source_name}　浏览次数：<span id="hits">--</span></div>\n'
        + '<div class="body bt_content" id="zoom">\n<!--ZJEG_RSS.content.begin-->\n'
        + f"{body}<!--ZJEG_RSS.content.end-->\n</div></div>\n{footer(site)}",
    )


def row_html(row: Article) -> str:
    """A line of jpage's lists: the text is cut, the title attribute is whole, the day stands in an attribute too."""
    title = escape(row.title)
    return (
        f'<li><a target="_blank" href="{row.path}" title="{title}">{escape(cut(row.title, SHOWN_CHARACTERS))}</a>'
        f'<b readlabel="{row.published}">{row.published}</b></li>'
    )


def jpage_script(unit: str, call: Mapping[str, str], parameters: Mapping[str, str]) -> str:
    """The call of the pager's script: JavaScript and not JSON, its keys bare, its texts in single quotes.

    The values of both mappings stand as they are written in JavaScript.
    """
    inner = ",".join(f"{name}:{value}" for name, value in parameters.items())
    words = ",".join(f"{name}:{value}" for name, value in call.items())
    return (
        f"<script>\n$(function(){{$('#{unit}').jpage({{themeName:'default',showMode:'full',openCookies:false,\n"
        f" {words},\n barPosition:'bottom',ajaxParam:{{{inner}}}}});}});\n</script>\n"
    )
