"""One list on the walk of a source: its pages so far, what it said, and whether it has come to its end."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    branches: dict[str, Branch] = field(default_factory=dict)
    following: tuple[Ask, ...] = ()
    """What the newest page says comes next."""
    asked: set[Ask] = field(default_factory=set)
    unfollowed: str = ""
    """What on its only page says that it goes on, and gives no address."""
    itself: Row | None = None
    """The line that stands for the page itself, where it is no list but the report."""
    troubles: list[Trouble] = field(default_factory=list)
    _barren: list[str] = field(default_factory=list)
    """Pages without a new line since the last one that had one."""

    def take(self, page: ListPage, address: str) -> None:
        """Adds what an answer shows. `address` names it in a trouble."""
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
        first = not self.reached
        self.reached = True
        self.overlapping = self.overlapping or page.overlapping
        if new and self._barren:
            # What came behind them shows that they stood before the end.
            self.troubles += [
                Trouble("incomplete", f"{words}, and the list goes on behind it") for words in self._barren
            ]
            self._barren.clear()
        shares = page.overlapping and bool(page.rows)
        if not new and not first and not shares:
            self._take_barren(page, address)
        else:
            self.rows_by_page.append(len(new))
            self.rows |= new

    def _take_barren(self, page: ListPage, address: str) -> None:
        number = len(self.rows_by_page) + len(self._barren) + 1
        what = "repeats entries of earlier pages" if page.rows else "holds no entries"
        words = f"list page {number} ({address}) {what}"
        if self.said_pages is not None and number <= self.said_pages and not self.overlapping:
            self.rows_by_page.append(0)
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
        if self.answers >= PAGES_LIMIT:
            self.troubles.append(Trouble("incomplete", f"the list goes on after {PAGES_LIMIT} pages"))
            return None
        self.asked.add(following)
        return following

    def _all_seen(self) -> bool:
        return self.said is not None and len(self.rows) >= self.said

    def is_over(self) -> bool:
        """Whether all that the list says it holds has been seen: a page past that may be missing."""
        return self._all_seen() or (self.said_pages is not None and len(self.rows_by_page) >= self.said_pages)

    @property
    def is_index(self) -> bool:
        """A page that only leads to branches: it holds no line of its own and states nothing."""
        return bool(self.branches) and not self.rows and self.said is None

    def walked(self) -> ListWalked:
        return ListWalked(
            rows_by_page=tuple(self.rows_by_page),
            seen=len(self.rows),
            said=self.said,
            said_pages=self.said_pages,
            overlapping=self.overlapping,
        )

    def seen(self) -> ListSeen:
        """The evidence."""
        walked = self.walked()
        return ListSeen(self.url, self.titles, self.said, self.said_pages, walked.rows_by_page, list_evidence(walked))

    def all_troubles(self) -> tuple[Trouble, ...]:
        """What speaks against this list having been seen whole."""
        found = list(list_troubles(self.walked())) if self.reached and not self.is_index else []
        found += self.troubles
        return tuple(self.named(trouble) for trouble in found)

    def named(self, trouble: Trouble) -> Trouble:
        """A branch's trouble says which branch."""
        if not self.titles:
            return trouble
        return Trouble(trouble.outcome, f"{' / '.join(self.titles)}: {trouble.reason}")
