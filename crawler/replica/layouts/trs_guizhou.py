"""Guizhou's TRS: a column whose code ends its path (`_5NNNNN`), one sub-column a year, and kinds within a year.

The column's own page holds no rows, only the years; a year may hold rows, kinds, or both. Each is an ordinary TRS list
with a counting script, so a page past its end is a 404. Other columns of the site stand beside the years and look
nearly like them.
"""

from __future__ import annotations

from crawler.replica.layouts import trs
from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, top
from crawler.replica.layouts.layout import Layout, beside_the_article
from crawler.replica.values import ListPage, Site

COLOUR = "#7c4a03"
_NEIGHBOURS = (
    ("政府信息公开指南", "xxgkzn/"),
    ("政府信息公开制度", "xxgkzd/"),
    ("网站年度报表", "xxgknb/wznb_2022n/"),
)


def listing(site: Site, page: ListPage) -> str:
    folder = "/{}/".format(site.list_path.split("/")[1])
    neighbours = "".join(f'<li><a href="{folder}{path}">{words}</a></li>\n' for words, path in _NEIGHBOURS)
    branches = "".join(
        f'<li><a href="{branch.path}" title="{branch.title}">{branch.title}</a></li>\n' for branch in page.branches
    )
    rows = "".join(
        f'<li><a href="./{row.path.removeprefix(site.list_path)}" title="{row.title}">{row.title}</a>'
        f"<span>{row.published:%Y/%m/%d}</span></li>\n"
        for row in page.rows
    )
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site, "当前位置：")}'
        + f'<div class="side"><b style="background:{COLOUR}">{site.profile.column}</b>'
        + f'<ul class="tree">\n{branches}</ul>\n<ul>\n{neighbours}</ul></div>\n<div class="right">'
        + f'<div class="NewsList"><ul class="list">\n{rows}</ul></div>\n'
        + f'<div class="pager">{trs.pager_script(page)}</div></div></div>\n{footer(site)}',
    )


def branch_path(site: Site, year: int, kind: str = "") -> str:
    """Where the sub-column of a year (or of a kind in it) begins; `site.list_path` is the column's own."""
    return f"{site.list_path}nb_{year}n/" + (f"{kind}/" if kind else "")


LAYOUT = Layout(
    trs.article,
    listing,
    trs.article_path,
    list_path="/zwgk_500{column}/xxgknb/",
    article_pattern=r"/zwgk_500{column}/xxgknb/(?:nb_\d{4}n/)?(?:[a-z]+/)?\d{6}/t\d{8}_{number}\.html$",
    list_page_path=trs.list_page_path,
    evidence="pager",
    content_type="text/html",
    first_page_aliases=("index.html",),
    head=trs.head,
    attachment_path=beside_the_article,
    branch_pattern=r"/zwgk_500{column}/xxgknb/nb_\d{4}n/(?:[a-z]+/)?$",
)
