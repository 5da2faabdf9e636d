"""What changed between two versions of a report: its head, its numbers, its checks, its text, its files, and whether
anything announced it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.reports.model import Report, Section
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.readings.reading_rows import load_reading, load_report
from crawler.store.readings.volatile import stable_metadata, stable_text, stable_words
from crawler.store.reported.paragraphs import TextChanges, text_changes
from crawler.store.rereading.reading_changes import Change, changes_between

TABLES = ("proactive", "applications", "review", "statistics")
_NOT_THE_REPORTS = ("class", "class_reasons", "body_origin")
"""What the reader says of its own work."""


@dataclass(frozen=True, slots=True)
class StoredState:
    """One version of a report, as the store knows it."""

    id: str
    position: int
    """From 1, in the order of publication."""
    captured_at: str
    """When its first capture was made."""
    published: str | None
    parser_version: str
    withheld: str
    """"", `contact` or `report`."""


@dataclass(frozen=True, slots=True)
class SectionChange:
    number: str
    heading_before: str | None
    """None: the section is not there."""
    heading_after: str | None
    text: TextChanges


@dataclass(frozen=True, slots=True)
class HeldFile:
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A row of the view `replacements` on the way from the one version to the other."""

    kind: str
    address: str
    announcement: str
    """`silent` or `announced`."""
    sha256_before: str
    sha256_after: str
    captured_before: str
    captured_after: str


@dataclass(frozen=True, slots=True)
class Differences:
    report: str
    before: StoredState
    after: StoredState
    head: tuple[Change, ...]
    numbers: tuple[Change, ...]
    checks: tuple[Change, ...]
    flags: tuple[Change, ...]
    sections: tuple[SectionChange, ...]
    """Those that differ."""
    unchanged_paragraphs: int
    files_gone: tuple[HeldFile, ...]
    files_new: tuple[HeldFile, ...]
    replacements: tuple[Replacement, ...]


def states_of(pair: Pair, report: str) -> tuple[StoredState, ...]:
    """The versions of a report, in order."""
    rows = pair.browse.execute(
        "SELECT versions.id, position, min(captures.fetched_at), published, versions.parser_version, withheld "
        "FROM versions JOIN identity_decisions AS decided ON decided.version = versions.id "
        "JOIN captures ON captures.id = decided.candidate WHERE versions.report = ? "
        "GROUP BY versions.id ORDER BY position",
        [report],
    ).fetchall()
    return tuple(StoredState(*row) for row in rows)


def differences(pair: Pair, report: str, before: StoredState, after: StoredState) -> Differences:
    """Raises StoreError where one of the two is withheld: nothing of it can be shown."""
    for state in (before, after):
        if state.withheld == "report":
            raise StoreError(f"{report}: version {state.position} is withheld on request; nothing of it is shown")
    old, new = (load_report(pair.browse, state.id) for state in (before, after))
    contact_withheld = "contact" in (before.withheld, after.withheld)
    changes = _changes(pair, before, after)
    sections = _section_changes(old, new)
    files_before, files_after = (_files(pair, state.id) for state in (before, after))
    return Differences(
        report=report,
        before=before,
        after=after,
        head=tuple(
            one
            for one in changes
            if _is_head(one, old, new) and not (contact_withheld and one.where.startswith("contact."))
        ),
        numbers=tuple(one for one in changes if one.field.split(".")[0] in TABLES),
        checks=tuple(one for one in changes if one.field.startswith("checks.")),
        flags=tuple(one for one in changes if one.field.startswith("flags.")),
        sections=tuple(one for one in sections if one.text.changes or one.heading_before != one.heading_after),
        unchanged_paragraphs=sum(one.text.unchanged for one in sections),
        files_gone=_without(files_before, files_after),
        files_new=_without(files_after, files_before),
        replacements=_replacements(pair, report, before, after),
    )


def _changes(pair: Pair, before: StoredState, after: StoredState) -> tuple[Change, ...]:
    """Of the two reports alone: another report of the same page is another's matter."""
    old, new = (
        replace(load_reading(pair.browse, state.id), reports=(load_report(pair.browse, state.id),))
        for state in (before, after)
    )
    return changes_between(old, new)


def _is_head(change: Change, old: Report, new: Report) -> bool:
    """Values of the head, forms and contact included; a counter's and a clock's are no change."""
    first = change.field.split(".")[0]
    if first in (*TABLES, "checks", "flags", "section", *_NOT_THE_REPORTS):
        return False
    if change.where.startswith("metadata."):
        label = change.where.removeprefix("metadata.")
        return stable_metadata(old.metadata).get(label) != stable_metadata(new.metadata).get(label)
    return change.where != "title" or stable_words(old.title) != stable_words(new.title)


def _section_changes(old: Report, new: Report) -> list[SectionChange]:
    found = []
    for number in sorted(old.sections.keys() | new.sections.keys()):
        before, after = old.sections.get(number), new.sections.get(number)
        texts = [stable_text(section.text) if section else "" for section in (before, after)]
        found.append(SectionChange(number, _heading(before), _heading(after), text_changes(*texts)))
    return found


def _heading(section: Section | None) -> str | None:
    return stable_words(section.heading) if section else None


def _files(pair: Pair, version: str) -> tuple[HeldFile, ...]:
    """The files of a version's first candidate: all of its candidates have the same, by their bytes."""
    rows = pair.browse.execute(
        "SELECT attachment.url, captures.sha256 FROM candidate_attachments AS attachment "
        "JOIN captures ON captures.id = attachment.capture WHERE attachment.candidate = "
        "(SELECT min(candidate) FROM identity_decisions WHERE version = ?) "
        "ORDER BY attachment.position, attachment.url",
        [version],
    ).fetchall()
    return tuple(HeldFile(url, sha256) for url, sha256 in rows)


def _without(files: Sequence[HeldFile], others: Sequence[HeldFile]) -> tuple[HeldFile, ...]:
    known = {file.sha256 for file in others}
    return tuple(file for file in files if file.sha256 not in known)


def _replacements(pair: Pair, report: str, before: StoredState, after: StoredState) -> tuple[Replacement, ...]:
    """Those on the way: between versions that are no neighbours, each step of it."""
    between = sorted((before.position, after.position))
    rows = pair.browse.execute(
        "SELECT kind, address, announcement, sha256_before, sha256_after, captured_before, captured_after "
        "FROM replacements JOIN versions AS old ON old.id = version_before "
        "JOIN versions AS new ON new.id = version_after WHERE replacements.report = ? "
        "AND old.position BETWEEN ? AND ? AND new.position BETWEEN ? AND ? "
        "AND (old.position < new.position) = ? ORDER BY captured_after, kind, address",
        [report, *between, *between, before.position < after.position],
    ).fetchall()
    return tuple(Replacement(*row) for row in rows)
