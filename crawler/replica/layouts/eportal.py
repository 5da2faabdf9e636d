"""huilan's eportal: `<19 digits>/index.shtml` for an article, `<7 digits>/index.shtml` for a sub-column: one shape.

One sub-column a year. The next page is named in attributes alone (`tagname`, `onclick`): a link without an address,
whose file is called after the portlet and not after the column. The number of pages stands in a hidden field; another
portlet of the page has such a field too. The 19
digits begin with the moment at which the article was made, which may be days before the printed date. A row's whole
text, its date included, is the link.
"""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

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

COLOUR = "#1d5d8c"
PARAGRAPH = '<p style="text-indent:2em;font-family:仿宋;font-size:12pt">{text}</p>\n'
HEADING = '<p style="text-indent:2em;font-family:黑体;font-size:12pt">{text}</p>\n'
_FIRST_BRANCH = 5837491
_BEFORE_PUBLICATION = 3


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, WORD, PARAGRAPH, HEADING)
    source = page.body if page.kind == "other_body" else site.profile.source_name
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<h2 class="cont_title">{page.title}</h2>\n'
        + f'<div class="info">发布日期：{page.published}　信息来源：{source}　'
        + '<a href="javascript:window.print()">打印</a></div>\n'
        + f'<div class="xiangqnr body">\n{body}</div></div>\n{footer(site)}',
    )


def _turn(words: str, path: str | None) -> str:
    if path is None:
        return f"<span>{words}</span>"
    return f'<a tagname="{path}" onclick="queryArticleByCondition(this,\'{path}\')">{words}</a>'


def _pager(site: Site, page: ListPage) -> str:
    module = sha256(site.list_path.encode()).hexdigest()[:32]
    return (
        f'<div class="pager">{_turn("首页", site.list_path if page.number > 1 else None)}'
        f"{_turn('上一页', page.previous_path)}{_turn('下一页', page.next_path)}"
        f'<input type="hidden" name="article_paging_list_hidden" moduleid="{module}" modulekey="{module}" '
        f'totalpage="{page.pages}"/>'
        f'<input type="hidden" id="eprotalCurrentPageId" value="{int(module[:5], 16)}"/></div>\n'
    )


def _notices(site: Site) -> str:
    """Another portlet of the page: a short list of one page, with a hidden field of its own."""
    module = sha256(f"notices {site.host}".encode()).hexdigest()[:32]
    return (
        f'<div class="portlet" id="{module}"><b style="color:{COLOUR}">通知公告</b>'
        '<div class="xxgk-line"><a href="/zwgk/tzgg/2026010509153012345/index.shtml">关于值班安排的通知</a></div>'
        f'<input type="hidden" name="article_paging_list_hidden" moduleid="{module}" totalpage="1"/></div>\n'
    )


def listing(site: Site, page: ListPage) -> str:
    branches = "".join(
        f'<div class="year"><a href="{branch.path}" title="{branch.title}">{branch.title}</a></div>\n'
        for branch in page.branches
    )
    rows = "".join(
        f'<div class="xxgk-line"><a href="{row.path}" target="_blank"><i>{row.published}</i>{row.title}</a></div>\n'
        for row in page.rows
    )
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">'
        + f'{_notices(site)}{branches}<div class="xxgk-lines">\n{rows}</div>\n'
        + f"{_pager(site, page)}</div></div>\n{footer(site)}",
    )


def article_path(site: Site, published: date, number: int) -> str:
    made = published - timedelta(days=number % _BEFORE_PUBLICATION)
    clock = f"{8 + number % 10:02d}{number % 60:02d}{number // 60 % 60:02d}"
    return f"{_folder(site)}{made:%Y%m%d}{clock}{number % 100000:05d}/index.shtml"


def list_page_path(site: Site, number: int, pages: int) -> str:
    return f"{_folder(site)}{sha256(site.list_path.encode()).hexdigest()[:8]}-{number}.shtml"


def branch_path(site: Site, year: int) -> str:
    """Where the sub-column of a year begins, written as an article is; `site.list_path` is the column above it."""
    return f"{_folder(site)}{_FIRST_BRANCH + year}/index.shtml"


def _folder(site: Site) -> str:
    return site.list_path.rpartition("/")[0] + "/"


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/zwgk/zfxxgkzl/bmxxgkml/{column}/zfxxgknb/",
    article_pattern=r"/zwgk/zfxxgkzl/bmxxgkml/{column}/zfxxgknb/(?:\d{7}/)?\d{19}/index\.shtml$",
    list_page_path=list_page_path,
    evidence="pager",
    first_page_aliases=("index.shtml",),
    branch_pattern=r"/zwgk/zfxxgkzl/bmxxgkml/{column}/zfxxgknb/\d{7}/(?:index\.shtml)?$",
)
