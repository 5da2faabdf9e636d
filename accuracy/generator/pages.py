"""A draft as an HTML page: the shell of a government site, the head in its shapes, sections, tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from html import escape

from accuracy.generator.layouts import laid_out
from accuracy.generator.markup import PLAIN, STYLES, table_markup
from accuracy.generator.values import Draft, Grid, Head, PrintedTable, SectionDraft

HEAD_SHAPES = ("head_table", "head_table_single", "definition_list", "list", "one_line", "meta_tags", "none")
HEADING_MARKUPS = ("paragraph", "strong", "h2", "inside_paragraph")
_CONTAINERS = (
    '<div id="zoom" class="TRS_Editor">',
    '<div id="vsb_content" class="v_news_content">',
    '<div class="article-content">',
)


def html_page(draft: Draft, layout: str, charset: str, source: random.Random) -> str:
    """The page as text; `charset` is what its meta tag says ("" = it has none)."""
    heading_markup = source.choice(HEADING_MARKUPS)
    container = source.choice(_CONTAINERS)
    parts = list(_body(draft, layout, heading_markup, source))
    if layout == "layout_tables":
        rows = "".join(f'<tr><td valign="top">{part}</td></tr>\n' for part in parts)
        body = f'<table width="100%" border="0" cellpadding="0"><tbody>\n{rows}</tbody></table>\n'
    else:
        body = "".join(parts)
    content = f"{container}\n{body}</div>\n"
    head = _head(draft)
    title = f'<h1 class="title">{escape(draft.title, quote=False)}</h1>\n'
    place = draft.site["place"]
    shell = (
        f'<div class="top"><a href="/">{place}政府门户网站</a></div>\n'
        '<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/hdjl/">互动交流</a></div>\n'
        '<div class="main"><div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政府信息公开</a>'
        ' &gt; <a href="/zwgk/nb/">政府信息公开年报</a></div>\n'
    )
    middle = title + head + content if draft.head.shape == "one_line" else head + title + content
    if layout == "layout_tables":
        middle = f'<table width="1000" align="center"><tr><td width="20">&nbsp;</td><td>{middle}</td></tr></table>\n'
    site_code = source.randint(1_000_000_000, 9_999_999_999)
    footer = f'<div class="foot"><p>主办单位：{place}人民政府办公室</p><p>网站标识码：{site_code}</p></div>\n'
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n' if charset else ""
    return (
        f"<!DOCTYPE html>\n<html>\n<head>\n{meta}<title>{escape(draft.title, quote=False)}</title>\n{_meta_tags(draft)}"
        f"</head>\n<body>\n{shell}{middle}</div>\n{footer}</body>\n</html>\n"
    )


def _meta_tags(draft: Draft) -> str:
    if draft.head.shape != "meta_tags":
        return ""
    tags = {
        "SiteName": f"{draft.site['place']}政府门户网站",
        "SiteDomain": draft.site["host"],
        "SiteIDCode": "5300000029",
        "ColumnName": "政府信息公开年报",
        "ColumnType": "政府信息公开年报",
        "ArticleTitle": draft.title,
        "PubDate": f"{draft.year + 1}-01-28 10:06",
        "ContentSource": draft.agency,
    }
    return "".join(f'<meta name="{name}" content="{escape(value)}">\n' for name, value in tags.items())


def _head(draft: Draft) -> str:
    head = draft.head
    if head.shape == "one_line":
        words = "&nbsp;&nbsp;".join(
            f"<span>{label}：{escape(value, quote=False)}</span>" for label, value in head.pairs
        )
        return f'<div class="info">{words}</div>\n'
    if head.shape == "definition_list":
        items = "".join(f"<dt>{label}：</dt><dd>{escape(value, quote=False)}</dd>\n" for label, value in head.pairs)
        return f'<dl class="xxgk-head">\n{items}</dl>\n'
    if head.shape == "list":
        items = "".join(
            f"<li><b>{label}：</b><span>{escape(value, quote=False)}</span></li>\n" for label, value in head.pairs
        )
        return f'<ul class="xxgk-head">\n{items}</ul>\n'
    if head.shape in ("head_table", "head_table_single"):
        return _head_table(head)
    return ""


def _head_table(head: Head) -> str:
    pairs_a_row = 2 if head.shape == "head_table" else 1
    rows = []
    for first in range(0, len(head.pairs), pairs_a_row):
        pairs = head.pairs[first : first + pairs_a_row]
        wide = ' colspan="3"' if len(pairs) < pairs_a_row else ""
        cells = "".join(
            f"<td><b>{label}：</b></td><td{wide}>{escape(value, quote=False)}</td>" for label, value in pairs
        )
        rows.append(f"<tr>{cells}</tr>\n")
    return f'<table class="headtable" width="100%" border="0">\n{"".join(rows)}</table>\n'


def _body(draft: Draft, layout: str, heading_markup: str, source: random.Random) -> Iterator[str]:
    for text in draft.introduction:
        yield f"<p>　　{escape(text, quote=False)}</p>\n"
    for section in draft.sections:
        yield from _section(section, layout, heading_markup, source)
    for address in draft.attachments:
        yield f'<p>附件：<a href="{address}">{escape(draft.title, quote=False)}</a></p>\n'
    for line in draft.signature:
        yield f'<p style="text-align:right">{line}</p>\n'


def _section(section: SectionDraft, layout: str, heading_markup: str, source: random.Random) -> Iterator[str]:
    paragraphs = list(section.paragraphs)
    heading = section.heading
    if heading and heading_markup == "inside_paragraph" and paragraphs:
        yield f"<p>　　<strong>{heading}</strong>　{paragraphs.pop(0)}</p>\n"
    elif heading:
        yield {
            "strong": f"<p>　　<strong>{heading}</strong></p>\n",
            "h2": f"<h2>{heading}</h2>\n",
        }.get(heading_markup, f"<p>　　{heading}</p>\n")
    for text in paragraphs:
        yield f"<p>　　{text}</p>\n"
    for table in section.tables:
        yield from _tables(table, layout, source)
    for address in section.images:
        yield f'<p align="center"><img src="{address}" alt=""></p>\n'
    for text in section.after:
        yield f"<p>{text}</p>\n"


def _tables(table: PrintedTable, layout: str, source: random.Random) -> Iterator[str]:
    style = STYLES.get(layout, PLAIN)
    grids: tuple[Grid, ...] = laid_out(table, layout, source)
    for grid in grids:
        yield table_markup(grid, style, source)
        if layout == "mobile_twin":
            yield f'<div class="mobile-only">{table_markup(grid, style, source)}</div>\n'
        if layout == "mobile_twin_hidden":
            yield f'<div class="wap" style="display:none">{table_markup(grid, style, source)}</div>\n'
