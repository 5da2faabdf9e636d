"""What the registry and the list say against what the document prints: a flag where they disagree.

The order of trust is stated in `body_and_year`: a column of one body says whose its reports are, and the document says
of which year it is. What is not believed is not lost: it stands in a flag beside what is.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.reports.model import Flag, Reading, Report
from crawler.store.archive.parts import Candidate
from crawler.store.bodies.body_and_year import names_another_body, year_in_title
from crawler.store.bodies.name_forms import is_form_of
from crawler.store.bodies.registry import body_has_name, name_key
from crawler.store.database import Pair
from crawler.store.grouping.overrides import page_overrides


def with_registry_flags(pair: Pair, candidate: Candidate, reading: Reading) -> Reading:
    """The reading, with a `disagreement` at "agency" and "report_year" of every report where there is one."""
    reports = tuple(
        replace(
            report, flags=(*report.flags, *_body_flag(pair, candidate, report), *_year_flag(pair, candidate, report))
        )
        for report in reading.reports
    )
    return replace(reading, reports=reports)


def _body_flag(pair: Pair, candidate: Candidate, report: Report) -> tuple[Flag, ...]:
    """A name that only adds to the body's own (its office, its province) or leaves something out is no disagreement.

    None either where the printed name decides (`names_another_body`), or a row of data/overrides.csv does: the column
    is then not believed.
    """
    if candidate.source_id is None or not report.agency or page_overrides(pair.browse, candidate).body is not None:
        return ()
    body, name, scope = pair.browse.execute(
        "SELECT bodies.id, bodies.name, sources.scope FROM sources JOIN bodies ON bodies.id = sources.body "
        "WHERE sources.id = ?",
        [candidate.source_id],
    ).fetchone()
    if scope != "own" or body_has_name(pair, body, report.agency) or names_another_body(pair, candidate, report):
        return ()
    printed, registered = name_key(report.agency), name_key(name)
    if printed in registered or registered in printed or is_form_of(printed, registered):
        return ()
    note = f"the column is that of {name}, which is kept; is this another name of it, add it to the registry's aliases"
    return (Flag("agency", "disagreement", report.agency, note),)


def _year_flag(pair: Pair, candidate: Candidate, report: Report) -> tuple[Flag, ...]:
    line = candidate.entry_title or ""
    listed = year_in_title(line)
    if report.report_year is None or listed is None or listed == report.report_year:
        return ()
    if page_overrides(pair.browse, candidate).report_year is not None:
        return ()
    note = f"the list's line says {listed}, the document {report.report_year}, which is kept"
    return (Flag("report_year", "disagreement", line, note),)
