"""The reports that hold a query's words: the index names the candidates, and where it cannot decide, the text does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlite_utils import Database

from crawler.store.errors import StoreError
from crawler.store.search.confirming import verdict
from crawler.store.search.fields import Field, each_field, holds
from crawler.store.search.index import require_index
from crawler.store.search.query import Query, match_expression, parse_query
from crawler.store.search.selection import SearchSelection, conditions
from crawler.withholdings import Scope

_FEW = 500
"""Up to so many candidates are sorted; more are met in the order of the index `reports_newest`, without sorting."""
_IN_INDEX = "search_documents.id IN (SELECT value FROM json_each(:documents))"
_FROM_INDEX = (
    "FROM json_each(:documents) AS named CROSS JOIN search_documents ON search_documents.id = named.value "
    "CROSS JOIN reports ON reports.id = search_documents.report"
)
_FROM_NEWEST = "FROM reports CROSS JOIN search_documents ON search_documents.report = reports.id"
"""CROSS JOIN: the planner keeps to this order, which in the second is the order of the hits."""
_NEWEST_FIRST = "ORDER BY reports.report_year DESC, reports.published DESC, reports.id"


@dataclass(frozen=True, slots=True)
class Match:
    """A report that holds the words."""

    report: str
    body: str
    year: int
    title: str | None
    url: str | None
    published: str | None
    version: str
    withheld: Scope | None
    """What of it is kept out of sight on request: of a whole report, only its agency is left to be found by."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A report that holds the words, as little of it as can be."""

    report: str
    version: str
    otherwise: str
    """Of its row of `search_documents`."""


class Matching:
    """The matches of one query. Raises StoreError when it is made, for what `checked_query` and `conditions` refuse."""

    def __init__(self, browse: Database, words: str, selection: SearchSelection) -> None:
        self.query = checked_query(browse, words)
        self._browse = browse
        self._selection = selection
        # What the index is certain of is asked of no text.
        everything = selection.section is not None
        self._unsure = tuple(term for term in self.query.terms if everything or not term.exact)
        self._verdict = verdict(self._unsure, selection.section)
        self._where, self._values = conditions(browse, selection)
        # Asked once: of a one-character word the answer is put together from hundreds of tokens.
        sql = "SELECT json_group_array(rowid), count(*) FROM search_index WHERE search_index MATCH ?"
        self._documents, self._named = browse.execute(sql, [match_expression(self.query)]).fetchone()

    def fields(self, version: str) -> list[Field]:
        """What is searched of this version."""
        return list(filter(self._selection.includes, each_field(self._browse, version)))

    def match(self, holder: Holder) -> Match:
        sql = (
            "SELECT reports.id, bodies.name, reports.report_year, reports.title, reports.url, reports.published, "
            "current_version, nullif(versions.withheld, '') FROM reports JOIN bodies ON bodies.id = reports.body "
            "JOIN versions ON versions.id = current_version WHERE reports.id = ?"
        )
        return Match(*self._browse.execute(sql, [holder.report]).fetchone())

    def newest_first(self) -> Iterator[Holder]:
        """By report year, then date of publication, both descending; then by id."""
        # Few are looked up and sorted. For many, the reports are met in the order of `reports_newest` and looked up in
        # the index's answer: a first page then needs no sorting of all.
        few = self._named <= _FEW
        # The + keeps the planner from going through the whole answer for each report.
        source = f"{_FROM_INDEX} WHERE 1" if few else f"{_FROM_NEWEST} WHERE +{_IN_INDEX}"
        return self._holders(f"{source} {self._where} {_NEWEST_FIRST}")

    def _holders(self, source: str) -> Iterator[Holder]:
        """The candidates of `source` that hold the words, in its order; each one's texts are read once at the most."""
        sql = (
            "SELECT reports.id, reports.current_version, search_documents.otherwise, "
            f"({self._verdict.sql}) AS verdict {source}"
        )
        for report, version, otherwise, decided in self._browse.execute(sql, self._asked()):
            if decided or (decided is None and holds((one.text for one in self.fields(version)), self._unsure)):
                yield Holder(report, version, otherwise)

    def _asked(self) -> dict[str, object]:
        return {**self._values, **self._verdict.values, "documents": self._documents}

    def first_and_total(self, limit: int) -> tuple[list[Holder], int]:
        """The newest ones, and the number of all of them."""
        holders = self.newest_first()
        first = list(islice(holders, limit))
        if len(first) < limit:
            return first, len(first)
        return first, len(first) + sum(1 for _ in holders) if self._unsure else self.count()

    def count(self) -> int:
        """All of them, exactly: where the index cannot decide, every candidate's text is looked through."""
        if not self._unsure and not self._where:
            return int(self._named)
        if self._unsure:
            return sum(1 for _ in self._holders(f"{_FROM_INDEX} WHERE 1 {self._where}"))
        sql = f"SELECT count(*) {_FROM_INDEX} WHERE 1 {self._where}"
        return int(self._browse.execute(sql, self._asked()).fetchone()[0])

    def reports(self) -> list[str]:
        """The ids of all of them, in no stated order."""
        return [holder.report for holder in self._holders(f"{_FROM_INDEX} WHERE 1 {self._where}")]


def checked_query(browse: Database, words: str) -> Query:
    """Raises StoreError where there is nothing to search for, or no index that could be asked."""
    query = parse_query(words)
    if not query.terms:
        raise StoreError("nothing to search for: give at least one word")
    require_index(browse)
    return query


def reports_holding(browse: Database, words: str) -> list[str]:
    """The ids of all reports that hold the words, in no stated order. Raises StoreError as `checked_query` does."""
    return Matching(browse, words, SearchSelection()).reports()
