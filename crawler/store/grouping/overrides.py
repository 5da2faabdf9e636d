"""The corrections by hand that stand in a store (table `overrides`), and what each of them touches.

data/overrides.csv is the one source (crawler.overrides says what its rows mean); the table is the file as it was last
applied. A row decides nothing by itself: it is asked whenever a page is read, so that it survives every re-parse. When
rows change, the pages that they touch go back into the reading queue, and the next read decides them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from crawler.overrides import NAME, PAIRING, SHA256, Action, Override, address_forms
from crawler.registry_csv import RegistryError
from crawler.reports.model import PARSER_VERSION, Reading
from crawler.store.archive.candidates import queue_again
from crawler.store.archive.parts import Candidate
from crawler.store.bodies.registry import UNREGISTERED, body_exists, name_key, unregistered_body_id
from crawler.store.database import Pair
from crawler.store.identity import Decision, Group, StatedPairs
from crawler.store.transactions import transaction

AS_STATED = "as stated in data/overrides.csv"
"""What identity says of a pair where it knows no more than that: the row says it better."""
_SELECT = "SELECT what, action, value, stated_on, stated_by, reason FROM overrides "


@dataclass(frozen=True, slots=True)
class PageOverrides:
    """The rows that name one page or file. Where its address and its bytes are both named, the bytes are believed."""

    body: Override | None = None
    report_year: Override | None = None
    not_a_report: Override | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """What applying the file did."""

    changed: int
    """Rows that are new, gone, or say something else."""
    queued: int
    """Pages and files that go back into the reading queue."""
    notices: tuple[str, ...]
    """A line for each row that touches nothing here, or cannot have its effect."""


def standing_overrides(browse: Database) -> list[Override]:
    return [Override(*row) for row in browse.execute(f"{_SELECT} ORDER BY what, action, value").fetchall()]


def page_overrides(browse: Database, candidate: Candidate) -> PageOverrides:
    """What the rows say of this page or file by itself; pairs are another question (`stated_pairs`)."""
    return _page_overrides(browse, _keys_of(candidate.url, candidate.parts[0].sha256 if candidate.parts else None))


def _page_overrides(browse: Database, keys: Sequence[str]) -> PageOverrides:
    rows = browse.execute(
        f"{_SELECT} WHERE what IN (SELECT value FROM json_each(?)) AND action NOT IN ('same_report', 'apart') "
        "ORDER BY substr(what, 1, 7) = 'sha256:', what",
        [json.dumps(keys)],
    ).fetchall()
    stated = {one.action: one for one in (Override(*row) for row in rows)}
    return PageOverrides(stated.get("body"), stated.get("report_year"), stated.get("not_a_report"))


def body_of_name(browse: Database, printed: str) -> Override | None:
    """The row that says whose this printed name is."""
    row = browse.execute(f"{_SELECT} WHERE what = ? AND action = 'body'", [NAME + name_key(printed)]).fetchone()
    return None if row is None else Override(*row)


def as_stated(browse: Database, candidate: Candidate, result: Reading | str) -> Reading | str:
    """The reading, or a reading without a report where a row says that this page is none."""
    stated = page_overrides(browse, candidate).not_a_report
    if stated is None:
        return result
    parser_version = PARSER_VERSION if isinstance(result, str) else result.parser_version
    return Reading("other", (f"stated in overrides.csv: {said(stated)}",), (), parser_version)


def said(row: Override) -> str:
    """A row's reason, with who gave it and when."""
    return f"{row.reason} ({row.by}, {row.date})"


def sync_overrides(pair: Pair, rows: Sequence[Override], name: str = "overrides.csv") -> Synced:
    """Bring the table to the file's rows, and the pages that changed rows touch back into the reading queue.

    The registry must have been synced before. Raises RegistryError for a row that names a body that nobody knows.
    """
    with transaction(pair.browse):
        unknown = [
            f"line {row.line}, column value: expected the id of a body of the registry, found {row.value!r}"
            for row in rows
            if row.action == "body" and not _is_body(pair.browse, row.value)
        ]
        if unknown:
            raise RegistryError(name, unknown)
        held = standing_overrides(pair.browse)
        changed = set(held) ^ set(rows)
        touched = {candidate for row in changed for candidate in candidates_of(pair.browse, row)}
        for row in set(held) - set(rows):
            pair.browse.execute(
                "DELETE FROM overrides WHERE what = ? AND action = ? AND value = ?", [row.what, row.action, row.value]
            )
        for row in sorted(set(rows) - set(held), key=lambda one: one.line):
            pair.browse.execute(
                "INSERT INTO overrides (what, action, value, stated_on, stated_by, reason) VALUES (?, ?, ?, ?, ?, ?)",
                [row.what, row.action, row.value, row.date, row.by, row.reason],
            )
        for candidate in sorted(touched):
            queue_again(pair.browse, candidate)
        notices = tuple(
            f"{name}: line {row.line}: {problem}" for row in rows for problem in problems_of(pair.browse, row)
        )
    keys = {(row.what, row.action, row.value) for row in changed}
    return Synced(len(keys), len(touched), notices)


