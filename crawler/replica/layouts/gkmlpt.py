"""Guangdong's platform: a column is a fragment of one address, its rows come as JSON by category and site number.

The nasty parts (SITES.md): the category stands after `#` and never reaches the server; SID and TREE stand in a
JavaScript object that is no JSON; pages 0 and 1 are the same; a wrong SID gets JSON of another shape; the day is a
number of seconds, and in China it is a day later than in Greenwich where an article went out before eight; addresses
end in the fragment again. An article's text stands in `_CONFIG.DETAIL.content`, escaped, and is drawn into
`.article-content` by the server, except at a site of the style `SCRIPTED`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.layout import Head, Layout
from crawler.replica.layouts.scripted import (
    HTML_TYPE,
    body_of,
    head_table,
    json_in_script,
    json_said,
    last_number,
    natural,
    seconds,
    serial,
)
from crawler.replica.tables import WORD
from crawler.replica.values import Article, ArticleKind, Call, Endpoint, ListPage, Said, Site

COLOUR = "#1d6fb8"
PARAGRAPH = '<p style="text-indent: 2em; text-align: justify;">{text}</p>\n'
HEADING = '<p style="text-indent: 2em; text-align: justify;"><strong>{text}</strong></p>\n'
ROOT = "/gkmlpt"
EARLY = timedelta(hours=10)
"""Articles go out at half past midnight: the day in Greenwich is the one before."""


def article_path(site: Site, published: date, number: int) -> str:
    return f"{ROOT}/content/{number // 1_000_000}/{number // 1000}/post_{number}.html"


def sid_of(site: Site) -> str:
    return str(serial(site, "SID", 6))


def api_path(site: Site) -> str:
    return f"{ROOT}/api/all/{site.column}"


def head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    index = f"{site.profile.index_prefix}{published.year}-{number % 100000:05d}"
    labels = (("索引号", index), ("分类", site.profile.column), ("发布机构", site.profile.source_name))
    days = (("成文日期", published.isoformat()), ("发布日期", published.isoformat()))
    return (*labels, *days, ("文号", "")), index


def _tree(site: Site, said: int) -> list[dict[str, Any]]:
    """Categories beside and above the column: one is only a link to somewhere else."""

    def node(number: int, name: str, posts: int, jump: str, children: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": number, "name": name, "post_count": posts, "jump_url": jump, "children": children}

    here = int(site.column)
    guide = node(here + 1, "政府信息公开指南", 1, site.address("/zwgk/zn/"), [])
    annual = node(here, site.profile.column, said, "", [])
    return [node(here + 2, "政府信息公开", said + 1, "", [guide, annual]), node(here + 3, "政策文件", 2, "", [])]


def _config(site: Site, said: int, detail: str = "") -> str:
    """A JavaScript object: bare keys, single quotes, JSON within."""
    return (
        f"<script>window._CONFIG = {{ BASE: '{ROOT}', SID: '{sid_of(site)}', {detail}"
        f"TREE: {json_in_script(_tree(site, said))}, SERVICE_AREA_ID: {serial(site, 'area', 3)} }};</script>\n"
    )


def listing(site: Site, page: ListPage) -> str:
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}") + _config(site, page.said),
        f'{top(site, COLOUR)}<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}'
        f'<div class="right" id="gkmlpt"></div></div>\n<script src="{ROOT}/js/app.js"></script>\n{footer(site)}',
    )


def article(site: Site, page: Article, *, drawn: bool = True) -> str:
    """`drawn`: the text stands in the page as well; False = in the script alone."""
    body = body_of(page, WORD, PARAGRAPH, HEADING)
    detail = {
        "id": int(last_number(page.path)),
        "title": page.title,
        "content": body,
        "identifier": page.index_number or "",
        "document_number": "",
        "publisher": site.profile.source_name,
        "date": _stamp(page.published),
        "classify_main": int(site.column),
        "attachment": _files(page),
    }
    return document(
        meta_tags(site, page.title, article=page)
        + _config(site, len(site.articles), f"DETAIL: {json_in_script(detail)}, "),
        f'{top(site, COLOUR)}<div class="main wrap">{breadcrumb(site)}'
        + head_table(page, ' class="classify"')
        + f'<h1 class="title document-number">{page.title}</h1>\n<div class="info">发布日期：{page.published}　'
        + f"来源：{site.profile.source_name}</div>\n"
        + f'<div class="body article-content">\n{body if drawn else ""}</div></div>\n{footer(site)}',
    )


def _files(page: Article) -> list[dict[str, str]]:
    return [{"name": file.text, "url": file.path} for file in page.attachments]


def _stamp(day: date) -> int:
    return seconds(day) - int(EARLY.total_seconds())


def _item(site: Site, row: Article) -> dict[str, Any]:
    stamp = _stamp(row.published)
    return {
        "id": int(last_number(row.path)),
        "title": row.title,
        "url": f"{site.address(row.path)}#{site.column}",
        "post_url": "",
        "publisher": site.profile.source_name,
        "identifier": row.index_number or "",
        "document_number": "",
        "date": stamp,
        "created_at": f"{row.published} 00:30:00",
        "create_time": stamp,
        "display_publish_time": stamp,
        "first_publish_time": stamp,
        "classify_main": int(site.column),
        "classify_main_name": site.profile.column,
        "keywords": "",
        "abstract": "",
        "is_expired": 0,
        "is_abolished": 0,
        "relation": "",
        "attachment": _files(row),
    }


def _answer(site: Site, pages: tuple[ListPage, ...], call: Call) -> Said:
    if call.method != "GET":
        return Said("", HTML_TYPE, 405)
    number = natural(call.query.get("page", "1"))
    if call.query.get("sid") != sid_of(site) or number is None:
        return json_said({"code": 403, "msg": "sid error"})
    number = max(number, 1)
    rows = pages[number - 1].rows if number <= len(pages) else ()
    return json_said(
        {
            "articles": [_item(site, row) for row in rows],
            "classify": {"id": int(site.column), "post_count": pages[0].said},
            "total": pages[0].said,
        }
    )


def endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    return {api_path(site): partial(_answer, site, pages)}


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path=f"{ROOT}/annualreport",
    article_pattern=rf"{ROOT}/content/\d+/\d+/post_{{number}}\.html$",
    endpoints=endpoints,
    rows_per_page=6,  # 100 in life
    evidence="stated",
    head=head,
    list_fragment="#{column}",
)
SCRIPTED = replace(LAYOUT, article=partial(article, drawn=False))
"""The article's text stands in the script alone."""
