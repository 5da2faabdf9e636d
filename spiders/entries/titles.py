"""What a title of a list says that the line is: an annual report on open government, a sheet, news, or nothing.

A title in its plain form has no blanks, no full-width letters, no mark of demonstration data, no file suffix and no
sign that it was cut: none of them says anything about what stands behind the line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Says = Literal[
    "report",
    "yearly",
    "unfinished",
    "nothing",
    "silent",
    "statistics",
    "interpretation",
    "pictured",
    "website",
    "other",
]
"""report = an annual report on open government; yearly = an annual report, not said on what; unfinished = cut before
it says so; nothing = only a year or 附件; silent = words that name no kind of document known here; pictured = a picture
or an explanation, cut before it says of what; other = a document of another kind by its name."""

_DEMONSTRATION = re.compile(r"\(演示数据\)")
_KEPT_ON_TOP = re.compile(r"^(?:[\[【(](?:置顶|最新|推荐|荐|热点?|新|new|hot|top)[\])】])+", re.IGNORECASE)
"""What a list prints before a line that it keeps on top or has just put there."""
_FILE_SUFFIX = re.compile(r"\.(?:pdf|ofd|docx?|wps|rtf|xlsx?|et|s?html?)$", re.IGNORECASE)
_CUT = re.compile(r"(?:\.{2,}|⋯+)$")
_ROUND = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.]|^\(\d{1,3}\)")
YEAR = re.compile(
    r"(?:(?<![第\d])(?:19|20)\d{2}(?!\d)|[一二][〇○Oo0零九][〇○Oo0零一二三四五六七八九]{2})(?:年(?!度?报))?度?"
)
"""With 年 and 年度, but not of 2023年报 and 2023年度报告, where they belong to the report's name."""
_PART_OF_YEAR = re.compile(r"(?:1|19|2|20)\d?$|[一二][〇○Oo0零九]?[〇○Oo0零一二三四五六七八九]?$")
"""What is left of a year that the list cut (昆明市政务服务管理局202...)."""
_CHINESE_DIGITS = str.maketrans("〇○Oo零一二三四五六七八九", "00000123456789")

_WEBSITE = re.compile(
    r"网站.{0,10}(?:年度报表|年度工作报表|工作报表|年报表)|(?:政府|政务|门户)网站.{0,8}(?:年度报告|年报|年度工作报告)"
)
_INTERPRETATION = re.compile(
    r"图解|一图(?:读懂|看懂|了解|速览)?|图片版|图文版|图示|图说|长图|漫画|动画|视频版|H5|解读", re.IGNORECASE
)
_STATISTICS = re.compile(r"统计表|统计数据表|数据统计|情况表|统计报表|附表|数据表")
_OPENNESS = re.compile(r"信息公开|政务公开|政府信息主动公开")
_REPORT = re.compile(r"年度工作报告|工作年度报告|年度报告|年度报|年报|工作报告|情况报告|情况的报告|年度总结|工作总结")
_ENGLISH = re.compile(
    r"annual(?:work)?report.*(?:government|information|affairs)|(?:government|information).*annual(?:work)?report",
    re.IGNORECASE,
)
"""Without blanks, as the plain form has it. Some columns list the English version beside the other."""
_PLAIN_YEARLY = re.compile(r"年度报告|年度工作报告|年报")
_OTHER_YEARLY = re.compile(
    r"(?:法治|依法行政|行政执法|行政复议|财政|预算|决算|审计|统计年报|环境|质量|社会责任|绩效|党务|企业|建设年度报告)"
    r"(?![^年\d]{0,8}(?:局|厅|委|办公室|中心|部|处|署))"
)
"""Subjects of other yearly reports; not where they belong to a body's name (昆明市生态环境局2022年年报)."""
_ABOUT_REPORTS = re.compile(
    r"(?:编制|编写|做好|报送|开展|落实|学习|培训|征求意见|检查|考核|通报).*|.*(?:的通知|的函|方案|培训会|会议)$"
)
_CARRIES_REPORT = re.compile(r"^.{0,40}?关于(?:公开)?(?:公布|发布|公开|印发)")
"""关于发布…年度报告的通知 may carry the report."""
_SAMPLE = re.compile(
    r"(?:报告|年报)[》\"”]?的?(?:编制|编写|填写|填报|参考|空白|标准|统一)*"
    r"(?:格式|模板|模版|样本|样表|样式|范本|范例|示例|提纲|说明|须知|指南|目录|要点)"
)
_BARE = re.compile(
    r"(?:附件|附|全文|全文下载|附件下载|下载|点击下载|正文|原文|文字版|pdf版?|word版?|doc版?|电子版)?[\d一二三:：、.]*",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"关于|公布|发布|印发|公开发布|编制|的|通知|公告|公示|全文|文字版|正文|通过|了|附件\d*|附表\d*|(?:pdf|word|docx?)版?"
    r"|本机关|本单位|本级|本局|本厅|本委|本办|我局|我厅|我委|我办"
    r"|[《》〈〉\[\]【】{}<>\"'“”‘’、,。:;\-—_·•.!|/~]",
    re.IGNORECASE,
)
_SUBJECT_END = re.compile(r"(?:政府)?(?:信息|政务)(?:主动)?公开")
_LEADING = re.compile(r"^(?:关于)?(?:公开)?(?:公布|发布|印发|公开|报送)?|的")

