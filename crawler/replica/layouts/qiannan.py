"""黔南's year pages: columns as Guizhou's TRS has them, but the page of a year is itself that year's report.

The text stands in the template of a list, over the counting script of one page.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.replica.layouts import trs, trs_guizhou
from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, report_body, top
from crawler.replica.tables import EDITOR
from crawler.replica.values import ListPage, Site


def listing(site: Site, page: ListPage) -> str:
    report = page.inline
    if report is None:
        return trs_guizhou.listing(site, page)
    body = report_body(report, EDITOR, trs.PARAGRAPH, trs.HEADING)
    return document(
        meta_tags(site, report.title),
        top(site, trs_guizhou.COLOUR)
        + f'<div class="main wrap">{breadcrumb(site, "当前位置：")}<h1 class="tit">{report.title}</h1>\n'
        + f'<div class="body trs_editor_view" id="zoom"><div class="TRS_Editor">\n{body}</div></div>\n'
        + f'<div class="pager">{trs.pager_script(page)}</div></div>\n{footer(site)}',
    )


LAYOUT = replace(trs_guizhou.LAYOUT, listing=listing)
