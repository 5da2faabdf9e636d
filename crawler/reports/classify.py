"""What kind of document a page is, with the reasons in words."""

from __future__ import annotations

import re

from crawler.documents.model import Document
from crawler.reports.head.titles import find_title, is_report_title, title_lines
from crawler.reports.model import DocumentClass
from crawler.reports.sections.split import SectionSplit, paragraph_texts
from crawler.reports.words.simplify import simplified_prose

FORM_TABLES = frozenset({"proactive", "applications", "review"})
_WEBSITE = re.compile(r"政府网站.{0,6}(?:工作)?.{0,4}(?:年度)?(?:报表|年报)|网站工作年度报(?:表|告)|网站年度工作报表")
_INTERPRETATION = re.compile(r"图解|图片版|解读|一图读懂|一图看懂|图说|长图")
_STATISTICS = re.compile(r"统计表|情况统计|统计报表")
_DISCLOSURE = re.compile(r"信息公开|政务公开|信息.{0,4}年报")
_OTHER_REPORT = re.compile(r"法治政府|依法行政|预算|决算|绩效|工作要点|工作计划|意见征集")
_ABOUT_REPORTS = re.compile(
    r"(?:做好|开展|报送|组织|部署|召开|举办|推进|启动|规范|加强).*(?:编制|报送|培训|工作|会|通知)$|格式.{0,8}(?:通知|函)?$"
)
"""A notice, a meeting or the blank form for those who write reports; 关于发布…年度报告的通知 carries one."""
_SAMPLE = (
    r"(?:填写|填报|编写|编制|参考|空白|标准|统一)?"
    r"(?:示例|样例|样本|模板|模版|范本|范例|范文|样表|样张|样式|格式|提纲|说明|须知|指南)"
)
_SAMPLE_OF_REPORT = re.compile(
    rf"(?:报告|年报)(?:的)?{_SAMPLE}(?:\s*[（(][^（）()]{{1,20}}[）)])?$"
    rf"|[（(【\[]{_SAMPLE}[）)】\]]|(?:填写|填报|填表)(?:示例|说明|须知|范例)"
)
"""A filled-in example or an explanation for those who write: its figures are nobody's."""
_ALL_SECTIONS = 6
_INDICATOR_HEAD = "统计指标"
"""The head of the first column of the 2014–2018 appendix (国办发〔2014〕32号)."""


def classify(
    document: Document, split: SectionSplit, has_tables: frozenset[str]
) -> tuple[DocumentClass, tuple[str, ...]]:
    """Class and reasons of one document by itself, its attachments not looked at.

    `has_tables`: which of "proactive", "applications", "review", "statistics" were found in it. What the title says
    goes first; without a word in the title the sections and tables of the form decide.
    """
    titles = [title for title in (find_title(document, split), *title_lines(split)) if title]
    forms = sorted(has_tables & FORM_TABLES)
    held = f"sections {', '.join(sorted(split.sections)) or 'none'}; tables {', '.join(sorted(has_tables)) or 'none'}"
    for title in titles:
        if _WEBSITE.search(title):
            return "website_report", (f"the title says that it is a web site's own report: {title}",)
    interpreted = next((title for title in titles if _INTERPRETATION.search(title)), None)
    if interpreted is not None and not ("applications" in has_tables and len(split.sections) == _ALL_SECTIONS):
        return "interpretation", (f"the title says that it is a picture or reading of a report: {interpreted}",)
    if "statistics" in has_tables and not forms and len(split.sections) < 2:
        return "statistics", ("it holds the 2014–2018 table of figures and no report around it", held)
    other = next((title for title in titles if _OTHER_REPORT.search(title)), None)
    if other is not None and _DISCLOSURE.search(other) is None and not forms:
        return "other", (f"the title is that of another kind of document: {other}", held)
    about = next((title for title in titles[:1] if _is_about_reports(title)), None)
    if about is not None:
        return "other", (f"the title says that it is about the writing of reports: {about}", held)
    return _by_contents(titles, split, has_tables, forms, held)


def _is_about_reports(title: str) -> bool:
    if _SAMPLE_OF_REPORT.search(simplified_prose(title)):
        return True
    return not is_report_title(title) and _ABOUT_REPORTS.search(title) is not None


def _by_contents(
    titles: list[str], split: SectionSplit, has_tables: frozenset[str], forms: list[str], held: str
) -> tuple[DocumentClass, tuple[str, ...]]:
    named = next((title for title in titles if is_report_title(title) and _DISCLOSURE.search(title)), None)
    if named is not None and (split.sections or has_tables):
        return "report", (f"the title is that of an annual report: {named}", held)
    if (forms and (split.sections or len(forms) > 1)) or len(split.sections) >= 4:
        return "report", ("it has the sections and tables of the form", held)
    if named is not None:
        return "other", ("the page holds no section and no table of a report", f"its title is one's: {named}")
    opening = paragraph_texts(split.preamble)
    listed = next((line for line in [*titles, *opening] if _STATISTICS.search(line) and _DISCLOSURE.search(line)), None)
    # 一、主动公开情况, 三、依申请公开情况 are rows of the table, too: its column head tells them apart.
    if listed is not None and (not split.sections or _INDICATOR_HEAD in opening) and not forms:
        return "statistics", (f"the title is that of a table of figures: {listed}", held)
    empty = not split.sections and not has_tables
    reason = "the page holds no section and no table of a report" if empty else "too little of a report, and untitled"
    return "other", (reason, held)
