"""The prose of a page: what trafilatura keeps of it, held against the body container's own text.

trafilatura decides well what on an unknown page is the article, and loses words inside one (measured on 2.1 and 2.3:
`ins`,
`label`, `time`, `nobr`, Word's `o:p` and `st1:chsdate`, spans of class author, share, meta, caption, related,
noprint). So
it never sees those, nor any table; and where the container is known, its answer is accepted only if it is complete.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from typing import Protocol

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.settings import DEFAULT_CONFIG, use_config

from crawler.documents.html.flow import Line, lines_of
from crawler.documents.limits import MAX_PAGE_DEPTH, MAX_PROSE_CHARACTERS, MAX_PROSE_LINES
from crawler.documents.model import BodyOrigin
from crawler.documents.wording import folded, squeezed, visible

# It logs a warning for each page in which it finds nothing. Its answer (None) says the same and is acted upon.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_KEPT_SHARE = 0.99
_STRUCTURE = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]")
# Word's tags, spans of any class and formatting: in text that stands bare in a div trafilatura drops what any of them
# holds.
# Taken out, and not renamed to span as one would think enough: a bare span is dropped there as well.
_INLINE_TAGS = re.compile(
    r"</?(?:span|ins|label|time|nobr|font|b|strong|em|i|u|big|small|mark|s|sub|sup|[a-zA-Z][\w.-]*:[\w.:-]+)(?=[\s>])[^>]*>"
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_LAYOUT = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
_BREAKS = frozenset(("p", "head", "item", "list", "quote", "table", "row", "cell", "lb", "code", "body"))


def _settings_for_short_bodies() -> ConfigParser:
    """Below 250 characters trafilatura falls back to a dump of all text as one paragraph; a body may well be
    shorter."""
    settings = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")
    return settings


_KEEP_SHORT = _settings_for_short_bodies()


@dataclass(frozen=True, slots=True)
class Prose:
    lines: tuple[Line, ...]
    origin: BodyOrigin


class ProseReader(Protocol):
    """How a page's markup becomes prose. `is_body`: it is that of the body's container, not of a whole page."""

    def __call__(self, html: str, token: re.Pattern[str], *, is_body: bool) -> Prose: ...


def extracted_prose(html: str, token: re.Pattern[str], *, is_body: bool) -> Prose:
    """What trafilatura keeps: every Document that is stored has its prose from here."""
    return container_prose(html, token) if is_body else page_prose(html, token)


def own_prose(html: str, token: re.Pattern[str], *, is_body: bool) -> Prose:
    """The markup's own lines, trafilatura not asked: for markup without anything around it, and for measuring."""
    return Prose(tuple(lines_of(html)), "container" if is_body else "page")


def container_prose(html: str, token: re.Pattern[str]) -> Prose:
    """The prose of a body container's markup, in which `token` finds what stands for a table or picture.

    trafilatura's answer is taken if it holds at least 99 % of the container's characters, in the container's order,
    with
    every token, heading and numbered title; otherwise the container's own lines are, and `origin` says so. (A container
    too large for trafilatura, see `limits`, is read by its own lines as well.)
    """
    own = lines_of(html)
    if not _is_readable(own):
        return Prose(tuple(own), "container")
    kept = _kept(own, _extracted(_flat_tree(own), _KEEP_SHORT), token)
    return Prose(tuple(own), "container") if kept is None else Prose(tuple(kept), "trafilatura")


def page_prose(html: str, token: re.Pattern[str]) -> Prose:
    """The prose of a page of which no container is known; `origin` is "page".

    What trafilatura leaves out is left out, except for tables: a lost one is put back behind the last line before it
    that was kept.
    """
    own = lines_of(html)
    if not _is_readable(own):
        return Prose(tuple(own), "page")
    html = _INLINE_TAGS.sub("", visible(html))
    html = token.sub(lambda match: f"<p>{match.group()}</p>" if match.group(1) == "table" else match.group(), html)
    kept = _extracted(_page_tree(html) if _depth(html) <= MAX_PAGE_DEPTH else _flat_tree(own))
    # Where it finds no article at all, the page's own lines are less wrong than nothing.
    return Prose(tuple(_with_lost_tables(own, kept, token) if kept else own), "page")


