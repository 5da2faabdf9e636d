"""The title that a report prints, and what it says: of whom, and of which year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.documents.model import Document, Heading, Paragraph
from crawler.reports.sections.split import SectionSplit
from crawler.reports.words.dates import CHINESE_DIGITS, chinese_year, half_width
from crawler.reports.words.simplify import simplified_prose
from crawler.reports.words.spacing import close_up

LONGEST_TITLE = 60
_FIRST_LINES = 8
"""How many blocks before section 1 can hold the title: above it stand at most the breadcrumb and the site's name."""

_REMARK = r"(?:\s*[（(【\[][^（）()【】\[\]]{1,20}[）)】\]])*"
_PRINTED_YEAR = rf"(?:(?:19|20)\d{{2}}|[一二][{CHINESE_DIGITS}]{{3}})"
_REPORT_TITLE = re.compile(
    rf".*(?:年度(?:工作)?报告|年度.{{0,16}}报告|年报|{_PRINTED_YEAR}年.{{0,40}}报告){_REMARK}》?{_REMARK}"
)
_BREADCRUMB = re.compile(r"\s*(?:您?(?:现在|当前)?的?(?:当前)?位置|首页|当前栏目|所在位置|當前位置|首頁)|.*[>＞»›]")
_SENTENCE_MARK = re.compile(r"[。；;，,]")
_CUT = re.compile(r"(?:\.{2,}|…+|⋯+)$")
_SITE_NAME = re.compile(r"\s*(?:[_|｜]|\s-\s|(?<!\d)(?:-{1,2}|—{1,2})|(?:-{1,2}|—{1,2})(?![\d—-]))\s*")
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\d)(?!\s*(?:年|[-./])\s*\d{1,2}\s*(?:月|[-./]\s*\d))\s*年?度?"
    rf"|([一二][{CHINESE_DIGITS}]{{3}})\s*年度?(?!\s*[一二三四五六七八九十]{{1,2}}月)"
)
"""A year with a month behind it (（2024年1月发布）) is a day's, and not the report's."""
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*年?度?\s*(?:[-—–~～至到]|--)\s*(?:19|20)\d{2}(?!\d)\s*(?:学年|年度?)?")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{2}年度?")
_DAY = re.compile(r"(?:19|20)\d{2}\s*(?:年|[-./])\s*\d{1,2}\s*(?:月|[-./])(?:\s*\d{1,2}日?)?")
_SUBJECT = re.compile(r"(?:政府网站|法治政府|(?:政府)?信息公开|政务公开|政务信息|年度|年报|工作报告|部门年度)")
_GOES_ON = re.compile(rf"{_PRINTED_YEAR}|{_SUBJECT.pattern}|工作|报告")
_PART_NAME = re.compile(r".{2,40}(?:政府|厅|局|委|委员会|办公室|办公厅|中心|部|院|处|会|区|公司|学校)")


@lru_cache(maxsize=1024)
def is_report_title(text: str) -> bool:
    """A line such as X局2023年政府信息公开工作年度报告（演示数据）: short, no sentence, no breadcrumb."""
    if "报" not in text and "報" not in text:
        return False
    plain = half_width(simplified_prose(close_up(text)))
    if not plain or len(plain) > LONGEST_TITLE or _BREADCRUMB.match(plain) or _SENTENCE_MARK.search(plain):
        return False
    return _REPORT_TITLE.fullmatch(plain) is not None


def find_title(document: Document, split: SectionSplit) -> str | None:
    """The title as printed (only blanks beside Chinese characters closed up); None where none is printed.

    In order of trust: the document's own titles (meta tag, heading, page title), then the first lines before section 1.
    The first that is a report's title, is not cut with "…" and names its year is taken; else the first without a year
    (信息公开年报 is what some sites put into the meta tag); else any title of meta tag or heading.
    """
    own = own_titles(document)
    reports = [text for text in own if is_report_title(text) and _CUT.search(text) is None]
    dated = next((text for text in reports if year_of_title(text) is not None), None)
    if dated is not None:
        return dated
    reports += [text for text in title_lines(split) if is_report_title(text) and _CUT.search(text) is None]
    dated = next((text for text in reports if year_of_title(text) is not None), None)
    others = [
        close_up(title.text)
        for title in document.titles
        if title.origin != "page_title" and _BREADCRUMB.match(title.text) is None
    ]
    return dated or next((text for text in [*reports, *others] if text), None)


