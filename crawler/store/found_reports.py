"""What a user may call a report: its id, a version's id, an address, an 索引号, or "body year"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.store.database import Pair
from crawler.store.identity import normalise_index_number
from crawler.store.registry import name_key

_BODY_AND_YEAR = re.compile(r"(?P<body>.*\S)\s+(?P<year>(?:19|20)\d{2})年?")
_SELECT = (
    "SELECT DISTINCT reports.id, {version}, bodies.name, reports.report_year, reports.title, reports.url FROM reports "
    "JOIN bodies ON bodies.id = reports.body "
)
_ORDER = " ORDER BY reports.body, reports.report_year, reports.number"


@dataclass(frozen=True, slots=True)
class FoundReport:
    report_id: str
    version_id: str
    """The current version, unless a version's own id was asked for."""
    body: str
    year: int
    title: str | None
    url: str | None


def find_reports(pair: Pair, text: str) -> list[FoundReport]:
    """The reports that `text` names, by the first of these that finds any: report id, version id, address, 索引号, body
    and year ("云南省工业和信息化厅 2023", the name or an alias). [] when none does."""
    asked = text.strip()
    current = _SELECT.format(version="reports.current_version")
    with_facts = (
        current + "JOIN identity_decisions ON identity_decisions.report = reports.id JOIN candidate_facts "
        "ON candidate_facts.candidate = identity_decisions.candidate "
        "AND candidate_facts.ordinal = identity_decisions.ordinal "
    )
    questions: list[tuple[str, list[object]]] = [
        (current + "WHERE reports.id = ?", [asked]),
        (
            _SELECT.format(version="versions.id")
            + "JOIN versions ON versions.report = reports.id WHERE versions.id = ?",
            [asked],
        ),
        (with_facts + "WHERE candidate_facts.url = ?", [asked.partition("#")[0]]),
        (with_facts + "WHERE candidate_facts.index_number = ?", [normalise_index_number(asked)]),
    ]
    named = _BODY_AND_YEAR.fullmatch(asked)
    if named:
        questions.append(
            (
                current + "JOIN body_names ON body_names.body = bodies.id "
                "WHERE body_names.name = ? AND reports.report_year = ?",
                [name_key(named["body"]), int(named["year"])],
            )
        )
    for sql, values in questions:
        rows = pair.browse.execute(sql + _ORDER, values).fetchall()
        if rows:
            return [FoundReport(*row) for row in rows]
    return []


def reports_of_bodies_like(pair: Pair, text: str, limit: int) -> list[FoundReport]:
    """Reports that somebody may have meant by `text`: those of bodies one of whose names contains its words."""
    words = _BODY_AND_YEAR.fullmatch(text.strip())
    asked = name_key(words["body"] if words else text)
    if not asked:
        return []
    sql = (
        _SELECT.format(version="reports.current_version")
        + "JOIN body_names ON body_names.body = bodies.id WHERE instr(body_names.name, ?)"
    )
    return [FoundReport(*row) for row in pair.browse.execute(sql + _ORDER + " LIMIT ?", [asked, limit]).fetchall()]