def candidates_of(browse: Database, row: Override) -> list[str]:
    """The candidates that a row touches, sorted; of a pair those of both sides."""
    if row.what.startswith(NAME):
        return _candidates_printing(browse, row)
    pages = (row.what, row.value) if row.action in PAIRING else (row.what,)
    return sorted({candidate for page in pages for candidate in candidates_of_page(browse, page)})


def candidates_of_page(browse: Database, page: str) -> list[str]:
    """Those that an address, or the `sha256:` of a page's or file's bytes, names."""
    if page.startswith(SHA256):
        rows = browse.execute(
            "SELECT candidates.id FROM captures JOIN candidates ON candidates.page = captures.id WHERE sha256 = ?",
            [page.removeprefix(SHA256)],
        )
    else:
        forms = json.dumps(address_forms(page))
        rows = browse.execute("SELECT id FROM candidates WHERE url IN (SELECT value FROM json_each(?))", [forms])
    return sorted(candidate for (candidate,) in rows.fetchall())


def problems_of(browse: Database, row: Override) -> list[str]:
    """Why a row has no effect in this store, or not its whole effect: a line each."""
    if row.what.startswith(NAME):
        return [] if candidates_of(browse, row) else [f"no report here prints {row.what.removeprefix(NAME)}"]
    pages = (row.what, row.value) if row.action in PAIRING else (row.what,)
    held = {page: candidates_of_page(browse, page) for page in pages}
    missing = [f"no page or file here is named {page}" for page in pages if not held[page]]
    if missing or row.action not in PAIRING:
        return missing
    if len({_page_of(browse, candidate) for page in pages for candidate in held[page]}) == 1:
        return [f"{row.what} and {row.value} are one page here with the same bytes: nothing is stated of two"]
    if row.action != "same_report":
        return []
    groups = [{group for candidate in held[page] for group in _groups_of(browse, candidate)} for page in pages]
    if groups[0] and groups[1] and groups[0].isdisjoint(groups[1]):
        said_of = [", ".join(f"{body} {year}" for body, year in sorted(group)) for group in groups]
        return [
            f"{row.what} is read as {said_of[0]}, {row.value} as {said_of[1]}: they become one report only when body "
            "and report_year of one of them are stated too"
        ]
    return []


def pairs_in_group(browse: Database, group: Group) -> list[tuple[str, str, Override]]:
    """(candidate, candidate, row) for every pair of a group's candidates that a row states to be one report or two.

    A page with the same bytes, however often it was captured, is no pair: its address and its `sha256:` both name it.
    """
    rows = [
        Override(*row)
        for row in browse.execute(f"{_SELECT} WHERE action IN ('same_report', 'apart') ORDER BY what, action, value")
    ]
    if not rows:
        return []
    members = browse.execute(
        "SELECT DISTINCT candidates.id, candidates.url, captures.sha256 FROM candidate_facts JOIN candidates "
        "ON candidates.id = candidate_facts.candidate JOIN captures ON captures.id = candidates.page "
        "WHERE candidate_facts.body = ? AND candidate_facts.report_year = ? ORDER BY candidates.id",
        list(group),
    ).fetchall()
    named: dict[str, list[str]] = {}
    page_of = {candidate: _page_and_bytes(url, sha256) for candidate, url, sha256 in members}
    for candidate, url, sha256 in members:
        for key in _keys_of(url, sha256):
            named.setdefault(key, []).append(candidate)
    return [
        (left, right, row)
        for row in rows
        for left in named.get(row.what, ())
        for right in named.get(row.value, ())
        if page_of[left] != page_of[right]
    ]


def _keys_of(url: str | None, sha256: str | None) -> list[str]:
    """The names by which rows may call a page or file."""
    return [*(address_forms(url) if url is not None else ()), *([SHA256 + sha256] if sha256 is not None else ())]


