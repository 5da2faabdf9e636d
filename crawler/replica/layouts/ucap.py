"""Ucap (开普): `/cNNN/` columns, UCAPCONTENT around an article's text, and three ways to show a list.

`LAYOUT`: the page is a shell with a channelId, the rows come as JSON from `/common/search/<channelId>`. `COMMENTED`
(Gansu's `zwgklist.shtml`): rows and pager stand in an HTML comment, from which a script draws them; page 2 is
`zwgklist_2.shtml`. `TAX` (the tax bureau): JSON by POST to `/getFileListByCodeId`. The nasty parts of the JSON: `rows`
is the size of a page and not the rows; the time in milliseconds is a day off the one in words; addresses are relative
in two ways; a value that is missing is the word null; no answer holds more rows than a page of the site, whatever was
asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from html import escape
from typing import Any

from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.layout import Head, Layout
from crawler.replica.layouts.scripted import (
    HTML_TYPE,
    Places,
    body_of,
    head_table,
    json_said,
    natural,
    places,
    seconds,
    token,
    window,
)
from crawler.replica.tables import WORD
from crawler.replica.values import Article, ArticleKind, Call, Endpoint, ListPage, Said, Site

COLOUR = "#9c2a20"
PARAGRAPH = '<p style="text-indent: 2em; font-family: 仿宋; font-size: 21px;">{text}</p>\n'
HEADING = '<p style="text-indent: 2em; font-family: 黑体; font-size: 21px;">{text}</p>\n'
TAX_SEARCH = "/getFileListByCodeId"


def channel_of(site: Site) -> str:
    return token(site, f"channel {site.list_path}")


def search_path(site: Site) -> str:
    return f"/common/search/{channel_of(site)}"


def article_path(site: Site, published: date, number: int) -> str:
    return f"/c{site.column}/{published:%Y%m}/{token(site, f'article {number}')}.shtml"


def tax_article_path(site: Site, published: date, number: int) -> str:
    return f"/chinatax/n810214/c{site.column}/c{number}/content.html"


def head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    index = f"{site.profile.index_prefix}{published:%Y%m}-{number % 100000:05d}"
    labels = (("索引号", index), ("发文机关", site.profile.source_name), ("成文日期", published.isoformat()))
    return (*labels, ("发布日期", published.isoformat()), ("主题分类", "政务公开"), ("文号", "")), index


def _channel_tag(site: Site) -> str:
    return f'<meta name="channelId" content="{channel_of(site)}"/>\n'


def article(site: Site, page: Article) -> str:
    return document(
        meta_tags(site, page.title, article=page) + _channel_tag(site),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{head_table(page)}\n'
        + f'<h1 class="title"><UCAPTITLE>{page.title}</UCAPTITLE></h1>\n<div class="info">发布时间：{page.published}　'
        + f'来源：{site.profile.source_name}</div>\n<div class="body" id="zoomcon"><UCAPCONTENT>\n'
        + f"{body_of(page, WORD, PARAGRAPH, HEADING)}</UCAPCONTENT></div></div>\n{footer(site)}",
    )


def _branch_links(page: ListPage) -> str:
    links = "".join(f'<li><a href="{branch.path}">{branch.title}</a></li>' for branch in page.branches)
    return f'<ul class="years">{links}</ul>\n' if links else ""


def _frame(site: Site, page: ListPage, inside: str, tags: str = "") -> str:
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}") + tags,
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">\n{_branch_links(page)}{inside}'
        + f"</div></div>\n{footer(site)}",
    )


def listing(site: Site, page: ListPage) -> str:
    """The shell before the JSON."""
    return _frame(
        site,
        page,
        '<ul class="list pagelist"></ul><div id="page_div"></div>\n<input type="hidden" id="page" value="1"/>'
        f'<input type="hidden" id="pageSize" value="{site.rows_per_page}"/>\n'
        '<script src="/xhtml/js/listPage.js"></script>\n',
        _channel_tag(site),
    )


def commented_listing(site: Site, page: ListPage) -> str:
    """The list that a script takes out of a comment. Outside of it there is no row and no pager."""
    rows = "".join(
        f'<li><a href="{row.path}" title="{escape(row.title)}" target="_blank">{escape(row.title)}</a>'
        f'<span class="time">{row.published}</span></li>\n'
        for row in page.rows
    )
    name, _, extension = site.list_path.rpartition("/")[2].partition(".")
    return _frame(
        site,
        page,
        f'<div class="pagelist" id="drawn"></div>\n<!--<ul class="list">\n{rows}</ul>\n<div id="page_div"></div>\n'
        f"<script>createPageHTML('page_div',{page.pages}, {page.number},'{name}','{extension}',{page.said});</script>\n"
        '-->\n<script src="/xhtml/js/listPage.js"></script>\n',
        _channel_tag(site),
    )


def tax_listing(site: Site, page: ListPage) -> str:
    """The tax bureau's shell: the channel and the most rows of an answer stand in a script."""
    return _frame(
        site,
        page,
        f'<ul class="list" id="fileList"></ul><div id="layPage"></div>\n<script>var channelId = "{channel_of(site)}";\n'
        f"$.post('{TAX_SEARCH}', {{codeId:'', channelId:channelId, page:1, size:{site.rows_per_page}, "
        "relateSubChannels:true}, draw);</script>\n",
    )


