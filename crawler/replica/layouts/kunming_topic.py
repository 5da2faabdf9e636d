"""昆明's special topic: the column's page is itself the report, with all that a list has around it.

The template is a list's: its title attribute, menu, empty list and pager of one page stand about the text. Where the
site has no such report, the page is an ordinary Kunming list.
"""

from __future__ import annotations

from crawler.replica.layouts import kunming
from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, report_body, side, top
from crawler.replica.layouts.layout import Layout
from crawler.replica.tables import WORD
from crawler.replica.values import ListPage, Site


def listing(site: Site, page: ListPage) -> str:
    report = page.inline
    if report is None:
        return kunming.listing(site, page)
    body = report_body(report, WORD, kunming.PARAGRAPH, kunming.HEADING)
    return document(
        meta_tags(site, report.title),
        top(site, kunming.COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(kunming.COLOUR)}<div class="right">\n'
        + f'<ul class="list">\n</ul>\n<div class="activity">\n<h1>{report.title}</h1>\n'
        + f'<div class="info">发布时间：{report.published} 10:12　来源：{site.profile.source_name}</div>\n'
        + f'<div class="body content-table">\n{body}</div></div>\n{kunming.pager(page)}</div></div>\n{footer(site)}',
    )


LAYOUT = Layout(
    kunming.article,
    listing,
    kunming.article_path,
    list_path="/ztzl/{column}/zfxxgknb/",
    article_pattern=kunming.LAYOUT.article_pattern,
    list_page_path=kunming.list_page_path,
    evidence="pager",
    content_type=kunming.LAYOUT.content_type,
    first_page_aliases=kunming.LAYOUT.first_page_aliases,
)
