"""One list on the walk of a source: its pages so far, what it said, and whether it has come to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from crawler.items import ListSeen
from spiders.branches import Branch
from spiders.completeness import ListWalked, Trouble, list_evidence, list_troubles
from spiders.lists.model import Ask, ListPage
from spiders.lists.rows import Row

PAGES_LIMIT = 1000
"""No column at hand has more than a few dozen pages: a list that goes on beyond this is going in circles."""
BARREN_LIMIT = 2
"""Pages without a new line, one after the other, that end a list which does not count its pages: one alone may be a
gap, and what comes behind it tells."""
IDLE_LIMIT = 10
"""The same for a list that counts its pages, or whose windows overlap: a number of pages may be old, or a lie."""


@dataclass(slots=True)
class ListWalk:
    """The source's own list, or a branch's."""

    url: str
    """Its first page."""
    titles: tuple[str, ...] = ()
    """The titles of the branches that lead here; () = the source's own list."""
    said: int | None = None
    said_pages: int | None = None
    answers: int = 0
    """Pages and entrances."""
    reached: bool = False
    """A page that shows the list's lines has come."""
    overlapping: bool = False
    rows: dict[str, Row] = field(default_factory=dict)
    rows_by_page: list[int] = field(default_factory=list)
    lines_by_page: list[int] = field(default_factory=list)
    """The same with the branches that stand among the rows, and the lines that the site keeps on top of each page."""
    branch_lines: dict[str, None] = field(default_factory=dict)
    """The addresses of the branches that stand among the rows."""
    branches: dict[str, Branch] = field(default_factory=dict)
    following: tuple[Ask, ...] = ()
    """What the newest page says comes next."""
    asked: set[Ask] = field(default_factory=set)
    unfollowed: str = ""
    """What on its only page says that it goes on, and gives no address."""
    itself: Row | None = None
    """The line that stands for the page itself, where it is no list but the report."""
    troubles: list[Trouble] = field(default_factory=list)
    idle: int = 0
    """Requests one after the other that brought no new line: pages that are missing, or show what was seen."""
    _head: tuple[str, ...] = ()
    """The addresses of the first page's lines, in order."""
    _barren: list[str] = field(default_factory=list)
    """Pages without a new line since the last one that had one."""

    def take(self, page: ListPage, branch_lines: Sequence[str], address: str) -> None:
        """Adds what an answer shows. `address` names it in a trouble.

        `branch_lines`: the addresses of the branches that stand as lines on it. They are no rows of `page`, but the
        list counts them as it counts its rows.
        """
        self.answers += 1
        self.following = page.following
        self.unfollowed = page.unfollowed if self.answers == 1 else ""
        if self.said is None:
            self.said = page.said
        if self.said_pages is None:
            self.said_pages = page.said_pages
        if page.entrance:
            return
        new = {row.url: row for row in page.rows if row.url not in self.rows}
        further = dict.fromkeys(url for url in branch_lines if url not in self.branch_lines)
        self.idle = 0 if new or further else self.idle + 1
        first = not self.reached
        self.reached = True
        self.overlapping = self.overlapping or page.overlapping
        if (new or further) and self._barren:
            # What came behind them shows that they stood before the end.
            self.troubles += [
                Trouble("incomplete", f"{words}, and the list goes on behind it") for words in self._barren
            ]
            self._barren.clear()
        shares = page.overlapping and bool(page.rows)
        if not new and not further and not first and not shares:
            self._take_barren(address, repeats=bool(page.rows or branch_lines))
        else:
            self._add_page(new, further, pinned=0 if first else self._pinned(page.rows))
        if first:
            self._head = tuple(row.url for row in page.rows)

    def _pinned(self, rows: Sequence[Row]) -> int:
        """How many of the first page's lines stand before those of a later page too: the site keeps them on top."""
        pairs = zip(rows, self._head, strict=False)
        return len(list(takewhile(lambda pair: pair[0].url == pair[1], pairs)))

    def _add_page(self, rows: dict[str, Row], branch_lines: dict[str, None], *, pinned: int = 0) -> None:
        self.rows_by_page.append(len(rows))
        self.lines_by_page.append(len(rows) + len(branch_lines) + pinned)
        self.rows |= rows
        self.branch_lines |= branch_lines

    def _take_barren(self, address: str, *, repeats: bool) -> None:
        number = len(self.rows_by_page) + len(self._barren) + 1
        what = "repeats entries of earlier pages" if repeats else "holds no entries"
        words = f"list page {number} ({address}) {what}"
        if self.said_pages is not None and number <= self.said_pages and not self.overlapping:
            self._add_page({}, {})
            self.troubles.append(Trouble("incomplete", f"{words}, and the pager says {self.said_pages} pages"))
        else:
            self._barren.append(words)

    def next_ask(self) -> Ask | None:
        """The next page to ask for; None where the list has come to its end."""
        following = next((ask for ask in self.following if ask not in self.asked), None)
        if following is None or len(self._barren) >= BARREN_LIMIT:
            return None
        if self._all_seen() and (self._barren or self.overlapping):
            return None
        if self.idle >= IDLE_LIMIT:
            words = f"{IDLE_LIMIT} list pages one after the other brought no new entry"
            self.troubles.append(Trouble("incomplete", f"{words}; those behind them were not asked for"))
            return None
        if self.answers >= PAGES_LIMIT:
            self.troubles.append(Trouble("incomplete", f"the list goes on after {PAGES_LIMIT} pages"))
            return None
        self.asked.add(following)
        return following

    def _all_seen(self) -> bool:
        return self.said is not None and self.lines >= self.said

    @property
    def lines(self) -> int:
        """Rows, and the branches that stand among them."""
        return len(self.rows) + len(self.branch_lines)

    def is_over(self) -> bool:
        """Whether all that the list says it holds has been seen: a page past that may be missing."""
        return self._all_seen() or (self.said_pages is not None and len(self.rows_by_page) >= self.said_pages)

    @property
    def is_index(self) -> bool:
        """A list that only leads to branches: it holds no other line."""
        return bool(self.branches) and not self.rows and self.said in (None, len(self.branch_lines))

    def walked(self) -> ListWalked:
        return ListWalked(
            rows_by_page=tuple(self.lines_by_page),
            seen=self.lines,
            said=self.said,
            said_pages=self.said_pages,
            overlapping=self.overlapping,
        )

    def seen(self) -> ListSeen:
        """The evidence."""
        walked = self.walked()
        rows = tuple(self.rows_by_page)
        return ListSeen(self.url, self.titles, self.said, self.said_pages, rows, list_evidence(walked))

    def all_troubles(self) -> tuple[Trouble, ...]:
        """What speaks against this list having been seen whole."""
        counts = self.reached and (not self.is_index or bool(self.branch_lines))
        found = list(list_troubles(self.walked())) if counts else []
        found += self.troubles
        if self.unfollowed and not self.is_over():
            words = f"the list goes on by a pager that gives no address ({self.unfollowed})"
            found.append(Trouble("incomplete", f"{words}, and only its first page was walked"))
        return tuple(self.named(trouble) for trouble in found)

    def named(self, trouble: Trouble) -> Trouble:
        """A branch's trouble says which branch."""
        if not self.titles:
            return trouble
        return Trouble(trouble.outcome, f"{' / '.join(self.titles)}: {trouble.reason}")