def list_page_path(site: Site, number: int, pages: int) -> str:
    """Page 2 is `zwgklist_2.shtml`."""
    name, _, extension = site.list_path.rpartition(".")
    return f"{name}_{number}.{extension}"


def branch_path(site: Site, year: int) -> str:
    """Where the column of a year begins (Gansu has one a year); `site.list_path` is the column's own."""
    folder, _, name = site.list_path.rpartition("/")
    return f"{folder}{year}/{name}"


def _item(site: Site, place: int, row: Article) -> dict[str, Any]:
    """One entry of the JSON. Every other address begins with the host, without a scheme."""
    off = seconds(row.published - timedelta(days=1)) * 1000
    domain = [
        {"key": "indexnumber", "name": "索引号", "value": row.index_number or "null"},
        {"key": "refno", "name": "文号", "value": "null"},
        {"key": "writedate", "name": "成文日期", "value": row.published.isoformat()},
    ]
    named = not row.path.startswith(("http://", "https://")) and place % 2
    return {
        "title": row.title,
        "subTitle": "",
        "content": "".join(section.paragraphs[0] for section in row.sections[:1] if section.paragraphs)[:80],
        "url": f"//{site.host}{row.path}" if named else row.path,
        "manuscriptId": token(site, row.path, 16),
        "publishedTime": off,
        "publishedTimeStr": f"{row.published} 10:30:00",
        "channelName": site.profile.column,
        "channelCodeName": f"c{site.column}",
        "channelId": channel_of(site),
        "memo": "",
        "resList": [{"fileName": file.text, "filePath": file.path} for file in row.attachments],
        "domainMetaList": [{"domainMetadataName": "政府信息公开", "resultList": domain}],
    }


def _data(site: Site, rows: Places, said: int, number: int, size: int) -> dict[str, Any]:
    shown = window(rows, (number - 1) * size + 1, number * size)
    results = [_item(site, place, row) for place, row in enumerate(shown)]
    return {"page": number, "rows": size, "channelId": channel_of(site), "total": said, "results": results}


def _searched(site: Site, rows: Places, said: int, call: Call) -> Said:
    if call.method != "GET":
        return Said("", HTML_TYPE, 405)
    number, size = natural(call.query.get("page", "1")), natural(call.query.get("_pageSize", str(site.rows_per_page)))
    data = _data(site, rows, said, number or 1, min(size or site.rows_per_page, site.rows_per_page))
    if call.query.get("_isJson") != "true":
        lines = "".join(f'<li><a href="{item["url"]}">{escape(item["title"])}</a></li>\n' for item in data["results"])
        return Said(f"<ul>{lines}</ul>", HTML_TYPE)
    return json_said({"data": {**data, "relateSubChannels": "true"}, "channelName": site.profile.column})


def endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    """Of the JSON form. Another channel's address is not there at all."""
    return {search_path(site): partial(_searched, site, places(site, pages), pages[0].said)}


def _tax_answer(site: Site, rows: Places, said: int, call: Call) -> Said:
    if call.method != "POST" or call.form.get("channelId") != channel_of(site):
        return json_said({"code": 500, "err": "channelId"})
    number, size = natural(call.form.get("page", "1")), natural(call.form.get("size", str(site.rows_per_page)))
    if not number or not size or call.form.get("relateSubChannels", "true") not in ("true", "false"):
        return json_said({"code": 500, "err": "page"})
    data = _data(site, rows, said, number, min(size, site.rows_per_page))
    return json_said({"code": 200, "results": {"data": data}})


def tax_endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    return {TAX_SEARCH: partial(_tax_answer, site, places(site, pages), pages[0].said)}


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/c{column}/common_list.shtml",
    article_pattern=r"/c{column}/\d{6}/[0-9a-f]{32}\.shtml$",
    endpoints=endpoints,
    rows_per_page=6,
    evidence="stated",
    head=head,
)
COMMENTED = Layout(
    article,
    commented_listing,
    article_path,
    list_path="/c{column}/zwgklist.shtml",
    article_pattern=r"/c{column}/\d{6}/[0-9a-f]{32}\.shtml$",
    list_page_path=list_page_path,
    rows_per_page=6,
    evidence="stated",
    head=head,
    branch_pattern=r"/c{column}\d{4}/zwgklist\.shtml$",
)
TAX = replace(
    LAYOUT,
    listing=tax_listing,
    article_path=tax_article_path,
    list_path="/chinatax/n810214/c{column}/index.html",
    article_pattern=r"/chinatax/n810214/c{column}/c{number}/content\.html$",
    endpoints=tax_endpoints,
)
