"""Hanweb's embedded groups: the first rows stand as XML in a script of the column page, with a link to the next group.

The nasty parts (SITES.md): the link's columnid is encrypted, so it can only be copied; its first page is the embedded
one again; the links in the answers are relative to the answer; a page that does not exist, or was asked with other
parameters, answers 200 with 54 empty bytes, and so does, at a site of the style `REFUSING`, every deep page.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape
from urllib.parse import quote, urlencode

from crawler.replica.layouts import hanweb
from crawler.replica.layouts.common import breadcrumb, document, footer, meta_tags, side, top
from crawler.replica.layouts.hanweb import COLOUR, column_of, jpage_script
from crawler.replica.layouts.layout import Layout
from crawler.replica.layouts.scripted import XML_TYPE, natural, serial, token
from crawler.replica.values import Article, Call, Endpoint, ListPage, Said, Site

PROXY = "/module/web/jpage/dataproxy.jsp"
NOTHING = "\r\n" * 27
"""54 bytes (SITES.md); which bytes they were was not noted. Pages of JSP end in such empty lines."""
DEEPEST = 2
"""The last page that a refusing site gives."""


def encrypted_column(site: Site) -> str:
    """The columnid as the link has it: it holds + and /, and says nothing to a reader."""
    return "+" + b64encode(bytes.fromhex(token(site, f"columnid {column_of(site)}", 56))).decode() + "/="


def _parameters(site: Site) -> dict[str, str]:
    return {
        "appid": "1",
        "webid": str(serial(site, "webid", 2)),
        "path": "/",
        "columnid": encrypted_column(site),
        "sourceContentType": "1",
        "unitid": str(serial(site, "unitid", 6)),
        "permissiontype": "0",
    }


def _link(site: Site, page: int, before: str, ampersand: str) -> str:
    """The next group's link; the name of the site is percent-encoded twice, as Tianjin and Dalian have it."""
    query = urlencode({"page": page, **_parameters(site), "webname": quote(site.profile.name)})
    return f'<nextgroup><![CDATA[<a href="{before}dataproxy.jsp?{query.replace("&", ampersand)}"></a>]]></nextgroup>'


def _records(rows: tuple[Article, ...]) -> str:
    """Lines in single quotes and without a title attribute, an empty element before the link."""
    return "".join(
        f"<record><![CDATA[\n<li><s></s><a href='{row.path}' target='_blank'>{escape(row.title)}</a>"
        f"<span>{row.published}</span></li>]]></record>"
        for row in rows
    )


def _embedded(site: Site, page: ListPage) -> str:
    return (
        '<script type="text/xml"><datastore>\n'
        f"{_link(site, 1, PROXY.removesuffix('dataproxy.jsp'), '&')}\n"
        f'<recordset><ul id="information-list"></ul>{_records(page.rows)}</recordset></datastore></script>'
    )


def listing(site: Site, page: ListPage) -> str:
    """The column page. It holds the first group twice: for the desktop and for telephones."""
    unit = str(serial(site, "unitid", 6))
    call = {"totalRecord": str(page.said), "groupSize": "1", "perPage": str(site.rows_per_page)}
    call["proxyUrl"] = f"'{PROXY}'"
    return document(
        meta_tags(site, f"{site.profile.column}-{site.profile.name}"),
        top(site, COLOUR)
        + f'<div class="main wrap">{breadcrumb(site)}{side(COLOUR)}<div class="right">\n'
        + f'<ul class="list"></ul><div id="{unit}">{_embedded(site, page)}</div>\n{jpage_script(unit, call, {})}'
        + f'<div class="mobile" id="m{unit}">{_embedded(site, page)}</div></div></div>\n{footer(site)}',
    )


def _answer(site: Site, pages: tuple[ListPage, ...], deepest: int, call: Call) -> Said:
    number = natural(call.query.get("page"))
    named = _parameters(site)
    ours = all(call.query.get(name) == named[name] for name in ("webid", "columnid", "unitid"))
    if call.method != "GET" or not ours or not number or number > deepest:
        return Said(NOTHING, XML_TYPE)
    following = _link(site, number + 1, "./", "&amp;") if number < len(pages) else ""
    return Said(
        f"<datastore><totalrecord>{pages[0].said}</totalrecord><totalpage>{len(pages)}</totalpage>{following}"
        f"<recordset>{_records(pages[number - 1].rows)}</recordset></datastore>",
        XML_TYPE,
    )


def endpoints(site: Site, pages: tuple[ListPage, ...], *, deepest: int | None = None) -> Mapping[str, Endpoint]:
    """`deepest`: the last page that is answered; None = all are."""
    last = min(len(pages), deepest if deepest is not None else len(pages))
    return {PROXY: partial(_answer, site, pages, last)}


LAYOUT = Layout(
    hanweb.article,
    listing,
    hanweb.article_path,
    list_path="/col/col{column}/index.html",
    article_pattern=hanweb.ARTICLE_PATTERN,
    endpoints=endpoints,
    rows_per_page=6,
    evidence="stated",
    head=hanweb.head,
)
REFUSING = replace(LAYOUT, endpoints=partial(endpoints, deepest=DEEPEST))
"""Pages after the second answer 54 empty bytes though there is more: the list cannot be seen whole."""
