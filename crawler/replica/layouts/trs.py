"""TRS WCM: static pages `tYYYYMMDD_id.html`, relative addresses, a pager drawn by script, `TRS_Editor`."""

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
    side,
    top,
)
from crawler.replica.layouts.layout import Head, Layout, beside_the_article
from crawler.replica.tables import EDITOR
from crawler.replica.values import Article, ArticleKind, ListPage, Site

COLOUR = "#1a6f5c"
PARAGRAPH = '<p align="justify" style="text-indent:2em">{text}</p>\n'
HEADING = '<p align="justify" style="text-indent:2em"><b><font face="黑体">{text}</font></b></p>\n'
LAYOUT_TABLE = '<table width="1000" border="0" cellspacing="0" cellpadding="0" align="center"><tbody><tr><td>'


def article(site: Site, page: Article) -> str:
    body = only_attachments(page) if page.media != "html" else report_body(page, EDITOR, PARAGRAPH, HEADING)
    words = dict(page.head)
    return document(
        meta_tags(site, page.title, article=page) + '<link href="../../../images/xl.css" rel="stylesheet"/>\n',
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site, "当前位置:")}{LAYOUT_TABLE}\n'
        + f'<h1 class="tit">{page.title}</h1>\n'
        + f'<div class="info"><span>来源：{words["来源"]}</span>　　<span>时间：{words["时间"]}</span>　　'
        + '<span>字体：[<a href="javascript:fontZoom(18)">大</a> '
        + '<a href="javascript:fontZoom(14)">小</a>]</span></div>\n'
        + '<div class="body trs_editor_view TRS_UEDITOR" id="zoom"><div class="TRS_Editor">\n'
        + f"{body}</div></div>\n</td></tr></tbody></table></div>\n"
        + footer(site),
    )


def pager_script(page: ListPage) -> str:
    """TRS's pager: the older countPage beside the newer createPageHTML, as templates keep both."""
    return (
        '<script type="text/javascript">\n'
        f"var currentPage = {page.number - 1};//所在页从0开始\nvar countPage = {page.pages}//共多少页\n"
        "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){\n"
        "  for(var i=0;i<_nPageCount;i++){var name=_sPageName+(i?'_'+i:'')+'.'+_sPageExt;\n"
        "    document.write(i==_nCurrIndex?'<span>'+(i+1)+'</span>':'<a href=\"'+name+'\">'+(i+1)+'</a>');}\n}\n"
        f'createPageHTML({page.pages}, {page.number - 1}, "index", "html");\n</script>\n'
    )


def listing(site: Site, page: ListPage) -> str:
    rows = "".join(
        f'<li><span>{row.published}</span><a href="{relative(site, row)}" target="_blank">{row.title}</a></li>\n'
        for row in page.rows
    )
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site, "当前位置:")}{side(COLOUR)}<div class="right">\n'
        + f'<ul class="list gl_list">\n{rows}</ul>\n<div class="pager">{pager_script(page)}</div></div></div>\n'
        + footer(site),
    )


def article_path(site: Site, published: date, number: int) -> str:
    return f"{site.list_path}{published:%Y%m}/t{published:%Y%m%d}_{number}.html"


def list_page_path(site: Site, number: int, pages: int) -> str:
    """TRS counts its pages from 0: page 2 is index_1."""
    return f"{site.list_path}index_{number - 1}.html"


def head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    """The words of the line under the title."""
    return (("来源", site.profile.source_name), ("时间", f"{published:%Y年%m月%d日}")), None


LAYOUT = Layout(
    article,
    listing,
    article_path,
    list_path="/zfxxgk/{column}/zfxxgknb/",
    article_pattern=r"/zfxxgk/{column}/zfxxgknb/\d{6}/t\d{8}_{number}\.html$",
    list_page_path=list_page_path,
    evidence="pager",
    content_type="text/html",  # TRS leaves the charset to the page
    first_page_aliases=("index.html",),
    head=head,
    attachment_path=beside_the_article,
)
