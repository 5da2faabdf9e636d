"""What a line of a list is, judged by its title: an annual report of the source's body, or what else.

Columns are mixed (SITES.md, 6): other bodies' reports, website reports, infographics, statistics sheets and news stand
between the reports. A line that may be a report is fetched; its page decides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from crawler.items import Decision
from crawler.sources import Source

_DEMONSTRATION = re.compile(r"[（(]\s*演示数据\s*[）)]\s*$")
_ROUND = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?|二[〇○Oo0零][〇○零一二三四五六七八九]{2}年?度?")

_WEBSITE = re.compile(
    r"网站.{0,10}(?:年度报表|年度工作报表|工作报表|年报表)|(?:政府|政务|门户)网站.{0,8}(?:年度报告|年报|年度工作报告)"
)
_INTERPRETATION = re.compile(r"图解|一图|图片版|图文版|图说|长图|漫画|动画|视频版|解读")
_STATISTICS = re.compile(r"统计表|统计数据表|情况表|统计报表")
_OPENNESS = re.compile(r"信息公开|政务公开|政府信息主动公开")
_REPORT = re.compile(r"年度工作报告|工作年度报告|年度报告|年度报|年报|工作报告|情况报告|年度总结|工作总结")
_PLAIN_YEARLY = re.compile(r"年度报告|年度工作报告|年报")
_OTHER_YEARLY = re.compile(
    r"法治|依法行政|行政执法|行政复议|财政|预算|决算|审计|统计年报|环境|质量|社会责任|绩效|党务|企业|建设年度报告"
)
_ABOUT_REPORTS = re.compile(
    r"(?:编制|编写|做好|报送|开展|落实|学习|培训|征求意见|检查|考核|通报).*|.*(?:的通知|的函|方案|培训会|会议)$"
)
_WORDS = re.compile(
    r"关于|公布|发布|印发|公开发布|编制|的|公告|全文|文字版|正文|通过|了"
    r"|本机关|本单位|本级|本局|本厅|本委|本办|我局|我厅|我委|我办"
    r"|[《》〈〉\"'“”‘’、，,。:：;\-—_·•.!！]"
)
_SUBJECT_END = re.compile(r"(?:政府)?(?:信息|政务)(?:主动)?公开")


@dataclass(frozen=True, slots=True)
class _Names:
    """A body's names without blanks."""

    body: str
    aliases: tuple[str, ...]

    def every(self) -> tuple[str, ...]:
        return (self.body, *self.aliases)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def decide(title: str, source: Source) -> tuple[Decision, str]:
    """The decision on a line and its reason, one line.

    The mark （演示数据） at a title's end changes nothing. What the line is comes first; then whose report it is.
    """
    plain = _plain(_DEMONSTRATION.sub("", title))
    return _another_kind(plain) or _whose(plain, source)


def _another_kind(plain: str) -> tuple[Decision, str] | None:
    """What the line is if it is no annual report on open government, by the first rule that applies; else None."""
    openness = _OPENNESS.search(plain) is not None
    report = _REPORT.search(plain) is not None
    pictured = _INTERPRETATION.search(plain) is not None
    yearly = openness or (_PLAIN_YEARLY.search(plain) is not None and _OTHER_YEARLY.search(plain) is None)
    rules: tuple[tuple[bool, Decision, str], ...] = (
        (
            _WEBSITE.search(plain) is not None and not openness,
            "website_report",
            "the title names a website's yearly report",
        ),
        (
            pictured and (report or openness),
            "interpretation",
            "the title names a picture or an explanation of a report",
        ),
        (
            _STATISTICS.search(plain) is not None and (openness or report) and _is_sheet(plain),
            "statistics",
            "the title names a statistics sheet",
        ),
        (pictured or not yearly, "other", "the title names no annual report on open government"),
        (not report, "other", "the title names open government, but no report"),
        (_ABOUT_REPORTS.match(_without_lead(plain)) is not None, "other", "the title names a notice about reports"),
    )
    return next(((decision, reason) for applies, decision, reason in rules if applies), None)


def _is_sheet(plain: str) -> bool:
    """A report with its sheet (年度报告及统计表) is a report; a report's sheet (年度报告统计表) is a sheet."""
    return re.search(r"表\)?$", plain) is not None and re.search(r"报告.{0,2}[及和与、].{0,12}表", plain) is None


def _without_lead(plain: str) -> str:
    """The title without 关于 and year, so that what is done with the reports comes first (关于做好2022年…的通知)."""
    return re.sub(r"^关于", "", _YEAR.sub("", plain))


def _subject(plain: str) -> str:
    """The words that may name a body: the title without brackets, year, the report's own words and the small words."""
    text = _ROUND.sub("", plain)
    text = _YEAR.sub("", text)
    text = re.sub(r"(?:上|本|全)?年度?(?=(?:政府|政务)?信息公开|政务公开)", "", text)
    cut = _SUBJECT_END.search(text)
    text = text[: cut.start()] if cut is not None else _REPORT.sub("", text)
    return _WORDS.sub("", text).removesuffix("年度").removesuffix("年")


def _whose(plain: str, source: Source) -> tuple[Decision, str]:
    names = _Names(_plain(source.body), tuple(_plain(alias) for alias in source.aliases))
    subject = _subject(plain)
    openness = _OPENNESS.search(plain) is not None
    if not subject:
        if source.scope == "own":
            return "report", "an annual report in the body's own column; the title names no body"
        return "follow", "an annual report in a shared column; the title names no body"
    own = source.scope == "own"
    if _is_body(subject, names) or (own and _is_end_of_name(subject, names)):
        if openness or own:
            return "report", "an annual report of the body by its name"
        return "follow", "the title names the body, but not what the report is about"
    if _is_end_of_name(subject, names) or _may_be_short_for(subject, names.body):
        return "follow", f"the title says {subject}, which may be short for the body"
    return "other_body", f"the title names another body: {subject}"


def _is_body(subject: str, names: _Names) -> bool:
    """Whether a name is the body's: equal, or longer by a place that lies above it.

    河东区工业和信息化局 is an alias in 临沂 and the name of another body in 天津, so what stands before an alias must
    itself stand in the body's full name.
    """
    if subject in names.every() or subject.endswith(names.body):
        return True
    return any(subject.endswith(alias) and subject.removesuffix(alias) in names.body for alias in names.aliases)


def _is_end_of_name(subject: str, names: _Names) -> bool:
    """区工业和信息化局 in the own column of 河东区工业和信息化局: the body's site need not say which district it is."""
    return len(subject) >= 4 and any(name.endswith(subject) for name in names.every())


def _may_be_short_for(subject: str, body: str) -> bool:
    """市政务局 for 昆明市政务服务管理局: its characters stand in the body's name in this order, and both end alike."""
    if len(subject) < 3 or subject[-1] != body[-1]:
        return False
    place = -1
    for character in subject:
        place = body.find(character, place + 1)
        if place < 0:
            return False
    return True
