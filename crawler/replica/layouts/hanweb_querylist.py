"""Jiangxi's Hanweb: the column tree and the first articles as JSON in the page, further ones by POST to `/queryList`.

The nasty parts (SITES.md): numbers of 19 digits, which a JavaScript number cannot hold; JSON texts within the JSON
(`urls`, `metadata`); titles with blanks around them; never more rows than a page of the site has, whatever was asked
for; the address stands at the host's root, whatever the site's folder, and answers POST alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.hanweb import HEADING, PARAGRAPH, column_of, head
from crawler.replica.layouts.layout import Layout
from crawler.replica.layouts.scripted import (
    HTML_TYPE,
    Places,
    as_json,
    body_of,
    head_table,
    json_in_script,
    json_said,
    last_number,
    natural,
    page_count,
    places,
    serial,
    window,
)
from crawler.replica.tables import WORD
from crawler.replica.values import Article, Call, Endpoint, ListPage, Said, Site

COLOUR = "#b03a2e"
SEARCH = "/queryList"


def _snowflake(published: date, number: int) -> str:
    """19 digits, larger than 2 ** 53."""
    return f"1{published:%y%m%d}{number:012d}"


def article_path(site: Site, published: date, number: int) -> str:
    return f"{site.list_path.removesuffix('index.html')}content/content_{_snowflake(published, number)}.html"


def site_code(site: Site) -> str:
    """The first folder of the list's address: the site's code on its host."""
    return site.list_path.split("/")[1]


def _unit(site: Site) -> str:
    return str(serial(site, "unitid", 6))


def article(site: Site, page: Article) -> str:
    return document(
        meta_tags(site, page.title, article=page),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}<div class="xxgk-head">\n{head_table(page)}</div>\n'
        + f'<h1 class="title">{page.title}</h1>\n<div class="info">发布时间：{page.published} 10:30　'
        + f"来源：{site.profile.source_name}</div>\n"
        + f'<div class="body article-body" id="zoom">\n{body_of(page, WORD, PARAGRAPH, HEADING)}</div></div>\n'
        + footer(site),
    )


def _source(site: Site, row: Article) -> dict[str, Any]:
    """What the interface says of an article; four of its values are JSON once more."""
    number = last_number(row.path)
    files = [{"fileName": file.text, "url": file.path, "filePath": file.path} for file in row.attachments]
    metadata = {"author": "", "xxgk_syh": row.index_number or "", "xxgk_fbjg": site.profile.source_name}
    return {
        "id": number,
        "title": f"  {row.title} ",
        "showTitle": row.title,
        "pubDate": f"{row.published} 10:30",
        "contentSource": site.profile.source_name,
        "urls": as_json({"pc": row.path}),
        "metadata": as_json(metadata),
        "images": "[]",
        "articleFiles": as_json(files),
        "content": {"content": f"<p>{row.title}</p>"},
    }


def listing(site: Site, page: ListPage) -> str:
    """The column page: its own numbers, the tree of columns and the first articles in scripts; no link to any."""
    column, channel, website = f"col{column_of(site)}", serial(site, "channel", 19), serial(site, "website", 19)
    here = {"id": str(channel), "codeName": column, "name": site.profile.column, "articleCount": page.said}
    beside = {"id": str(channel + 1), "codeName": f"{column}1", "name": "政府信息公开指南", "articleCount": 1}
    tree = [{"id": str(website), "name": "政府信息公开", "childCount": 2, "children": [beside, here]}]
    found = {"articleCount": page.said, "childCount": 0, "articleList": [_source(site, row) for row in page.rows]}
    block = {"unitid": _unit(site), "perPage": site.rows_per_page, "showMode": "full", "groupSize": 1}
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f"<script>var channelId = '{channel}', codeName = '{column}'\n"
        + f"var websiteId = '{website}', siteId = '{website}'\n"
        + f"var channelTree = {json_in_script(tree)};\nvar listData = {json_in_script(found)};\n"
        + f"listData.articleList.forEach(drawRow);\npagination('{SEARCH}', {json_in_script(block)});</script>\n"
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">'
        + f'<ul class="list columnlist" id="div{_unit(site)}"></ul></div></div>\n{footer(site)}',
    )


def _answer(site: Site, rows: Places, said: int, call: Call) -> Said:
    if call.method != "POST":
        return Said("404", HTML_TYPE, 404)
    sent = {name.removesuffix("[]"): value for name, value in call.form.items()}
    ours = (
        sent.get("webSiteCode") == site_code(site)
        and sent.get("channelCode") == f"col{column_of(site)}"
        and sent.get("unitid", "") in ("", _unit(site))
    )
    current, size = natural(sent.get("current")), natural(sent.get("pageSize"))
    if not ours or not current or not size:
        return json_said({"data": {"page": 1, "rows": 0, "total": 0, "results": []}})
    size = min(size, site.rows_per_page)
    if current > page_count(said, size):
        return json_said({"data": {"rows": 0, "results": []}})
    shown = window(rows, (current - 1) * size + 1, current * size)
    results = [{"id": source["id"], "source": source} for source in (_source(site, row) for row in shown)]
    return json_said({"data": {"page": current, "rows": size, "total": said, "results": results}})


def endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    return {SEARCH: partial(_answer, site, places(site, pages), pages[0].said)}


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/yfxgyhxxht/col/col{column}/index.html",
    article_pattern=r"/yfxgyhxxht/col/col{column}/content/content_1\d{6}0*{number}\.html$",
    endpoints=endpoints,
    rows_per_page=6,
    evidence="stated",
    head=head,
)