def _is_readable(lines: Sequence[Line]) -> bool:
    return 0 < len(lines) <= MAX_PROSE_LINES and sum(len(line.text) for line in lines) <= MAX_PROSE_CHARACTERS


def _flat_tree(lines: Sequence[Line]) -> lxml_html.HtmlElement:
    """The lines as the body of an article: inline elements are resolved already, so there is no tag left to lose
    words in."""
    root = lxml_html.Element("html")
    article = etree.SubElement(etree.SubElement(root, "body"), "article")
    for line in lines:
        etree.SubElement(article, f"h{line.level}" if line.level else "p").text = line.text
    return root


def _page_tree(html: str) -> lxml_html.HtmlElement:
    tree = lxml_html.document_fromstring(f"<html>{html}</html>")
    # The data tables are out; those left only arrange the page.
    for element in tree.iter(*_LAYOUT):
        element.tag = "div"
    return tree


def _depth(html: str) -> int:
    depth = deepest = 0
    for slash, name in _TAG.findall(html):
        if name not in _VOID:
            depth += -1 if slash else 1
            deepest = max(deepest, depth)
    return deepest


def _extracted(tree: lxml_html.HtmlElement, settings: ConfigParser = DEFAULT_CONFIG) -> list[Line]:
    """trafilatura's lines. Never `deduplicate` (a cache of the whole process: the fourth page with the same
    boilerplate comes out empty) and never `fast` (lost 26 % of paragraph text)."""
    answer = trafilatura.bare_extraction(
        tree, favor_recall=True, include_comments=False, include_tables=True, config=settings
    )
    # With `as_dict` it would answer with a dictionary: it is not asked to.
    if answer is None or isinstance(answer, dict):
        return []
    return list(_lines_of_body(answer.body))


def _lines_of_body(body: etree._Element) -> Iterator[Line]:
    buffer: list[str] = []
    level = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BREAKS:
            if text := folded("".join(buffer)):
                yield Line(text, level)
            buffer.clear()
            if element.tag == "head":
                level = _level(element) if event == "start" else 0
        if event == "start":
            buffer.append(element.text or "")
        elif element is not body:
            buffer.append(element.tail or "")
    if text := folded("".join(buffer)):
        yield Line(text, level)


def _level(head: etree._Element) -> int:
    rend = head.get("rend") or ""
    return int(rend[1:]) if rend[1:].isdigit() else 2


def _kept(own: Sequence[Line], answer: Sequence[Line], token: re.Pattern[str]) -> list[Line] | None:
    """The own lines that the answer holds as lines, in order; None if they are less than 99 % of all characters, or
    if a heading, a numbered title or a token is not among them, however short it is."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(answer):
        places.setdefault(squeezed(line.text), []).append(index)
    kept: list[Line] = []
    position = total = found = 0
    for line in own:
        wanted = squeezed(line.text)
        total += len(wanted)
        candidates = places.get(wanted, [])
        following = bisect_left(candidates, position)
        if following < len(candidates):
            position = candidates[following] + 1
            found += len(wanted)
            kept.append(line)
        elif line.level or token.search(line.text) or _STRUCTURE.match(line.text):
            return None
    return kept if found >= _KEPT_SHARE * total else None


def _with_lost_tables(own: Sequence[Line], kept: Sequence[Line], token: re.Pattern[str]) -> list[Line]:
    def tables(text: str) -> list[str]:
        return [match.group() for match in token.finditer(text) if match.group(1) == "table"]

    present = {name for line in kept for name in tables(line.text)}
    result = list(kept)
    position = 0
    places: dict[str, list[int]] = {}
    for index, line in enumerate(result):
        places.setdefault(line.text, []).append(index)
    inserted: list[tuple[int, Line]] = []
    for line in own:
        lost = [name for name in tables(line.text) if name not in present]
        inserted += [(position, Line(name)) for name in lost]
        known = places.get(line.text, [])
        following = bisect_left(known, position)
        if following < len(known):
            position = known[following] + 1
    for place, line in reversed(inserted):
        result.insert(place, line)
    return result