def _page_of(browse: Database, candidate: str) -> tuple[str | None, str]:
    url, sha256 = browse.execute(
        "SELECT candidates.url, captures.sha256 FROM candidates JOIN captures ON captures.id = candidates.page "
        "WHERE candidates.id = ?",
        [candidate],
    ).fetchone()
    return _page_and_bytes(url, sha256)


def _page_and_bytes(url: str | None, sha256: str) -> tuple[str | None, str]:
    """What rows know a candidate by: its address, where it has one (http and https are one), and its page's SHA-256."""
    return None if url is None else address_forms(url)[0], sha256


def _is_body(browse: Database, body: str) -> bool:
    return body == unregistered_body_id(body.removeprefix(UNREGISTERED)) or body_exists(browse, body)


def _groups_of(browse: Database, candidate: str) -> Iterable[Group]:
    rows = browse.execute("SELECT body, report_year FROM candidate_facts WHERE candidate = ?", [candidate])
    return [(str(body), int(year)) for body, year in rows.fetchall()]


def _candidates_printing(browse: Database, row: Override) -> list[str]:
    """Those of reports that print this name and whose body the name decided, or this row did."""
    name = row.what.removeprefix(NAME)
    rows = browse.execute(
        "SELECT facts.candidate, versions.agency FROM candidate_facts AS facts JOIN identity_decisions AS decided "
        "ON decided.candidate = facts.candidate AND decided.ordinal = facts.ordinal "
        "JOIN versions ON versions.id = decided.version WHERE facts.own_site = 0 AND versions.agency IS NOT NULL "
        "AND (facts.body = ? OR facts.body IN (SELECT body FROM body_names WHERE name = ?))",
        [row.value, name],
    ).fetchall()
    return sorted({candidate for candidate, agency in rows if name_key(agency) == name})


def stated_pairs(browse: Database, group: Group) -> StatedPairs:
    """What the rows state of pairs of a group's candidates."""
    pairs = pairs_in_group(browse, group)
    return StatedPairs(
        same=frozenset((left, right) for left, right, row in pairs if row.action == "same_report"),
        apart=frozenset((left, right) for left, right, row in pairs if row.action == "apart"),
    )


def with_stated_reasons(
    browse: Database, group: Group, decisions: Sequence[Decision], agencies: Mapping[tuple[str, int], str | None]
) -> tuple[Decision, ...]:
    """A group's decisions, where a row decided with the rule `override`, the row's reason, and then the rules' own.

    `agencies`: (candidate, ordinal) → the body's name as the report prints it.
    """
    if browse.execute("SELECT 1 FROM overrides LIMIT 1").fetchone() is None:
        return tuple(decisions)
    paired: dict[str, list[Override]] = {}
    for left, right, row in pairs_in_group(browse, group):
        for candidate in (left, right):
            paired.setdefault(candidate, []).append(row)
    told = []
    for one in decisions:
        rows = _rows_deciding(browse, group, one, agencies.get((one.candidate, one.ordinal)))
        rows += dict.fromkeys(paired.get(one.candidate, ()))
        reasons = [*map(_told, rows), *([] if one.reason == AS_STATED else [one.reason.removeprefix(f"{AS_STATED}; ")])]
        told.append(replace(one, rule="override", reason="; ".join(reasons)) if rows else one)
    return tuple(told)


def _rows_deciding(browse: Database, group: Group, decision: Decision, agency: str | None) -> list[Override]:
    """The rows by which a candidate has its body and year."""
    url, sha256, own_site = browse.execute(
        "SELECT candidates.url, captures.sha256, facts.own_site FROM candidate_facts AS facts "
        "JOIN candidates ON candidates.id = facts.candidate JOIN captures ON captures.id = candidates.page "
        "WHERE facts.candidate = ? AND facts.ordinal = ?",
        [decision.candidate, decision.ordinal],
    ).fetchone()
    stated = _page_overrides(browse, _keys_of(url, sha256))
    body = stated.body
    if body is None and agency is not None and not own_site:
        body = body_of_name(browse, agency)
    rows = [body] if body is not None and body.value == group[0] else []
    if stated.report_year is not None and stated.report_year.value == str(group[1]):
        rows.append(stated.report_year)
    return rows


_TOLD: dict[Action, str] = {
    "body": "the body of {what}",
    "report_year": "the year of {what}",
    "same_report": "one report with {what} and {value}",
    "apart": "{what} and {value} are two reports",
    "not_a_report": "{what} is not a report",
}


def _told(row: Override) -> str:
    about = _TOLD[row.action].format(what=row.what, value=row.value)
    return f"stated in overrides.csv: {about}, since {said(row)}"
