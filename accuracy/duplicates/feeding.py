"""Generated pages as the facts that the store would have of them: real readings, the store's own functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from accuracy.duplicates.generator import Page
from accuracy.generator.values import Figures
from crawler.reports.forms import Form
from crawler.reports.model import Contact, Forms, Reading, Report, Section
from crawler.store.bodies.registry import name_key
from crawler.store.identity import CandidateFacts, normalise_index_number
from crawler.store.readings.content import byte_identity, content_fingerprint, printed_numbers, prose


def facts_of(pages: Iterable[Page]) -> list[CandidateFacts]:
    return [_facts(page) for page in pages]


def reading_of(page: Page) -> Reading:
    """What a faultless reader says of the page."""
    return Reading("report", ("generated",), (_report(page),))


def _facts(page: Page) -> CandidateFacts:
    reading = reading_of(page)
    report = reading.reports[0]
    return CandidateFacts(
        candidate=page.name,
        ordinal=0,
        body=page.body,
        report_year=page.year,
        kind=reading.document_class,
        index_number=normalise_index_number(report.index_number),
        url=page.url,
        own_site=page.own_site,
        published=page.published,
        fetched_at=page.fetched_at,
        byte_identity=byte_identity(page.data, ()),
        content=content_fingerprint(reading, 0, ()),
        numbers=frozenset(printed_numbers(report)),
        prose=prose(report),
        office=None if report.agency is None else name_key(report.agency),
    )


def _report(page: Page) -> Report:
    plain = Report(
        title=page.title,
        agency=page.office,
        report_year=page.year,
        index_number=page.index_number,
        metadata={"发布时间": f"{page.published} {page.clock}"} if page.url is not None else {},
        period=None,
        contact=Contact(),
        sections={number: Section("", text) for number, text in page.sections.items()},
        forms=Forms(),
        proactive=None,
        applications=None,
        review=None,
        statistics=None,
        flags=(),
        checks=(),
        body_origin="trafilatura",
    )
    return plain if page.figures is None else _with_tables(plain, page.figures)


def _with_tables(report: Report, figures: Figures) -> Report:
    return replace(
        report,
        forms=Forms(_form(figures.proactive_form), _form(figures.applications_form), "standard"),
        proactive={row: dict(cells) for row, cells in figures.proactive.items()},
        applications={row: tuple(values) for row, values in figures.applications.items()},
        review={channel: dict(cells) for channel, cells in figures.review.items()},
    )


def _form(name: str) -> Form:
    return "2019" if name == "2019" else "2021"
