"""The head of a report: title, body, year, 索引号, metadata, date of publication."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.documents.html.head_labels import labels_of_lines
from crawler.documents.model import Document, Label
from crawler.reports.head.agency import find_agency
from crawler.reports.head.disagreement import PUBLISHER_LABELS, find_disagreements
from crawler.reports.head.titles import agency_of_title, find_title, own_titles, title_lines, year_of_title
from crawler.reports.model import Flag, Period
from crawler.reports.sections.split import SectionSplit, searched_texts
from crawler.reports.words.dates import half_width, parse_date
from crawler.reports.words.simplify import simplified_prose

INDEX_LABELS = ("索引号", "信息索引号", "索取号")
SOURCE_LABELS = ("信息来源", "文章来源", "来源")
PUBLISHED_LABELS = (
    "发布日期",
    "公开日期",
    "发文日期",
    "生成日期",
    "发布时间",
    "公开时间",
    "信息发布日期",
    "发布于",
    "时间",
    "日期",
    "",
)
"""Labels of the day of publication, the surest first (FORMATS.md §6). 成文日期 and 生效日期 are other days; "" is a day
printed without a label on the line under the title."""
PUBLISHER_META = ("ContentSource", "Author", "publisher")
PUBLISHED_META = ("PubDate", "PublishDate", "pubdate", "publishdate")

_ANNOUNCED_YEAR = re.compile(
    r"(?:现将|现公布|现发布|现予以?公布|现向社会公布)[^。；;]{0,40}?((?:19|20)\d{2})\s*年度?[^。；;]{0,24}(?:信息|政务)公开"
)
_NAMED_YEAR = re.compile(r"((?:19|20)\d{2})\s*年度?(?:政府信息公开|政务公开)[^。]{0,10}(?:年度报告|年报)")
_OPENING_YEAR = re.compile(
    r"(?:[（(][一二三四五六七八九十]+[）)][^。，,]{0,12}[。.]?\s*)?((?:19|20)\d{2})\s*年度?\s*[,，]"
)
_DAY_AND_LABEL = re.compile(r"\s*[（(]?\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_HEAD_LINES = 8
_LONGEST_HEAD_LINE = 120
_SIGNATURE_LINES = 8
_LONGEST_SIGNATURE = 30
_NO_SIGNATURE = re.compile(
    r"统计|截至|附件|附表|期限|[至到—~～]|有效|今天|今日|现在|当前|系统时间|北京时间|星期|周[一二三四五六日]"
)
"""A day beside a weekday is that of the visit, which a script prints."""


@dataclass(frozen=True, slots=True)
class Head:
    title: str | None
    agency: str | None
    report_year: int | None
    index_number: str | None
    metadata: dict[str, str]
    published: date | None
    flags: tuple[Flag, ...]


def read_head(document: Document, split: SectionSplit, period: Period | None) -> Head:
    """Read what stands at the head (and the signature at the end); None for all that is not printed.

    The order of trust. Year: the title's; that of `period` (统计期限); what the introduction announces
    (现公布…2022年…); the year that most paragraphs begin with; the year before publication. Body: the title's; 发布机构
    and its like, then 来源, then the meta tags; the introduction; the signature; the sentences of the prose. (The
    registry, which knows the body of a column, is the store's.) Day of publication: the head's labels, the meta tags,
    the signature.

    What contradicts the title is flagged ("disagreement" at "period", "title" or "metadata.LABEL") and not followed.
    """
    preamble = searched_texts(split.preamble)
    sections = [searched_texts(blocks) for blocks in split.blocks.values()]
    prose = [text for texts in sections for text in texts]
    metadata = _first_values([*document.labels, *_labels_behind_a_day(preamble[:_HEAD_LINES])])
    printed_day = metadata.pop("", None)
    title = find_title(document, split)
    body = agency_of_title(title) if title else None
    named = {simplified_prose(name): value for name, value in metadata.items()}
    publishers = [named[name] for name in (*PUBLISHER_LABELS, *SOURCE_LABELS) if named.get(name)]
    publishers += [label.value for name in PUBLISHER_META for label in document.meta if label.name == name]
    dated = named if printed_day is None else named | {"": printed_day}
    days = list(_days_printed(dated, document.meta, prose or preamble))
    published = days[0][0] if days else None
    opening = [*preamble, *(sections[0] if sections else ())]
    said = [int(match[1]) for text in preamble for match in _ANNOUNCED_YEAR.finditer(simplified_prose(text))]
    index_number, flags = _index_number(document.labels)
    flags += find_disagreements(
        title,
        [*own_titles(document), *_first_title_line(split)],
        period,
        said,
        _opening_years(opening),
        "\n".join(opening),
        named,
        body,
    )
    report_year = _report_year(title, period, said, preamble, prose, published)
    if published is not None and report_year is not None and published.year < report_year:
        flags += (_too_early(*days[0], report_year),)
        published = next((day for day, _, _ in days if day.year >= report_year), None)
    return Head(
        title=title,
        agency=find_agency(body, publishers, preamble, prose),
        report_year=report_year,
        index_number=index_number,
        metadata=metadata,
        published=published,
        flags=flags,
    )


def _first_values(labels: Iterable[Label]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label in labels:
        found.setdefault(label.name, label.value)
    return found


def _index_number(labels: Iterable[Label]) -> tuple[str | None, tuple[Flag, ...]]:
    """The page's 索引号. It is a key: where several numbers are printed none is taken, and that is flagged."""
    printed: dict[str, dict[str, str]] = {name: {} for name in INDEX_LABELS}
    for label in labels:
        name = simplified_prose(label.name)
        if name in printed and any(map(str.isdecimal, label.value)):
            printed[name].setdefault("".join(label.value.split()), label.value)
    name, values = next(((name, list(found.values())) for name, found in printed.items() if found), ("", []))
    if len(values) > 1:
        note = "the page prints several; which is the report's own is not known, and none is taken"
        return None, (Flag(f"metadata.{name}", "disagreement", ", ".join(values), note),)
    return (values[0] if values else None), ()


def _labels_behind_a_day(lines: Sequence[str]) -> list[Label]:
    """2024-01-31 10:00 来源：某局: a line under the title that begins with the day itself."""
    found: list[Label] = []
    for line in lines:
        day = _DAY_AND_LABEL.match(line) if len(line) <= _LONGEST_HEAD_LINE else None
        if day is None or "。" in line:
            continue
        labels = list(labels_of_lines([line]))
        if labels:
            found += [*(label for label in labels if label.name), Label("", day[0].strip())]
    return found


def _first_title_line(split: SectionSplit) -> list[str]:
    """The first line before section 1 that is a dated title: it may contradict the page's own."""
    return next(([line] for line in title_lines(split) if year_of_title(line) is not None), [])


def _days_printed(
    metadata: dict[str, str], meta: Iterable[Label], texts: Sequence[str]
) -> Iterator[tuple[date, str, str]]:
    """(day, its label, as printed) for every day that can be that of publication, the surest first."""
    printed = [(name, metadata[name]) for name in PUBLISHED_LABELS if metadata.get(name)]
    printed += [(name, label.value) for name in PUBLISHED_META for label in meta if label.name == name]
    printed += [("", text) for text in reversed(texts[-_SIGNATURE_LINES:]) if _may_be_signature(text)]
    for name, value in printed:
        if (day := parse_date(value)) is not None:
            yield day, name, value


def _too_early(day: date, label: str, printed: str, report_year: int) -> Flag:
    where = f"metadata.{label}" if label else "metadata"
    note = f"{day} is before the year of the report, {report_year}: another document's, or misprinted; it is not taken"
    return Flag(where, "disagreement", printed, note)


def _may_be_signature(text: str) -> bool:
    return len(text) <= _LONGEST_SIGNATURE and _NO_SIGNATURE.search(text) is None


def _opening_years(texts: Iterable[str]) -> Counter[int]:
    """The years that paragraphs begin with: 2022年，我局 …"""
    found = (_OPENING_YEAR.match(half_width(text[:60])) for text in texts)
    return Counter(int(match[1]) for match in found if match is not None)


def _report_year(
    title: str | None,
    period: Period | None,
    said: Sequence[int],
    preamble: Sequence[str],
    prose: Sequence[str],
    published: date | None,
) -> int | None:
    titled = year_of_title(title) if title is not None else None
    if titled is not None:
        return titled
    if period is not None:
        return period.start.year
    if said:
        return said[0]
    named = next((int(match[1]) for text in preamble if (match := _NAMED_YEAR.search(text)) is not None), None)
    if named is not None:
        return named
    opened = _opening_years([*preamble, *prose])
    if opened:
        return opened.most_common(1)[0][0]
    return published.year - 1 if published is not None else None
