"""Where on a page its list stands: which links are lines of it, and which are menus, side boxes or its pager.

The lines are found in two steps. The links that match the registry's article pattern say where the list is; then every
link that stands in that list as they do is a line of it too, wherever it leads (a PDF beside the page, another body's
report on another host: SITES.md, 6 and 13).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from spiders.lists.dates import iso_date
from spiders.lists.other_lines import Link, is_file, others_in, written
from spiders.lists.rows import Line, Row, address_of, base_of, beside, folded, is_dated, link_title, parse_page, rows_of

PAGER_WORDS = re.compile(r"下一?页|尾页|末页|createPageHTML|countPage")
_REPORT_WORDS = re.compile(r"信息公开|政务公开|年报|年度报告|工作报告")
_SIDE_BOX = re.compile(r"(?i)(?<![a-z])(?:side|sidebar|aside|hot|rank|recommend|related|latest|tuijian|xgxx)(?![a-z])")
_SIDE_HEADING = re.compile(r"(?:最新|热点|热门|推荐|相关|猜你|点击排行|信息排行)\S{0,6}")
_HEADING_LEVELS = 2
"""How far above a list the element may be that its heading stands before."""
_HEADING_LENGTH = 40
_NEVER_A_LIST = frozenset({"nav", "aside", "header", "footer"})
_ROW_TAGS = frozenset({"li", "tr", "dl"})
_LIST_TAGS = frozenset({"body", "ul", "ol", "table", "tbody"})
_ROW_DEPTH = 5


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines that hang in one place of the page, written in one way."""

    lines: tuple[Line, ...]
    end: int
    """Where the last one stands, in document order."""
    apart: tuple[Line, ...] = ()
    """Lines of the column elsewhere on the page, by their addresses alone: what stands beside these says nothing."""


def list_rows(html: str, base_url: str, article_pattern: str) -> tuple[Row, ...]:
    """The lines of a page's list, in page order, each address once.

    The list is found by the links whose path and query match `article_pattern` from their beginning; a page without
    one is searched for a dated list of files. Links to articles also stand in side boxes (latest news, recommended), so
    of several regions the list is the one that is no side box, dated, nearest to the pager, and names reports.
    """
    return tree_rows(parse_page(html), base_url, article_pattern) if html.strip() else ()


def tree_rows(root: HtmlElement, page_url: str, article_pattern: str, *, side_boxes: bool = True) -> tuple[Row, ...]:
    """`list_rows` of a page that is parsed already. `side_boxes`: one of them is the list where nothing else is."""
    base = base_of(root, page_url)
    links = [(link, url) for link in root.iter("a") if (url := address_of(link.get("href"), base)) is not None]
    links = [
        (link, url) for link, url in links if not any(above.tag in _NEVER_A_LIST for above in link.iterancestors())
    ]
    pattern = re.compile(article_pattern)
    order = {element: number for number, element in enumerate(root.iter())}
    region = _chosen([(link, url) for link, url in links if pattern.match(_path_and_query(url))], root, order, page_url)
    if region is not None and not side_boxes and _is_side_box(region):
        return ()
    if region is None:
        files = _chosen([(link, url) for link, url in links if is_file(url)], root, order, None)
        region = files if files is not None and any(is_dated(line) for line in files.lines) else None
    if region is None:
        return ()
    lines = [*region.lines, *region.apart, *others_in(region.lines, links, page_url)]
    return rows_of(sorted(lines, key=lambda line: order[line.link]))


def _path_and_query(url: str) -> str:
    address = urlsplit(url)
    return address.path + (f"?{address.query}" if address.query else "")


# Which region is the list


def _chosen(
    links: Sequence[Link], root: HtmlElement, order: dict[HtmlElement, int], page_url: str | None
) -> _Region | None:
    """The list among links. Sites write its rows in more than one way (odd and even ones, a class a year, the newest as
    a headline), and a part that is left out is a report that nobody misses: what is written alike, and articles in the
    column's own folder (`page_url`), belong to it.
    """
    every = _regions(links, order)
    regions = [region for region in every if not _is_side_box(region)] or every
    every = regions
    if len(regions) > 1:
        regions = [region for region in regions if _is_dated_region(region)] or regions
    if not regions:
        return None
    pager = _pager(root)

    def rank(region: _Region) -> tuple[int, int, int]:
        last = region.lines[-1].link
        before = pager is not None and region.end < order[pager]
        near = _depth_in_common(last, pager) if pager is not None and before else -1
        return near, _reports_in(region), region.end if before else len(region.lines)

    best = max(regions, key=rank)
    parts = [region for region in every if region is best or _is_part_of(region, best)]
    apart = [region for region in every if region not in parts and page_url and _is_below(region, page_url)]
    return _Region(
        tuple(line for part in parts for line in part.lines),
        max(part.end for part in parts),
        tuple(line for part in apart for line in part.lines),
    )


