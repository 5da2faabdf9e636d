"""A page of markup → a cleaned tree, its body containers, and every table and picture taken out with a token in its
place.

The tree is lexbor's (the HTML standard's own tree builder, and four times faster than lxml's). What the later steps
get is
text: the serialised head, body and page, in which `⟦table 3⟧` and `⟦image 2⟧` stand where a table or picture stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.documents.containers import MARK_TAG, between_markers, find_containers
from crawler.documents.markup import bounded
from crawler.documents.model import Image, Table
from crawler.documents.table_markup import take_tables

_NO_TEXT = ["script", "style", "noscript", "template", "iframe", "object", "svg", "noembed", "noframes"]
_MARK = f"<{MARK_TAG}"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words that stand for what was taken out. They hold no word that the page itself holds."""

    prefix: str

    def table(self, number: int) -> str:
        return f"{self.prefix}table {number}⟧"

    def image(self, number: int) -> str:
        return f"{self.prefix}image {number}⟧"

    def pattern(self) -> re.Pattern[str]:
        """Groups: the kind, the number."""
        return re.compile(rf"{re.escape(self.prefix)}(table|image) (\d+)⟧")


@dataclass(slots=True)
class ParsedPage:
    """A parsed page. The containers' nodes live as long as the two trees do, so they are kept together."""

    tree: LexborHTMLParser
    body_tree: LexborHTMLParser | None
    containers: list[LexborNode]

    def trees(self) -> list[LexborHTMLParser]:
        return [self.tree] if self.body_tree is None else [self.tree, self.body_tree]


@dataclass(frozen=True, slots=True)
class PageParts:
    """A page after its tables and pictures were taken out."""

    whole: str
    head: str | None
    """All that stands before the body container; None = no container is known."""
    body: str | None
    tables: dict[int, Table]
    images: dict[int, Image]
    tokens: Tokens


def parse_page(markup: str) -> ParsedPage:
    """Parses the page, drops what holds no text, finds the body's containers and marks where the first one stands.

    Raises DocumentError for markup beyond the bounds of `limits`.
    """
    markup = bounded(markup)
    marked = between_markers(markup)
    if marked is not None:
        tree, body_tree = LexborHTMLParser(marked[0]), LexborHTMLParser(marked[1])
        _strip(tree)
        _strip(body_tree)
        if body_tree.body is not None and tree.css_first(MARK_TAG) is not None:
            return ParsedPage(tree, body_tree, [body_tree.body])
    tree = LexborHTMLParser(markup)
    _strip(tree)
    containers = find_containers(tree, markup)
    if containers:
        containers[0].insert_before(tree.create_node(MARK_TAG))
    return ParsedPage(tree, None, containers)


def _strip(tree: LexborHTMLParser) -> None:
    tree.strip_tags(_NO_TEXT)


def take_apart(page: ParsedPage, markup: str) -> PageParts:
    """Takes tables and pictures out of the page (the page's trees are changed) and serialises the rest."""
    prefix = "⟦"
    while prefix in markup:
        prefix += "⟦"
    tokens = Tokens(prefix)
    tables = take_tables(page.trees(), page.containers, tokens.table)
    images = _take_images(page, tokens)
    whole = (page.tree.body.html or "") if page.tree.body is not None else ""
    if not page.containers:
        return PageParts(whole, None, None, tables, images, tokens)
    head, _, _ = whole.partition(_MARK)
    body = "".join(node.html or "" for node in page.containers)
    return PageParts(whole, head, body, tables, images, tokens)


def _take_images(page: ParsedPage, tokens: Tokens) -> dict[int, Image]:
    images: dict[int, Image] = {}
    for region in page.containers or ([page.tree.body] if page.tree.body is not None else []):
        for node in region.css("img"):
            address = (node.attributes.get("src") or "").strip()
            if address:
                images[len(images) + 1] = Image(address, (node.attributes.get("alt") or "").strip())
                node.replace_with(tokens.image(len(images)))
    return images
