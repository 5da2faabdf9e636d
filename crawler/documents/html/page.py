"""A page of markup → a cleaned tree, its body containers, and every table and picture taken out with a token in its
place.

The tree is lexbor's (the HTML standard's own tree builder, and faster than lxml's). It is serialised once; what the
later steps get is text: the serialised head and body, or page, in which `⟦table 3⟧` and `⟦image 2⟧` stand where a table
or picture stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from crawler.documents.html.containers import (
    BEGIN_TAG,
    END_TAG,
    MARK_TAG,
    between_markers,
    find_containers,
    has_content,
)
from crawler.documents.html.data_tables import take_tables
from crawler.documents.html.markup import bounded
from crawler.documents.html.script_article import ScriptArticle, holds_script_article, is_drawn, script_article
from crawler.documents.html.serialised import RAW_TEXT, attributes_of, canonical
from crawler.documents.html.tokens import Tokens
from crawler.documents.model import Image, Table

_NO_TEXT = ["script", "style", "noscript", "template", "iframe", "object", "svg", "noembed", "noframes"]
_DRAWN_INTO = ".article-content"
"""Where a page of gkmlpt shows the article of its script; the end of the page where it has no such element."""
_MARK = f"<{MARK_TAG}"
_BEGIN = f"<{BEGIN_TAG}></{BEGIN_TAG}>"
_END = f"<{END_TAG}></{END_TAG}>"
_IMAGE = re.compile(r"<(img(?: [^>]*)?)>")


@dataclass(slots=True)
class ParsedPage:
    """A parsed page. The containers' nodes live as long as the two trees do, so they are kept together."""

    tree: LexborHTMLParser
    body_tree: LexborHTMLParser | None
    containers: list[LexborNode]
    script: ScriptArticle | None = None
    """The article in the page's script, whether the page shows it or not."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """A page after its tables and pictures were taken out."""

    whole: str
    """The page; with a known container, only so far as its body ends."""
    head: str | None
    """All that stands before the body container; None = no container is known."""
    body: str | None
    tables: dict[int, Table]
    images: dict[int, Image]
    tokens: Tokens


def parse_page(markup: str) -> ParsedPage:
    """Parses the page, drops what holds no text, finds the body's containers and marks where they stand.

    Raises DocumentError for markup beyond the bounds of `limits`.
    """
    markup = bounded(markup)
    marked = between_markers(markup)
    if marked is not None:
        tree, body_tree = _parsed(marked[0]), _parsed(marked[1])
        if body_tree.body is not None and tree.css_first(MARK_TAG) is not None:
            return ParsedPage(tree, body_tree, [body_tree.body])
    tree = _tree(markup)
    script = script_article(tree) if holds_script_article(markup) else None
    tree.strip_tags(_NO_TEXT)
    undrawn = _undrawn(script, tree) if script is not None else None
    if undrawn is not None and undrawn.body is not None:
        return ParsedPage(tree, undrawn, [undrawn.body], script)
    containers = find_containers(tree, markup)
    if containers:
        containers[0].insert_before(tree.create_node(MARK_TAG))
    for container in containers:
        container.insert_before(tree.create_node(BEGIN_TAG))
        container.insert_after(tree.create_node(END_TAG))
    return ParsedPage(tree, None, containers, script)


def _parsed(markup: str) -> LexborHTMLParser:
    tree = _tree(markup)
    tree.strip_tags(_NO_TEXT)
    return tree


def _tree(markup: str) -> LexborHTMLParser:
    # Without the events of a script's view of the tree, which nobody listens to here.
    return LexborHTMLParser(markup, options=LexborDocumentOptions.WO_EVENTS.value)


def _undrawn(script: ScriptArticle, tree: LexborHTMLParser) -> LexborHTMLParser | None:
    """The body that stands in the page's script alone, its place marked in the page; None where the page shows it, or
    there is none.

    Raises DocumentError for a content beyond the bounds of `limits`: escaped, the page's bounds do not see it.
    """
    content = _parsed(bounded(script.content))
    if content.body is None or not has_content(content.body) or tree.body is None or is_drawn(content, tree):
        return None
    place = tree.css_first(_DRAWN_INTO)
    if place is not None:
        place.insert_before(tree.create_node(MARK_TAG))
    else:
        tree.body.insert_child(tree.create_node(MARK_TAG))
    return content


def take_apart(page: ParsedPage) -> PageParts:
    """Serialises the page and takes tables and pictures out."""
    written = _serialised(page.tree)
    written_body = _serialised(page.body_tree) if page.body_tree is not None else ""
    tokens = Tokens.of(written, written_body)
    tables: dict[int, Table] = {}
    images: dict[int, Image] = {}
    if not page.containers or (page.body_tree is None and _END not in written):
        whole = _take_images(take_tables(written, tokens, tables), tokens, images)
        return PageParts(whole, None, None, tables, images, tokens)
    if page.body_tree is not None:
        whole = take_tables(written, tokens, tables)
        body = take_tables(written_body, tokens, tables)
    else:
        whole = take_tables(written[: written.rindex(_END)], tokens, tables)
        body = "".join(part.partition(_END)[0] for part in whole.split(_BEGIN)[1:])
    head = whole.partition(_MARK)[0]
    return PageParts(whole, head, _take_images(body, tokens, images), tables, images, tokens)


def _serialised(tree: LexborHTMLParser) -> str:
    if tree.body is None:
        return ""
    html = tree.body.html or ""
    if any(f"<{name}" in html for name in RAW_TEXT):
        for node in tree.css(", ".join(RAW_TEXT)):
            node.replace_with(node.text())
        html = tree.body.html or ""
    return canonical(html)


def _take_images(html: str, tokens: Tokens, images: dict[int, Image]) -> str:
    def token(found: re.Match[str]) -> str:
        attributes = attributes_of(found[1])
        address = attributes.get("src", "").strip()
        if not address:
            return found[0]
        images[len(images) + 1] = Image(address, attributes.get("alt", "").strip())
        return tokens.image(len(images))

    return _IMAGE.sub(token, html) if "<img" in html else html
