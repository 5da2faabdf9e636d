"""What a page says of itself outside its body: the national meta tags, its titles, its head labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from crawler.documents.html.containers import MARK_TAG
from crawler.documents.html.flow import lines_of, marked_lines_of
from crawler.documents.html.head_labels import is_index, is_of_another_document, labels_of_lines, labels_of_table
from crawler.documents.html.other_articles import without_other_articles
from crawler.documents.html.page import PageParts, ParsedPage
from crawler.documents.html.serialised import canonical
from crawler.documents.model import Label, Title
from crawler.documents.wording import folded

META_NAMES = (
    "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType",
    "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url",
)  # fmt: skip
"""The tags of 《政府网站与政务新媒体检查指标》's page standard, as the pages at hand carry them."""

_CANONICAL = {name.lower(): name for name in META_NAMES}
_TITLE_SELECTOR = 'h1, [class*="title" i], [id*="title" i], ' + MARK_TAG
_HEAD_SELECTOR = f"meta[name], {_TITLE_SELECTOR}"
_LONGEST_TITLE = 150
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、")
_PROSE = re.compile(r"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){80}")
"""A line with 80 Chinese characters: prose, and no line of a head."""
_LINES_OF_HEAD_IN_BODY = 15
_HEAD_IN_BODY_CHARACTERS = 20_000


def nodes_of_head(page: ParsedPage) -> list[LexborNode]:
    """What the meta tags and the titles are read from, in page order: one search of the page for both."""
    return page.tree.css(_HEAD_SELECTOR)


def meta_of(nodes: Iterable[LexborNode]) -> tuple[Label, ...]:
    """The national meta tags in page order, each name as the standard spells it; equal ones once."""
    found: dict[Label, None] = {}
    for node in nodes:
        if node.tag != "meta":
            continue
        attributes = node.attributes
        name = _CANONICAL.get((attributes.get("name") or "").strip().lower())
        if name is not None:
            found[Label(name, folded(attributes.get("content") or ""))] = None
    return tuple(found)


def titles_of(page: ParsedPage, nodes: Iterable[LexborNode], meta: tuple[Label, ...]) -> tuple[Title, ...]:
    """ArticleTitle, the heading over or in the body, what the page's script says, and <title> as printed (its site
    suffix included)."""
    page_title = page.tree.css_first("title")
    printed = folded(page_title.text()) if page_title is not None else ""
    heading = _heading(page, nodes, printed)
    found = [Title(label.value, "meta") for label in meta if label.name == "ArticleTitle" and label.value]
    if heading:
        found.append(Title(heading, "heading"))
    if page.script is not None and page.script.title and page.script.title not in [title.text for title in found]:
        found.append(Title(page.script.title, "script"))
    if printed:
        found.append(Title(printed, "page_title"))
    return tuple(found)


def _heading(page: ParsedPage, nodes: Iterable[LexborNode], page_title: str) -> str:
    """The h1, else the element named a title, that stands nearest above the body; else the first one inside it."""
    above: list[LexborNode] = []
    below: list[LexborNode] = []
    side = above
    for node in nodes:
        if node.tag == MARK_TAG:
            side = below
        elif node.tag not in ("title", "body", "html", "link", "meta"):
            side.append(node)
    if page.body_tree is not None:
        below = list(page.body_tree.css(_TITLE_SELECTOR))
    nearest_first = [*reversed(above), *below] if page.containers else above
    candidates = [(node.tag == "h1", text) for node in nearest_first[:200] if (text := _title_text(node))]
    for text in (text for _, text in candidates):
        if len(text) > 5 and text in page_title and len(text) * 2 >= len(page_title):
            return text
    return next(
        (text for is_h1, text in candidates if is_h1), candidates[0][1] if candidates and page.containers else ""
    )


def _title_text(node: LexborNode) -> str:
    """The title's own words, "" where the element is a link (a site's logo) or holds too much to be a title."""
    if len(node.text()) > 4 * _LONGEST_TITLE:
        return ""
    links = sum(len(folded(link.text())) for link in node.css("a"))
    text = next((text for inner in node.css("h1, h2, h3") if (text := _words(inner))), "") or _words(node)
    return text if 4 <= len(text) <= _LONGEST_TITLE and links * 2 < len(text) else ""


def _words(node: LexborNode) -> str:
    return "".join(line.text for line in lines_of(canonical(node.html or "")))


def labels_of(parts: PageParts, titles: Iterable[Title] = ()) -> tuple[tuple[Label, ...], frozenset[int]]:
    """The head labels in page order, and the numbers of the head tables: they are no tables of the body.

    Read from all that stands before the body and from the body's first lines and head tables; on a page without a known
    container, from its lines up to the first section heading or paragraph of prose. A table that names a document with
    none of `titles` is another document's head.
    """
    printed = [title.text for title in titles]
    found: dict[Label, None] = {}
    of_tables: list[Label] = []
    head_tables: set[int] = set()
    pattern = parts.tokens.pattern()
    plain: list[str] = []
    for line in _head_lines(parts):
        if parts.tokens.prefix not in line:
            plain.append(line)
            continue
        for match in pattern.finditer(line):
            table = parts.tables.get(int(match.group(2))) if match.group(1) == "table" else None
            labels = labels_of_table(table) if table is not None else ()
            if is_of_another_document(labels, printed):
                continue
            if labels:
                head_tables.add(int(match.group(2)))
                found.update(dict.fromkeys(labels_of_lines(plain)))
                found.update(dict.fromkeys(labels))
                of_tables += labels
                plain.clear()
        plain.append(pattern.sub(" ", line))
    found.update(dict.fromkeys(labels_of_lines(plain)))
    if any(is_index(label) for label in of_tables):
        # A head table is the page's own; a line with another 索引号 beside it is another article's.
        return tuple(label for label in found if label in of_tables or not is_index(label)), frozenset(head_tables)
    return tuple(found), frozenset(head_tables)


def _head_lines(parts: PageParts) -> Iterator[str]:
    if parts.body is None or parts.head is None:
        yield from _before_prose(marked_lines_of(without_other_articles(parts.whole)))
        return
    yield from marked_lines_of(without_other_articles(parts.head))
    beginning = parts.body[:_HEAD_IN_BODY_CHARACTERS].rpartition("<")[0]
    for count, line in enumerate(_before_prose(marked_lines_of(beginning))):
        if count >= _LINES_OF_HEAD_IN_BODY:
            break
        yield line


def _before_prose(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        text = line.strip()
        if _SECTION.match(text) or (len(text) >= 80 and _PROSE.match(text) and not any(labels_of_lines([text]))):
            return
        yield line
