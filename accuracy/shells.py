"""Real pages without their article: the menus, heads, layout tables and footers that a table has to be found among.

Where `../shared` is absent, they are the replica's five families.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.documents.encoding import decode
from crawler.replica.corpus import all_sites
from crawler.replica.faults import Faults
from crawler.replica.truth import published_reports
from crawler.replica.web import Web

_HERE = "nianbao-body-here"


@dataclass(frozen=True, slots=True)
class Shell:
    """A page in two halves, with a place for an article between them."""

    name: str
    before: str
    after: str

    def page(self, body: str, cut: bool = False) -> bytes:
        """The page around a body, in UTF-8; `cut`: the response broke off at the body's end."""
        return (self.before + body + ("" if cut else self.after)).encode()


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a page keeps its article."""

    selector: str
    inside: bool = True
    """The article takes the place of what is in the element; otherwise it stands behind the element."""


_ROOMS = {
    "gansu-fgw-notice": _Room("#detailContent"),
    # This page was thinned: the article stood between the head and the menus below it.
    "handan-edu-notice-details.jsp": _Room("div.top.cf", inside=False),
    "shanxi-gov": _Room(".article-body .TRS_Editor"),
    # A list laid out with tables in tables: the article stands where the list stood.
    "ordos-egb-xxgknb": _Room("td[height='678']"),
}
_TITLES = "title, h1, h2, .detail-article-title h3"


def real_shells(shared: Path, title: str) -> tuple[Shell, ...]:
    """The pages of `shared/real` with their article taken out and their titles replaced by `title`; () = not there."""
    found = []
    for path in sorted((*shared.glob("real/article/*.html"), *shared.glob("real/listing/*.html"))):
        room = _ROOMS.get(path.name.removesuffix(".html"))
        if room is not None:
            found.append(
                _emptied(path.name.removesuffix(".html"), decode(path.read_bytes(), "text/html").text, room, title)
            )
    return tuple(found)


def _emptied(name: str, markup: str, room: _Room, title: str) -> Shell:
    tree = LexborHTMLParser(markup)
    for node in tree.css(_TITLES):
        _fill(node, title)
    for node in tree.css("meta[name='ArticleTitle']"):
        node.attrs["content"] = title
    place = tree.css_first(room.selector)
    if place is None:
        raise ValueError(f"{name}: nothing in it is {room.selector}, where its article was found before")
    if room.inside:
        _fill(place, _HERE)
    else:
        place.insert_after(_HERE)
    before, _, after = (tree.html or "").partition(_HERE)
    return Shell(name, before, after)


def _fill(node: LexborNode, text: str) -> None:
    for child in list(node.iter(include_text=True)):
        child.decompose()
    node.insert_child(text)


_FIRST_SECTION = re.compile(r"<p\b[^>]*>(?:<[^>]*>)*一、总体情况")
_LAST_TABLE = re.compile(r"尚未.*</table>", re.DOTALL)
_GB_CHARSET = re.compile(r"charset=gb\w+", re.IGNORECASE)


@cache
def replica_shells() -> tuple[Shell, ...]:
    """A page of each of the replica's five families, cut before its first section, whose prose speaks of its own
    tables' numbers, and behind its last table."""
    web = Web(all_sites(), Faults())
    shells: dict[str, Shell] = {}
    families = {site.source_id: site.family for site in all_sites()}
    for report in published_reports():
        family = families[report.source_id]
        if family in shells or report.media != "html" or report.proactive is None:
            continue
        address = urlsplit(report.url)
        markup = decode(web.reply(address.hostname or "", address.path).body, None).text
        first, last = _FIRST_SECTION.search(markup), _LAST_TABLE.search(markup)
        if first is None or last is None:
            raise ValueError(f"{report.url}: no section or no table in the replica's page")
        before, after = (
            _GB_CHARSET.sub("charset=utf-8", half) for half in (markup[: first.start()], markup[last.end() :])
        )
        shells[family] = Shell(f"replica-{family}", before, after)
    return tuple(shells.values())
