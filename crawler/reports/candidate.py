"""A candidate (a report page with its attachments, or one imported file) → Reading.

This is what the worker processes run: bytes in, a value out, nothing else touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.documents.model import DocumentError
from crawler.documents.read import read_document
from crawler.reports.head.titles import is_report_title
from crawler.reports.model import DocumentClass, Flag, Reading, Report, ValuePlace
from crawler.reports.prose.figures import check_prose
from crawler.reports.read import gives_report, holds_report, read_as_report

_NAMES_A_REPORT: frozenset[DocumentClass] = frozenset({"report", "other"})
"""A page of these classes may be the cover of an attached report; an interpretation or a website report is not."""
_DISCLOSURE = re.compile(r"信息公开|政务公开|信息.{0,4}年报")
"""What tells the title of this report from that of other yearly ones (法治政府建设年度报告)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a candidate, as it was kept."""

    data: bytes
    name: str
    """Its file name or address; "" = none."""
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class _Attachment:
    number: int
    name: str
    report: Report
    document_class: DocumentClass


def read_candidate(parts: Sequence[Part]) -> Reading:
    """The reading of a page (parts[0]) with its attachments, or of a single file.

    The page's own words go first. Where it is only the cover of a report that is attached, the first attachment that
    reads as one gives the sections, the tables, the period and the contact, and the page gives the head. A 2014–2018
    统计表 that is attached to its report is a table of the report. Attachments that cannot be read are lines of
    `class_reasons`.

    Raises DocumentError where the page itself cannot be read, ValueError where there is no part at all.
    """
    if not parts:
        raise ValueError("a candidate has at least one part, its page")
    page = parts[0]
    report, document_class, page_reasons = read_as_report(
        read_document(page.data, name=page.name, media_type=page.media_type)
    )
    reasons = list(page_reasons)
    read = _read_attachments(parts[1:], reasons)
    attachments = [attachment for attachment in read if attachment.document_class == "report"]
    appendices = [attachment for attachment in read if attachment.document_class == "statistics"]
    if document_class == "report" and holds_report(report):
        reasons += [_compared(attachment, report) for attachment in attachments]
        report = _with_appendix(report, appendices, reasons)
        return Reading("report", tuple(reasons), (report,))
    if attachments and document_class in _NAMES_A_REPORT and _may_cover(report):
        first = attachments[0]
        reasons.append(f"the page holds no report itself; it was read from attachment {first.number}, {first.name}")
        covered = _cover(report, first)
        reasons += [_compared(attachment, covered) for attachment in attachments[1:]]
        covered = _with_appendix(covered, appendices, reasons)
        return Reading("report", tuple(reasons), (covered,))
    reports = (report,) if gives_report(document_class, report) else ()
    reasons += [
        f"attachment {attachment.number}, {attachment.name}, is an annual report, but the page is not its cover"
        for attachment in attachments
    ]
    reasons += [
        f"attachment {attachment.number}, {attachment.name}, is a 统计表, but the page holds no report of its"
        for attachment in appendices
    ]
    return Reading(document_class, tuple(reasons), reports)


def _read_attachments(parts: Sequence[Part], reasons: list[str]) -> list[_Attachment]:
    """The attachments that are reports or 统计表; of the others the reason why not is added to `reasons`."""
    found: list[_Attachment] = []
    for number, part in enumerate(parts, start=1):
        name = part.name or "without a name"
        try:
            document = read_document(part.data, name=part.name, media_type=part.media_type)
        except DocumentError as error:
            reasons.append(f"attachment {number}, {name}, cannot be read: {error}")
            continue
        report, document_class, _ = read_as_report(document)
        if gives_report(document_class, report) and holds_report(report):
            found.append(_Attachment(number, name, report, document_class))
        else:
            reasons.append(f"attachment {number}, {name}, is no annual report ({document_class})")
    return found


def _may_cover(page: Report) -> bool:
    """A page whose title is that of something else is not the cover of the report attached to it."""
    return page.title is None or (is_report_title(page.title) and _DISCLOSURE.search(page.title) is not None)


def _cover(page: Report, attachment: _Attachment) -> Report:
    """The attached report under the page's head."""
    inner = attachment.report
    flags = [flag for flag in page.flags if flag.where.startswith("metadata.")]
    if page.report_year is not None and inner.report_year not in (None, page.report_year):
        note = f"the page is that of {page.report_year}, its attachment that of {inner.report_year}, which is kept"
        flags.append(Flag("title", "disagreement", page.title or "", note))
    return replace(
        inner,
        title=inner.title or page.title,
        agency=inner.agency or page.agency,
        report_year=inner.report_year if inner.report_year is not None else page.report_year,
        index_number=page.index_number or inner.index_number,
        metadata=page.metadata or inner.metadata,
        published=page.published or inner.published,
        flags=(*flags, *inner.flags),
        places=_covered_places(page, attachment),
    )


def _with_appendix(report: Report, appendices: Sequence[_Attachment], reasons: list[str]) -> Report:
    """The report with the 统计表 of its year that is attached to it; the reasons why another is not taken are added."""
    for appendix in appendices:
        name = f"attachment {appendix.number}, {appendix.name},"
        inner = appendix.report
        years = {report.report_year, inner.report_year} - {None}
        if len(years) > 1:
            reasons.append(f"{name} is the 统计表 of another year, {inner.report_year}")
        elif report.statistics is not None:
            same = report.statistics == inner.statistics
            reasons.append(f"{name} is the same 统计表" + ("" if same else " with other numbers"))
        else:
            reasons.append(f"{name} is the report's 统计表")
            report = _joined(report, appendix)
    return report


def _joined(report: Report, appendix: _Attachment) -> Report:
    inner = appendix.report
    joined = replace(
        report,
        statistics=inner.statistics,
        forms=replace(report.forms, statistics=inner.forms.statistics),
        flags=(*report.flags, *(flag for flag in inner.flags if _is_of_statistics(flag.where))),
        places=(
            *report.places,
            *(replace(place, document=appendix.number) for place in inner.places if _is_of_statistics(place.where)),
        ),
    )
    sums = tuple(check for check in inner.checks if _is_of_statistics(check.where) and check.rule != "T1")
    others = tuple(check for check in report.checks if check.rule != "T1")
    return replace(joined, checks=(*others, *sums, *check_prose(joined)))


def _is_of_statistics(where: str) -> bool:
    return where.split(".", maxsplit=1)[0] == "statistics"


def _covered_places(page: Report, attachment: _Attachment) -> tuple[ValuePlace, ...]:
    """The page's head stands on the page (document 0); all else in the attachment, or else on the page."""
    heads = ("metadata.", "index_number")
    inner = [
        replace(place, document=attachment.number)
        for place in attachment.report.places
        if not (page.metadata and place.where.startswith(heads))
    ]
    found = {place.where for place in inner}
    return (*(place for place in page.places if place.where not in found), *inner)


def _compared(attachment: _Attachment, report: Report) -> str:
    """What a second print of a report is: a twin (DOC beside PDF), the same with other numbers, or another year's."""
    name = f"attachment {attachment.number}, {attachment.name},"
    years = {report.report_year, attachment.report.report_year} - {None}
    if len(years) > 1:
        return f"{name} is the report of another year, {attachment.report.report_year}"
    differing = [
        table
        for table in ("proactive", "applications", "review", "statistics")
        if getattr(report, table) is not None
        and getattr(attachment.report, table) is not None
        and getattr(report, table) != getattr(attachment.report, table)
    ]
    if differing:
        return f"{name} is the same report with other numbers in: {', '.join(differing)}"
    return f"{name} is the same report"
