"""The rows of `reports` that follow from the decisions of a (body, year) group, and from its versions' own rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlite_utils import Database

from crawler.store.errors import StoreError
from crawler.store.identity import CandidateFacts, Decision, Group

ReportRow = dict[str, str | int | None]
"""Column → value, all columns of the table."""


def report_rows(
    browse: Database,
    group: Group,
    decisions: Sequence[Decision],
    facts: Mapping[tuple[str, int], CandidateFacts],
) -> Iterator[ReportRow]:
    """One row a report of the group. Title, number and date are those of its current version's own row.

    Raises StoreError where that row is not there.
    """
    by_report: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_report.setdefault(decision.report, []).append(decision)
    for report, ones in by_report.items():
        current = [one for one in ones if one.current]
        # The address to cite: the body's own site first, then the shortest, then by its letters; never by time.
        addresses = sorted(
            (not facts[one.candidate, one.ordinal].own_site, len(url), url)
            for one in current
            if (url := facts[one.candidate, one.ordinal].url) is not None
        )
        stored = browse.execute(
            "SELECT title, index_number, published FROM versions WHERE id = ?", [current[0].version]
        ).fetchone()
        if stored is None:
            raise StoreError(f"version {current[0].version} of {report} has no row")
        title, index_number, published = stored
        yield {
            "id": report,
            "body": group[0],
            "report_year": group[1],
            "number": ones[0].number,
            "kind": facts[current[0].candidate, current[0].ordinal].kind,
            "title": title,
            "index_number": index_number,
            "published": published,
            "url": addresses[0][2] if addresses else None,
            "current_version": current[0].version,
            "version_count": len({one.version for one in ones}),
            "same_body_year": int("same_body_year" in ones[0].flags),
            "collision": int(any("collision" in one.flags for one in ones)),
            "in_panel": int(ones[0].in_panel),
            "panel_reason": _panel_reason(ones[0]),
        }


def _panel_reason(decision: Decision) -> str:
    if "same_body_year" not in decision.flags:
        return "the only report of its body and year"
    if decision.in_panel:
        return "of several of its body and year, the one from the body's own site, then the latest published"
    return "another report of its body and year is taken"
