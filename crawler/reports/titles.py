"""The title that a report prints, and what it says: of whom, and of which year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.documents.model import Document, Heading, Paragraph
from crawler.reports.dates import chinese_year
from crawler.reports.sections import SectionSplit
from crawler.reports.spacing import close_up

LONGEST_TITLE = 60
_FIRST_LINES = 8
"""How many blocks before section 1 can hold the title: above it stand at most the breadcrumb and the site's name."""

_REMARK = r"(?:\s*[（(【\[][^（）()【】\[\]]{1,20}[）)】\]])*"
_REPORT_TITLE = re.compile(rf".*(?:年度(?:工作)?报告|年度.{{0,16}}报告|年报|(?:19|20)\d{{2}}年.{{0,40}}报告){_REMARK}")
_BREADCRUMB = re.compile(r"\s*(?:您?(?:现在|当前)?的?(?:当前)?位置|首页|当前栏目|所在位置)|.*[>＞»›]")
_CUT = re.compile(r"(?:\.{2,}|…+|⋯+)$")
_SITE_NAME = re.compile(r"\s*(?:[_|｜]|\s-\s|-{1,2}|—{1,2})\s*")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*年?度?|([一二三四五六七八九〇○零]{4})\s*年度?")
_SUBJECT = re.compile(r"(?:政府网站|法治政府|(?:政府)?信息公开|政务公开|政务信息|年度|年报|工作报告|部门年度)")
_PART_NAME = re.compile(r".{2,40}(?:政府|厅|局|委|委员会|办公室|办公厅|中心|部|院|处|会|区|公司|学校)")


def is_report_title(text: str) -> bool:
    """A line such as X局2023年政府信息公开工作年度报告（演示数据）: short, no sentence, no breadcrumb."""
    plain = close_up(text)
    if not plain or len(plain) > LONGEST_TITLE or _BREADCRUMB.match(plain) or re.search(r"[。；;，,]", plain):
        return False
    return _REPORT_TITLE.fullmatch(plain) is not None


def find_title(document: Document, split: SectionSplit) -> str | None:
    """The title as printed (only blanks beside Chinese characters closed up); None where none is printed.

    In order of trust: the document's own titles (meta tag, heading, page title), then the first lines before section 1.
    The first that is a report's title, is not cut with "…" and names its year is taken; else the first without a year
    (信息公开年报 is what some sites put into the meta tag); else any title of meta tag or heading.
    """
    own = [(title, close_up(title.text)) for title in document.titles if _BREADCRUMB.match(title.text) is None]
    printed = [_without_site_name(text) if title.origin == "page_title" else text for title, text in own]
    reports = [text for text in [*printed, *title_lines(split)] if is_report_title(text) and _CUT.search(text) is None]
    dated = [text for text in reports if year_of_title(text) is not None]
    others = [text for title, text in own if text and title.origin != "page_title"]
    return next(iter([*dated, *reports, *others]), None)


def title_lines(split: SectionSplit) -> Iterator[str]:
    """The first lines before section 1 that are short enough for a title, a title of two lines joined."""
    lines = [
        line
        for block in split.preamble[:_FIRST_LINES]
        if isinstance(block, Heading | Paragraph)
        for line in block.text.split("\n")
    ]
    previous = ""
    for line in lines[:_FIRST_LINES]:
        text = close_up(line.lstrip("#* ").rstrip("* "))
        if 0 < len(text) <= LONGEST_TITLE and not _BREADCRUMB.match(text):
            goes_on = _YEAR.match(text) or _SUBJECT.match(text)
            if previous and goes_on and _PART_NAME.fullmatch(previous) and is_report_title(text):
                yield previous + text
            yield text
        previous = text


def agency_of_title(title: str) -> str | None:
    """Whose report: 凉山州经济和信息化局2021年政府信息公开工作年度报告 → 凉山州经济和信息化局; None when unnamed."""
    plain = re.sub(rf"{_REMARK}$", "", close_up(title)).removeprefix("关于")
    without_year = _YEAR.sub("\x00", plain)
    begins = _SUBJECT.search(without_year)
    if begins is None:
        return None
    name = without_year[: begins.start()].replace("\x00", "")
    name = re.sub(r"(?:关于|的|发布|公布|《|》)+$", "", name).strip("《》 ")
    name = name.removeprefix("发布").removeprefix("公布")
    return name or None


def year_of_title(title: str) -> int | None:
    """The report year that a title names, in figures or in Chinese."""
    for match in _YEAR.finditer(close_up(title)):
        year = int(match[1]) if match[1] else chinese_year(match[2])
        if year is not None and 1990 <= year <= 2100:
            return year
    return None


def _without_site_name(text: str) -> str:
    """A page title names the site too, before or behind: X年度报告_某市人民政府网站."""
    parts = [part for part in _SITE_NAME.split(text) if part]
    return next((part for part in parts if is_report_title(part)), text)
