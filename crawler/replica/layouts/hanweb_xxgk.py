"""Hanweb's catalogue of open information: a shell of a page, rows of a table by POST of `currpage` and `area`.

The nasty parts (SITES.md): nothing of the list stands in the page, the area only in a script's address that is put
together from variables; the answer is a piece of HTML whose pager says pages and not rows; asked without the right
area it answers an empty table, and a page past the end is an empty table under the same pager.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape

from crawler.replica.layouts import hanweb
from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.hanweb import COLOUR, SHOWN_CHARACTERS, column_of
from crawler.replica.layouts.layout import Layout
from crawler.replica.layouts.scripted import HTML_TYPE, cut, natural, serial, token
from crawler.replica.values import Article, Call, Endpoint, ListPage, Said, Site

SEARCH = "/module/xxgk/search.jsp"


def area_of(site: Site) -> str:
    """A social credit code: 18 characters."""
    return f"11{site.division}{token(site, 'area', 9).upper()}X"


def listing(site: Site, page: ListPage) -> str:
    area, box, web = area_of(site), f"div{column_of(site)}", str(serial(site, "webid", 3))
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}")
        + '<script src="/module/xxgk/script/dynamic.js"></script>\n',
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">\n'
        + f'<iframe src="/module/xxgk/tree.jsp?standardXxgk=0&amp;area={area}&amp;divid={box}"></iframe>\n'
        + f'<div id="{box}"></div>\n<script type="text/javascript">\nfunction show(a,b,c){{\n'
        + f"loadDynamic('{SEARCH}?standardXxgk=0&infotypeId='+a+'&vc_title='+encodeURI(b)+'&vc_number='+encodeURI(c)+"
        + f"'&area={area}','{box}','0','0','950','{web}','','');\n}}\nshow('0','','');\n</script></div></div>\n"
        + footer(site),
    )


def _row(site: Site, place: int, row: Article) -> str:
    """索引号, title and day. The whole title stands in an attribute of the family's own, not in `title`."""
    title, index = escape(row.title), row.index_number or ""
    return (
        f'<tr class="tr_main_value_{"even" if place % 2 else "odd"}"><td width="180">{index}</td><td>'
        f'<a href="{site.address(row.path)}" mc="{title}" syh="{index}" rq="{row.published}" target="_blank">'
        f'{escape(cut(row.title, SHOWN_CHARACTERS))}</a></td><td width="80">{row.published}</td></tr>\n'
    )


def _table(site: Site, page: int, pages: int, rows: tuple[Article, ...]) -> Said:
    pager = "".join(f'<a href="javascript:void(0)" onclick="gotoPage({n})">{n}</a> ' for n in range(1, pages + 1))
    return Said(
        '<table class="tb_title" width="100%"><tr><td>索引号</td><td>标题</td><td>发文日期</td></tr>\n'
        f'<tr><td colspan="3">第&nbsp;{page}&nbsp;页&nbsp;&nbsp;共&nbsp;{pages}&nbsp;页&nbsp;{pager}</td></tr>\n'
        "</table>\n"
        f'<table class="tb_main">{"".join(_row(site, place, row) for place, row in enumerate(rows))}</table>\n',
        HTML_TYPE,
    )


def _answer(site: Site, pages: tuple[ListPage, ...], call: Call) -> Said:
    if call.method != "POST":
        return Said("", HTML_TYPE, 405)
    sent = {**call.query, **{name: value for name, value in call.form.items() if value}}
    number = natural(sent.get("currpage", "1"))
    whole_catalogue = sent.get("infotypeId", "") in ("", "0")
    if sent.get("area") != area_of(site) or not whole_catalogue or not number:
        return _table(site, 1, 0, ())
    return _table(site, number, len(pages), pages[number - 1].rows if number <= len(pages) else ())


def endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    return {SEARCH: partial(_answer, site, pages)}


LAYOUT = Layout(
    hanweb.article,
    listing,
    hanweb.article_path,
    list_path="/col/col{column}/index.html",
    article_pattern=hanweb.ARTICLE_PATTERN,
    endpoints=endpoints,
    rows_per_page=5,
    evidence="pager",
    head=hanweb.head,
)
