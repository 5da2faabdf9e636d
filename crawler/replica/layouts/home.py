"""Pages outside the columns: a site's front page and its answer for an address that it does not have."""

from __future__ import annotations

from html import escape

from crawler.replica.facts import facts
from crawler.replica.layouts.common import document, footer, meta_tags, top
from crawler.replica.values import Site


def front_page(site: Site, charset: str) -> str:
    """The front page: menus, news without reports, a link to the column. `charset`: what its meta tag says."""
    blocks = "".join(
        f'<div class="side"><b style="background:#446">{name}</b><ul>'
        + "".join(f'<li><a href="/m{number:02d}/s{place:02d}/">{link}</a></li>' for place, link in enumerate(links))
        + "</ul></div>\n"
        for number, (name, links) in enumerate(facts("sites")["menus"].items())
    )
    return document(
        meta_tags(site, f"{site.profile.name}门户网站", charset),
        f'{top(site, "#446688")}<div class="main wrap"><p>今日访问 <span id="today">--</span></p>{blocks}'
        f'<p><a href="{site.list_path}">{site.profile.column}</a></p></div>\n{footer(site)}',
    )


def not_found(path: str) -> str:
    return document("<title>404</title>\n", f"<h1>404</h1><p>您访问的页面不存在：{escape(path)}</p>\n")
