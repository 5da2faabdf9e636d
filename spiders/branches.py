"""The sub-columns of a column: one a year, or year × kind of body (SITES.md, 5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from spiders.lists.rows import parse_page

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Branch:
    """A link of a list page to a list below it."""

    url: str
    """Absolute, without a fragment."""
    title: str
    """As the link prints it: 2023年, 市直部门."""

    @property
    def year(self) -> int | None:
        found = _YEAR.search(self.title)
        return int(found[1]) if found else None


def is_branch(url: str, branch_pattern: str) -> bool:
    """Whether an address is a branch's by the registry's pattern; never where the column has none."""
    address = urlsplit(url)
    path = address.path + (f"?{address.query}" if address.query else "")
    return bool(branch_pattern) and re.match(branch_pattern, path) is not None


def branches_of(html: str, page_url: str, branch_pattern: str) -> tuple[Branch, ...]:
    """The branches that a page links to, in page order, each address once; () where the column has none.

    A branch is a link on the page's own host whose path and query match the registry's `branch_pattern` from their
    beginning. It may stand anywhere: the years of a column are its tabs, or its side menu, as often as its list.
    """
    if not branch_pattern or not html.strip():
        return ()
    host = urlsplit(page_url).hostname
    found: dict[str, Branch] = {}
    for link in parse_page(html).iter("a"):
        try:
            url = urldefrag(urljoin(page_url, (link.get("href") or "").strip()))[0]
            address = urlsplit(url)
        except ValueError:  # a href that is no address at all
            continue
        if address.scheme not in ("http", "https") or address.hostname != host or not is_branch(url, branch_pattern):
            continue
        title = " ".join((link.text_content() or "").split()) or " ".join((link.get("title") or "").split())
        held = found.get(url)
        if held is None or not held.title:
            found[url] = Branch(url, title)
    return tuple(found.values())


def newest(branches: Sequence[Branch]) -> tuple[Branch, ...]:
    """The branches in which a report may appear any night: those of the latest year, and those that name none."""
    latest = max((branch.year for branch in branches if branch.year is not None), default=None)
    return tuple(branch for branch in branches if branch.year in (None, latest))
