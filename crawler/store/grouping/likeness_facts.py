"""What rule 3 compares of a report, put beside the facts of its candidates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlite_utils import Database

from crawler.reports.model import Report
from crawler.store.bodies.body_and_year import office_of
from crawler.store.identity import CandidateFacts
from crawler.store.readings.content import printed_numbers, prose


def with_likeness(browse: Database, members: Iterable[CandidateFacts], report: Report) -> list[CandidateFacts]:
    """The facts of one version's candidates with its numbers, its prose and the office that it prints."""
    numbers, text = frozenset(printed_numbers(report)), prose(report)
    return [replace(one, numbers=numbers, prose=text, office=office_of(browse, one.body, report)) for one in members]