AFTER_OPENNESS = (
    "工作年度报告",
    "工作的年度报告",
    "年度工作报告",
    "年度报告",
    "年报",
    "情况年度报告",
    "情况报告",
    "工作情况报告",
    "工作情况的报告",
    "工作总结",
)
OPENINGS = tuple(
    f"{year}{openness}{rest}"
    for year in ("", "年度", "度")
    for openness in ("政府信息公开", "信息公开", "政务公开", "政府政务公开", "政务信息公开")
    for rest in AFTER_OPENNESS
)
"""How a report's title goes on behind the body and the year."""
_BEGINNINGS = frozenset(opening[:length] for opening in OPENINGS for length in range(2, len(opening) + 1))
"""Of two characters at least: 政 alone may belong to 民政."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title in its plain form."""

    plain: str
    cut: bool
    """The list printed it with "..." at its end."""

    @property
    def year(self) -> int | None:
        """The first year that it names."""
        found = YEAR.search(self.plain)
        return int(found[0].translate(_CHINESE_DIGITS)[:4]) if found else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a title says that its line is, and by which of its words."""

    says: Says
    reason: str


def plain(text: str) -> str:
    """Without blanks, full-width forms, the mark （演示数据） and a list's own 【置顶】."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).replace("〔", "(").replace("〕", ")")
    return _KEPT_ON_TOP.sub("", _DEMONSTRATION.sub("", folded))


def read_title(text: str) -> Title:
    folded = plain(text)
    cut = _CUT.search(folded) is not None
    return Title(_FILE_SUFFIX.sub("", _CUT.sub("", folded)), cut)


