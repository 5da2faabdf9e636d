"""The head of a report: title, body, year, 索引号, metadata, date of publication."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.documents.model import Document, Label
from crawler.reports.agency import find_agency
from crawler.reports.dates import parse_date
from crawler.reports.model import Flag, Period
from crawler.reports.period import find_period
from crawler.reports.sections import SectionSplit, searched_texts
from crawler.reports.titles import agency_of_title, find_title, year_of_title

INDEX_LABELS = ("索引号", "索引號", "信息索引号", "索取号")
PUBLISHER_LABELS = ("发布机构", "发布单位", "公开机构", "制发机构", "发文机关", "信息来源", "文章来源", "来源")
PUBLISHED_LABELS = (
    "发布日期",
    "公开日期",
    "发文日期",
    "生成日期",
    "发布时间",
    "信息发布日期",
    "发布于",
    "时间",
    "日期",
)
"""Labels of the day of publication, the surest first (FORMATS.md §6). 成文日期 and 生效日期 are other days."""
PUBLISHER_META = ("ContentSource", "Author", "publisher")
PUBLISHED_META = ("PubDate", "PublishDate", "pubdate", "publishdate")

_SAID_YEAR = (
    re.compile(r"现将\s*((?:19|20)\d{2})\s*年度?[^。]{0,20}(?:信息|政务)公开"),
    re.compile(r"((?:19|20)\d{2})\s*年度?(?:政府信息公开|政务公开)[^。]{0,10}(?:年度报告|年报)"),
)
_OPENING_YEAR = re.compile(
    r"(?:[（(][一二三四五六七八九十]+[）)][^。，,]{0,12}[。.]?\s*)?((?:19|20)\d{2})\s*年度?\s*[,，]"
)
_SIGNATURE_LINES = 3
_LONGEST_SIGNATURE = 30


@dataclass(frozen=True, slots=True)
class Head:
    title: str | None
    agency: str | None
    report_year: int | None
    index_number: str | None
    metadata: dict[str, str]
    published: date | None
    flags: tuple[Flag, ...]


def read_head(document: Document, split: SectionSplit) -> Head:
    """Read what stands at the head (and the signature at the end); None for all that is not printed.

    The report year is that of the title, else of 统计期限, else the one that the prose speaks of, else the year before
    publication. A period of another year than the title's is flagged at "period".
    """
    metadata = _first_values(document.labels)
    preamble = searched_texts(split.preamble)
    prose = [text for key in sorted(split.sections) for text in searched_texts(split.blocks[key])]
    title = find_title(document, split)
    period, _ = find_period(period_paragraphs(split))
    published = _published(metadata, document.meta, [*preamble, *prose])
    title_year = year_of_title(title) if title is not None else None
    publishers = [metadata[name] for name in PUBLISHER_LABELS if metadata.get(name)]
    publishers += [label.value for name in PUBLISHER_META for label in document.meta if label.name == name]
    return Head(
        title=title,
        agency=find_agency(agency_of_title(title) if title else None, publishers, preamble, prose),
        report_year=_report_year(title_year, period, preamble, prose, published),
        index_number=next((metadata[name] for name in INDEX_LABELS if metadata.get(name)), None),
        metadata=metadata,
        published=published,
        flags=_disagreement(title, title_year, period),
    )


def period_paragraphs(split: SectionSplit) -> tuple[str, ...]:
    """Where the period is printed: before section 1, or at its beginning."""
    return (*searched_texts(split.preamble), *searched_texts(split.blocks.get("1", ())))


def _first_values(labels: Iterable[Label]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label in labels:
        found.setdefault(label.name, label.value)
    return found


def _published(metadata: dict[str, str], meta: Iterable[Label], texts: Sequence[str]) -> date | None:
    values = [metadata[name] for name in PUBLISHED_LABELS if metadata.get(name)]
    values += [label.value for name in PUBLISHED_META for label in meta if label.name == name]
    values += [text for text in reversed(texts[-_SIGNATURE_LINES:]) if len(text) <= _LONGEST_SIGNATURE]
    return next((day for value in values if (day := parse_date(value)) is not None), None)


def _report_year(
    title_year: int | None, period: Period | None, preamble: Sequence[str], prose: Sequence[str], published: date | None
) -> int | None:
    if title_year is not None:
        return title_year
    if period is not None:
        return period.start.year
    for pattern in _SAID_YEAR:
        for text in preamble:
            if (match := pattern.search(text)) is not None:
                return int(match[1])
    opened = Counter(int(match[1]) for text in [*preamble, *prose] if (match := _OPENING_YEAR.match(text)) is not None)
    if opened:
        return opened.most_common(1)[0][0]
    return published.year - 1 if published is not None else None


def _disagreement(title: str | None, title_year: int | None, period: Period | None) -> tuple[Flag, ...]:
    if title_year is None or period is None or period.start.year <= title_year <= period.end.year:
        return ()
    note = f"the title ({title}) says {title_year}, the period {period.start} to {period.end}; the title's year is kept"
    return (Flag("period", "disagreement", period.raw, note),)
