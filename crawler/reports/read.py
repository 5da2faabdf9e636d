"""Document → Reading: everything that one document says as a report. Pure: no file, no network, no clock."""

from __future__ import annotations

from dataclasses import replace

from crawler.documents.model import Document
from crawler.reports.classify import classify
from crawler.reports.head.contact import find_contact
from crawler.reports.head.period import find_period
from crawler.reports.head.read import read_head
from crawler.reports.lifting.lift import lift_tables
from crawler.reports.model import DocumentClass, Reading, Report
from crawler.reports.places import Places
from crawler.reports.prose.damage import find_damage
from crawler.reports.prose.figures import check_prose
from crawler.reports.prose.flowing import flowing_texts
from crawler.reports.prose.places import prose_places
from crawler.reports.sections.split import is_statutory, split_sections
from crawler.reports.statistics.head import head_of_statistics
from crawler.reports.statistics.lines import lift_statistics
from crawler.reports.tables.captions import in_order_of_years
from crawler.reports.tables.read import read_tables
from crawler.reports.unread import flag_unread_pages

LEAST_SECTIONS = 3
"""A text with as many of the six sections is a report though it prints no table (its tables may be pictures)."""


def read_report(document: Document) -> Reading:
    """The reading of one document: one report, or none where it is no annual report of this kind."""
    report, document_class, reasons = read_as_report(document)
    reports = (report,) if gives_report(document_class, report) else ()
    return Reading(document_class=document_class, class_reasons=reasons, reports=reports)


def gives_report(document_class: DocumentClass, report: Report) -> bool:
    """Whether the numbers of a document of this class are kept: a page of statistics is as good as its table."""
    return document_class == "report" or (document_class == "statistics" and report.statistics is not None)


def read_as_report(document: Document) -> tuple[Report, DocumentClass, tuple[str, ...]]:
    """All that can be read of a document as a report, with what the document is and why: also of one that is none."""
    document = replace(document, blocks=lift_tables(lift_statistics(document.blocks)))
    split = split_sections(document.blocks)
    texts = flowing_texts(document)
    period, period_flags = find_period(texts)
    head = read_head(document, split, period)
    tables = read_tables(in_order_of_years(document.blocks, head.report_year), head.report_year)
    document_class, reasons = classify(document, split, tables.names())
    if document_class == "statistics":
        head = head_of_statistics(head, document, split)
    unread = flag_unread_pages(document, tables)
    report = Report(
        title=head.title,
        agency=head.agency,
        report_year=head.report_year,
        index_number=head.index_number,
        metadata=head.metadata,
        period=period,
        contact=find_contact(texts),
        sections=split.every_section(),
        forms=tables.forms,
        proactive=tables.proactive,
        applications=tables.applications,
        review=tables.review,
        statistics=tables.statistics,
        flags=(*head.flags, *period_flags, *find_damage(split, document, period_flags), *tables.flags, *unread),
        checks=tables.checks,
        body_origin=document.body_origin,
        published=head.published,
    )
    report = replace(report, checks=(*report.checks, *check_prose(report)))
    places = Places(lambda: (*prose_places(document, report), *tables.places))
    return replace(report, places=places), document_class, reasons


def holds_report(report: Report) -> bool:
    """Whether there is a report in what was read: a table of the forms, or the better part of the six sections."""
    tables = (report.proactive, report.applications, report.review, report.statistics)
    return any(table is not None for table in tables) or sum(map(is_statutory, report.sections)) >= LEAST_SECTIONS
