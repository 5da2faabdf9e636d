"""Where a page keeps its body: the known families' containers.

A selector is written down here only where it is exact for its family; looser guesses kept 75 % of a real page's text. A
page of an unknown template has no container, and its prose is then trafilatura's alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.documents.limits import MAX_CONTAINER_CANDIDATES


@dataclass(frozen=True, slots=True)
class ContainerRule:
    selector: str
    word: str
    """Stands in the source of every page on which the selector finds something: in the element's name, class or id."""
    seen_at: str
    beside: str = ""
    """Stands in the source of every page of the family, which makes a common selector exact: on other pages the rule is
    not asked. Of several elements the fullest counts, since a common name may be that of a box beside the text, too."""


EXACT = (
    ContainerRule(".TRS_Editor", "TRS_Editor", "TRS WCM"),
    ContainerRule(".trs_editor_view", "trs_editor_view", "TRS WCM, newer editor"),
    ContainerRule("#zoom", "zoom", "TRS WCM, Hanweb"),
    ContainerRule("#Zoom", "Zoom", "Hebei, the education department's font#Zoom among them"),
    ContainerRule('[id^="vsb_content"]', "vsb_content", "Boda VSB: vsb_content, vsb_content_2, vsb_content_501 …"),
    ContainerRule(".v_news_content", "v_news_content", "Boda VSB"),
    ContainerRule("ucapcontent", "UCAPCONTENT", "Ucap"),
    ContainerRule("ucapcontent", "ucapcontent", "Ucap, as a browser serialises it"),
    ContainerRule("#UCAP-CONTENT", "UCAP-CONTENT", "Ucap, the State Council's site"),
    ContainerRule(".wzzw-article", "wzzw-article", "jpaas"),
    ContainerRule(".news_cont_d_wrap", "news_cont_d_wrap", "NFCMS, Guangdong"),
    ContainerRule(".article_component", "article_component", "Fujian"),
)
"""Used wherever they are found; the outermost of nested ones."""

LOCAL = (
    ContainerRule(".article-content", "article-content", "gkmlpt, Guangdong", beside="_CONFIG"),
    ContainerRule(
        ".content:not(:has(#pubDate))", "content", "Henan: h3#title, span#pubDate, and the text", beside='id="pubDate"'
    ),
    ContainerRule(".j-fontContent", "j-fontContent", "Anhui: what its buttons make larger and smaller"),
    ContainerRule(".xiangqnr", "xiangqnr", "eportal: Hebei's department of science"),
    ContainerRule(".public_web_con", "public_web_con", "Qujing"),
    ContainerRule("#ivs_content", "ivs_content", "Shanghai"),
    ContainerRule("#zoomcon", "zoomcon", "Ucap, the tax bureau among them"),
)
"""As exact, on fewer sites: asked only where none of the above is present, so that other pages do not pay for them."""

GENERAL = (
    ContainerRule(".activity", "activity", "Kunming"),
    ContainerRule(".content-table", "content-table", "Kunming"),
)
"""Names so common that they count only where none of the others is present."""

MARKERS = ((re.compile(r"<!--\s*ZJEG_RSS\.content\.begin\s*-->"), re.compile(r"<!--\s*ZJEG_RSS\.content\.end\s*-->")),)
"""Comments that enclose the body (Hanweb jcms)."""

_MOST_NAMES = 64
"""Elements whose names are looked at to know the rules that found them: with more, every rule is asked by itself."""

MARK_TAG = "nianbao-body"
"""An empty element of this name stands in the page where its body stands."""
BEGIN_TAG = "nianbao-begin"
END_TAG = "nianbao-end"
"""Empty elements of these names stand before and after each of the body's containers."""


def between_markers(markup: str) -> tuple[str, str] | None:
    """The page with its marked body cut out (an empty MARK_TAG element in its place), and the body; None = no markers.

    The body is parsed on its own: a stray end tag in it can then not close the page's elements.
    """
    for begin, end in MARKERS:
        opening = begin.search(markup)
        closing = end.search(markup, opening.end()) if opening else None
        if opening and closing:
            mark = f"<{MARK_TAG}></{MARK_TAG}>"
            page = f"{markup[: opening.start()]}{mark}{markup[closing.end() :]}"
            return page, markup[opening.end() : closing.start()]
    return None


def find_containers(page: LexborHTMLParser, markup: str) -> list[LexborNode]:
    """The body's container elements in page order, usually one; [] = none is known. `markup` is the page's source.

    Of the exact rules' elements the outermost count; of several that stand apart, the fullest and those found by the
    same rule (one editor box for the text and one for the attachments is usual).
    """
    for rules in (EXACT, LOCAL, GENERAL):
        found = _outermost(page, rules, markup)
        if len(found) == 1:
            return [found[0][0]]
        if found:
            fullest, fullest_rule = max(found, key=lambda pair: len(pair[0].text()))
            if fullest_rule.beside:
                return [fullest]
            # One rule's elements come in page order already.
            return [node for node, rule in found if rule is fullest_rule]
    return []


def _outermost(
    page: LexborHTMLParser, rules: Sequence[ContainerRule], markup: str
) -> list[tuple[LexborNode, ContainerRule]]:
    matched: dict[int, tuple[LexborNode, ContainerRule]] = {}
    for rule, matches in _matches(page, rules, markup):
        for match in matches[:MAX_CONTAINER_CANDIDATES]:
            node = _holder(match)
            if node is not None and has_content(node):
                matched.setdefault(node.mem_id, (node, rule))
    return [pair for pair in matched.values() if not _within(pair[0], matched)]


def _matches(
    page: LexborHTMLParser, rules: Sequence[ContainerRule], markup: str
) -> Iterator[tuple[ContainerRule, list[LexborNode]]]:
    """The rules that find something, each with what it finds, in the order of the rules.

    A search walks the whole page, and so does a search of its source for a rule's word. So all rules are asked at once,
    and what they found says which of them can have found it: nearly always a single one.
    """
    rules = [rule for rule in rules if rule.beside in markup]
    found = page.css(", ".join(rule.selector for rule in rules))
    if not found:
        return
    names = " ".join(map(_names, found[:_MOST_NAMES])).lower()
    named = [rule for rule in rules if rule.word.lower() in names or len(found) > _MOST_NAMES]
    named = [rule for rule in named if rule.word in markup]
    for rule in named:
        yield rule, found if len(named) == 1 else page.css(rule.selector)


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{node.tag} {attributes.get('class') or ''} {attributes.get('id') or ''}"


def _holder(node: LexborNode) -> LexborNode | None:
    """The node, or what is around it where it is a table or a row: a table's own tags cannot be cut out of it."""
    holder: LexborNode | None = node
    while holder is not None and holder.tag in ("table", "tbody", "thead", "tfoot", "tr"):
        holder = holder.parent
    return None if holder is None or holder.tag in ("body", "html") else holder


def _within(node: LexborNode, others: dict[int, tuple[LexborNode, ContainerRule]]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in others:
            return True
        parent = parent.parent
    return False


def has_content(node: LexborNode) -> bool:
    """Whether an element holds anything that a body may be: words, a paragraph, a picture, a table."""
    return node.css_first("p, img, table") is not None or bool(node.text().strip())