def _reports_in(region: _Region) -> int:
    return sum(_REPORT_WORDS.search(link_title(line.link)) is not None for line in region.lines)


def _is_part_of(region: _Region, best: _Region) -> bool:
    """Whether a region differs from the list in classes alone and stands right beside it, or names reports."""
    if _tags_above(region) != _tags_above(best) or _is_dated_region(region) != _is_dated_region(best):
        return False
    around = {_grandparent(line.row) for line in best.lines} - {None}
    beside_it = any(_grandparent(line.row) in around for line in region.lines)
    return beside_it or 2 * _reports_in(region) >= len(region.lines)


def _tags_above(region: _Region) -> list[str]:
    row = region.lines[0].row
    return [str(element.tag) for element in (row, *row.iterancestors())]


def _is_dated_region(region: _Region) -> bool:
    return any(is_dated(line) for line in region.lines)


def _is_below(region: _Region, page_url: str) -> bool:
    """Whether all articles of a region lie in the column's own folder."""
    page = urlsplit(page_url)
    folder = page.path.rpartition("/")[0] + "/"
    addresses = [urlsplit(line.url) for line in region.lines]
    return folder != "/" and all(one.hostname == page.hostname and one.path.startswith(folder) for one in addresses)


def _grandparent(row: HtmlElement) -> HtmlElement | None:
    """What holds the element that holds a row; the page's own frame says nothing."""
    parent = row.getparent()
    above = parent.getparent() if parent is not None else None
    return None if above is None or above.tag in ("body", "html") else above


def _regions(links: Sequence[Link], order: dict[HtmlElement, int]) -> list[_Region]:
    """Groups links by how their rows are written: lists cut into several <ul> are still one list."""
    groups: dict[tuple[str, ...], list[Line]] = {}
    holds = _addresses_below(links)
    alone = len({url for _, url in links}) == 1
    for link, url in links:
        row = _row_element(link, holds, alone=alone)
        groups.setdefault(tuple(written(element) for element in row.iterancestors()), []).append(Line(link, row, url))
    return [_Region(tuple(lines), max(order[line.link] for line in lines)) for lines in groups.values()]


def _addresses_below(links: Sequence[Link]) -> dict[HtmlElement, set[str]]:
    holds: dict[HtmlElement, set[str]] = {}
    for link, url in links:
        for element in (link, *link.iterancestors()):
            holds.setdefault(element, set()).add(url)
    return holds


def _row_element(link: HtmlElement, holds: dict[HtmlElement, set[str]], *, alone: bool) -> HtmlElement:
    """The element around a link that prints its date and holds no other article; at most a li, tr or a few levels.

    `alone`: no other article tells how far the row of this one reaches; then what stands beside it does.
    """
    row = link
    for _ in range(_ROW_DEPTH):
        parent = row.getparent()
        if row.tag in _ROW_TAGS or parent is None or parent.tag in _LIST_TAGS or len(holds[parent]) > 1:
            break
        if alone and _has_like_sibling(row):
            break
        row = parent
        if iso_date(beside(link, row)) is not None:
            break
    return row


def _has_like_sibling(row: HtmlElement) -> bool:
    """Whether the element before or after it is written like it, with a link too: then it is a row."""
    if row.tag not in ("div", "p", "dd", "dt"):
        return False
    return any(
        sibling.tag == row.tag
        and sibling.get("class") == row.get("class")
        and next(sibling.iter("a"), None) is not None
        for sibling in (row.getprevious(), row.getnext())
        if sibling is not None
    )


def _pager(root: HtmlElement) -> HtmlElement | None:
    places = [
        element
        for element in root.iter()
        if isinstance(element.tag, str)
        and any(PAGER_WORDS.search(text) for text in (element.text, element.get("title")) if text)
    ]
    return places[-1] if places else None


def _depth_in_common(element: HtmlElement, other: HtmlElement) -> int:
    """How deep in the page the smallest element is that holds both."""
    above = set(other.iterancestors())
    common = next((ancestor for ancestor in element.iterancestors() if ancestor in above), None)
    return -1 if common is None else sum(1 for _ in common.iterancestors())


def _is_side_box(region: _Region) -> bool:
    """Whether what holds a region calls itself a side box, or the heading right before it does."""
    for level, element in enumerate(region.lines[0].row.iterancestors()):
        if element.tag == "body":
            return False
        before = _element_before(element) if level < _HEADING_LEVELS else None
        heading = "" if before is None or before.tag in _LIST_TAGS else folded(before.text_content()[:_HEADING_LENGTH])
        if _SIDE_HEADING.fullmatch(heading):
            return True
        if _SIDE_BOX.search(f"{element.get('class') or ''} {element.get('id') or ''}".replace("_", " ")):
            return True
    return False


def _element_before(element: HtmlElement) -> HtmlElement | None:
    """Comments are passed over: 列表开始 stands before many a list."""
    return next((one for one in element.itersiblings(preceding=True) if isinstance(one.tag, str)), None)
