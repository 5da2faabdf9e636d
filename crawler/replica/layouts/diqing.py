"""迪庆: one column for all departments; articles show neither head nor title, which stands in the meta tags alone."""

from __future__ import annotations

from datetime import date

from crawler.replica.layouts.common import (
    breadcrumb,
    document,
    footer,
    meta_tags,
    only_attachments,
    relative,
    report_body,
    top,
)
from crawler.replica.layouts.layout import Layout, beside_the_article
from crawler.replica.tables import EDITOR
from crawler.replica.values import Article, ListPage, Site

COLOUR = "#8a5a1c"
PARAGRAPH = '<p style="text-indent:2em;font-family:仿宋;font-size:16pt">{text}</p>\n'
HEADING = '<p style="text-indent:2em;font-family:黑体;font-size:16pt">{text}</p>\n'


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, EDITOR, PARAGRAPH, HEADING)
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}\n<div class="body view TRS_UEDITOR" id="zoom">\n'
        + f'{body}</div>\n<div class="info"><a href="javascript:doPrint()">【打印】</a>'
        + f'<a href="javascript:window.close()">【关闭】</a></div></div>\n{footer(site)}',
    )


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<li><em>[{row.published}]</em><a href="{relative(site, row)}" title="{row.title}">{row.title}</a></li>\n'
        for row in page.rows
    )
    links = []
    if page.previous_path:
        links.append(f'<a href="{page.previous_path}">上一页</a>')
    links.append(f"<span>{page.number}</span>")
    if page.next_path:
        links.append(f'<a href="{page.next_path}">下一页</a>')
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.site_name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<div class="right"><ul class="list">\n{rows}</ul>\n'
        + '<script type="text/javascript">'
        + f"var currentPage = {page.number - 1}; var countPage = {page.pages};</script>\n"
        + f'<div class="pager">{"".join(links)}</div></div></div>\n{footer(site)}',
    )


def article_path(site: Site, published: date, number: int) -> str:
    return f"{site.list_path}{published:%Y%m}/{published:%Y%m%d}_{number}.html"


def list_page_path(site: Site, number: int, pages: int) -> str:
    return f"{site.list_path}index_{number - 1}.html"


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/zfxxgk/{column}/gknb/",
    article_pattern=r"/zfxxgk/{column}/gknb/\d{6}/\d{8}_{number}\.html$",
    list_page_path=list_page_path,
    rows_per_page=10,
    evidence="pager",
    first_page_aliases=("index.html",),
    attachment_path=beside_the_article,
)