def reading_of(title: Title) -> Reading:
    """By the first rule that applies."""
    words = title.plain
    openness = _OPENNESS.search(words) is not None
    report = _REPORT.search(words) is not None
    pictured = _INTERPRETATION.search(words) is not None
    plain_yearly = _PLAIN_YEARLY.search(words) is not None
    other_yearly = _OTHER_YEARLY.search(words) is not None and not openness
    rules: tuple[tuple[bool, Says, str], ...] = (
        (_WEBSITE.search(words) is not None and not openness, "website", "names a website's yearly report"),
        (pictured and (report or openness), "interpretation", "names a picture or an explanation of a report"),
        (
            _STATISTICS.search(words) is not None and (openness or report) and _is_sheet(words),
            "statistics",
            "names a statistics sheet",
        ),
        (pictured and title.cut, "pictured", "names a picture or an explanation, and is cut before it says of what"),
        (pictured, "other", "names no annual report on open government"),
        (other_yearly and (report or plain_yearly), "other", "names a yearly report on something else"),
        (_SAMPLE.search(words) is not None, "other", "names a form or a guide for those who write reports"),
        ((openness or plain_yearly) and report and _is_about(words), "other", "names a notice about reports"),
        (_ENGLISH.search(words) is not None, "nothing", "is English, and names an annual report"),
        (openness and title.cut and (report or is_unfinished(words)), "unfinished", "is cut"),
        (openness and report, "report", "names an annual report on open government"),
        (plain_yearly, "yearly", "names an annual report, but not on what"),
        (openness and title.year is not None and is_unfinished(words), "unfinished", "stops short of saying it"),
        (openness, "silent", "names open government, but no report"),
        (_BARE.fullmatch(YEAR.sub("", _ROUND.sub("", words))) is not None, "nothing", "does not say what the line is"),
    )
    silent = Reading("silent", "names no annual report on open government")
    return next((Reading(says, reason) for applies, says, reason in rules if applies), silent)


def without_picture(title: Title) -> Title:
    """A title without the words that name a picture or an explanation."""
    return Title(_INTERPRETATION.sub("", title.plain).strip(':-—|《"“'), title.cut)


def _is_sheet(words: str) -> bool:
    """A report with its sheet (年度报告及统计表) is a report; a report's sheet (年度报告统计表) is a sheet."""
    return re.search(r"[表计](?:\([^()]*\))?$", words) is not None and (
        re.search(r"报告.{0,2}[及和与、].{0,12}表", words) is None
    )


def _is_about(words: str) -> bool:
    """What is done with the reports comes first (关于做好2022年…的通知)."""
    if _CARRIES_REPORT.match(words):
        return False
    return _ABOUT_REPORTS.match(re.sub(r"^关于", "", YEAR.sub("", words))) is not None


def is_unfinished(words: str) -> bool:
    """Whether the words behind 信息公开 are the beginning of 工作年度报告, so that what was cut away may be its end."""
    found = _SUBJECT_END.search(words)
    if found is None:
        return False
    rest = words[found.end() :]
    return any(phrase.startswith(rest) for phrase in AFTER_OPENNESS)


def may_begin_report(words: str) -> bool:
    """Whether words that a cut title shows beside body and year can be the beginning of a report's title."""
    rest = _without_lead_and_year(words)
    return any(opening.startswith(rest) for opening in OPENINGS)


def without_opening(words: str) -> str:
    """The words of a cut title without year, 关于公布 and the beginning of 政府信息公开… that it ends with."""
    rest = _without_lead_and_year(words)
    longest = next((length for length in range(len(rest), 1, -1) if rest[-length:] in _BEGINNINGS), 0)
    return rest[: len(rest) - longest]


def _without_lead_and_year(words: str) -> str:
    return _LEADING.sub("", _PART_OF_YEAR.sub("", YEAR.sub("", words)))


def subject(words: str) -> str:
    """The words that may name a body: the title without brackets, year, number and the words of a report's title."""
    words = _NUMBER.sub("", words)
    text = _INTERPRETATION.sub("", _ROUND.sub("", words))
    text = YEAR.sub("", text)
    text = re.sub(r"(?:上|本|全)?年?度?(?=(?:政府|政务)?信息公开|政务公开)", "", text)
    end = _SUBJECT_END.search(text)
    text = text[: end.start()] if end is not None else _REPORT.sub("", text)
    return _WORDS.sub("", text).removesuffix("年度").removesuffix("年")


def in_brackets(words: str) -> list[str]:
    """What stands in round brackets, which is where some titles name their body: 2023年年报(昆明市财政局)."""
    return _ROUND.findall(words)