def own_titles(document: Document) -> list[str]:
    """The titles that the document gives for itself, in order of trust, a site's name cut off."""
    found = [close_up(title.text) for title in document.titles if _BREADCRUMB.match(title.text) is None]
    return [_without_site_name(text) for text in found]


def title_lines(split: SectionSplit) -> Iterator[str]:
    """The first lines before section 1 that are short enough for a title; one broken over lines is joined first."""
    lines = [
        line
        for block in split.preamble[:_FIRST_LINES]
        if isinstance(block, Heading | Paragraph)
        for line in block.text.split("\n", _FIRST_LINES)
    ]
    held = ""
    for line in lines[:_FIRST_LINES]:
        text = close_up(line[: 2 * LONGEST_TITLE].lstrip("#* ").rstrip("* "))
        if not 0 < len(text) <= LONGEST_TITLE or _BREADCRUMB.match(text):
            held = ""
            continue
        joined = held + text if _begins_title(held) and _GOES_ON.match(half_width(simplified_prose(text))) else ""
        if joined and is_report_title(joined):
            yield joined
        yield text
        held = joined if joined and not is_report_title(joined) else text


def _begins_title(text: str) -> bool:
    """X局, or X局2023年政府信息公开: the first line of a title that goes on below."""
    text = simplified_prose(text)
    if not text or len(text) > LONGEST_TITLE or "报告" in text or _SENTENCE_MARK.search(text):
        return False
    return _PART_NAME.fullmatch(text) is not None or _YEAR.search(half_width(text)) is not None


def agency_of_title(title: str) -> str | None:
    """Whose report: 凉山州经济和信息化局2021年政府信息公开工作年度报告 → 凉山州经济和信息化局; None when unnamed."""
    plain = re.sub(rf"{_REMARK}$", "", close_up(title)).strip("《》 ").removeprefix("关于")
    without_day = _DAY.sub("\x00", _YEARS.sub("\x00", half_width(plain)))
    has_year = any("年" in match[0] for match in _YEAR.finditer(without_day))
    without_year = _YEAR.sub(lambda match: match[0] if has_year and "年" not in match[0] else "\x00", without_day)
    without_year = _SHORT_YEAR.sub("\x00", without_year)
    begins = _SUBJECT.search(simplified_prose(without_year))
    if begins is None:
        return None
    name = without_year[: begins.start()].replace("\x00", "")
    if name.endswith("人民") and begins[0].startswith("政府"):
        # 某市人民政府信息公开年度报告: the word 政府 is the body's.
        name += "政府"
    name = re.sub(r"(?:关于|關於|关於|的|发布|發布|公布|《|》)+$", "", name).strip("《》 ")
    name = name.removeprefix("发布").removeprefix("發布").removeprefix("公布")
    return name or None


@lru_cache(maxsize=1024)
def year_of_title(title: str) -> int | None:
    """The report year that a title names, in figures or in Chinese; None where it names several (2022-2023年)."""
    plain = half_width(close_up(title))
    if _YEARS.search(plain) is not None:
        return None
    # 第2020中学2023年 …: a figure without 年 behind it is the year only where no other is.
    for match in sorted(_YEAR.finditer(plain), key=lambda match: "年" not in match[0]):
        year = int(match[1]) if match[1] else chinese_year(match[2])
        if year is not None and 1990 <= year <= 2100:
            return year
    return None


def _without_site_name(text: str) -> str:
    """A title may name the site too, before or behind: X年度报告_某市人民政府网站."""
    if is_report_title(text) and "_" not in text and "|" not in text and "-" not in text:
        return text
    parts = [part for part in _SITE_NAME.split(text) if part]
    return next((part for part in parts if is_report_title(part)), text)
