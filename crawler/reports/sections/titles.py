"""Which of the six statutory sections a heading's title means.

The official words are those of 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号; their variants, and the titles of
the older reports (2014–2018: 概述, 主动公开, 依申请公开, 复议诉讼 …), are those of FORMATS.md §0 and §1.
"""

from __future__ import annotations

import re

SECTION_KEYS = ("1", "2", "3", "4", "5", "6")

_CLEAR_TITLES = {
    "1": r"(?:政府信息公开)?(?:工作)?(?:的)?总体(?:工作)?(?:情况|概况)",
    "2": r"(?:(?:行政机关|本机关|各级行政机关)?主动公开(?:的)?政府信息(?:的)?(?:工作)?情况"
    r"|政府信息主动公开(?:的)?(?:工作)?情况)",
    "3": r"(?:收到和处理(?:的)?政府信息公开申请(?:的)?(?:工作)?情况"
    r"|依申请公开(?:的)?(?:政府信息)?(?:的)?(?:工作|办理)?情况|政府信息依申请公开(?:的)?(?:工作|办理)?情况)",
    "4": r"(?:因?政府信息公开(?:工作)?(?:被|引发的?)?|受理)?(?:被)?(?:申请)?行政复议"
    r"\s*[、和及与,，]?\s*(?:提起|被提起)?(?:的)?行政诉讼(?:的)?情况",
    "5": r"(?:政府信息公开)?(?:工作)?(?:中)?存在(?:的)?(?:主要)?(?:问题|不足)"
    r"\s*[、和及与]?\s*(?:下一步)?(?:改进|整改)(?:的)?(?:情况|措施|意见|打算|方向)",
    "6": r"其[他它](?:需要|应当|需)(?:报告|说明)(?:的)?(?:重要)?(?:事项|情况)",
}
_TOPIC = (
    r"(?:全[省市州区县旗]|本[省市州区县旗机关单位部门]{1,2})?"
    r"(?:政府信息公开|政务公开|信息公开|政府信息)?(?:工作)?(?:的)?"
)
_LOOSE_TITLES = {
    "1": rf"{_TOPIC}(?:概述|概况|综述|基本情况|(?:总体|整体)(?:工作)?(?:情况|概况).{{0,10}})",
    "2": r"(?!.*申请)(?:.{0,10}主动公开.{0,8}情况|(?:政府)?(?:信息)?主动公开(?:的)?(?:政府)?(?:信息)?(?:工作)?)",
    "3": r"(?!.*主动公开)(?:.{0,10}(?:依申请公开|信息公开申请).{0,10}情况|.{0,16}申请公开政府信息.{0,6}情况"
    r"|(?:政府信息)?依申请公开(?:的)?(?:政府信息|信息)?(?:工作|办理|申请)?)",
    "4": r".{0,20}(?:行政复议|行政诉讼).{0,16}情况|.{0,20}复议.{0,12}诉讼.{0,12}",
    "5": r".{0,16}存在(?:的)?.{0,4}(?:问题|困难|不足).{0,20}|.{0,10}主要(?:问题|不足|困难)(?:和|及|与|、).{0,16}"
    r"|.{0,10}(?:问题|不足|困难)(?:和|及|与|、)?(?:下一步)?(?:工作)?(?:改进|整改|打算).{0,14}",
    "6": r"其[他它](?:重要)?(?:事项|情况)|(?:需要)?其[他它].{0,6}事项|需要(?:说明|报告)的(?:其[他它])?(?:事项|情况)",
}
_CLEAR = re.compile("|".join(f"(?P<section_{key}>{pattern})" for key, pattern in _CLEAR_TITLES.items()))
_LOOSE = re.compile("|".join(f"(?P<section_{key}>{pattern})" for key, pattern in _LOOSE_TITLES.items()))
_ANY_TOPIC = re.compile(r"公开|复议|诉讼|总体|整体|概述|概况|综述|基本情况|问题|不足|困难|其[他它]|需要")
_TABLE_ROW = re.compile(
    r"本年(?:度)?新收|上年(?:度)?(?:结转|转结)|本年(?:度)?办理结果|结转下(?:一)?年度|勾稽|(?:数|数量)(?:[（(].*[）)])?$"
)
_SENTENCE = re.compile(r"[。；;！？?]|(?:19|20)\d{2}年[，,]|\d\s*(?:余|多)?(?:件|条|次|人|个|篇|份|万)")
_LONGEST_OWN_TITLE = 32


def has_topic(bare: str) -> bool:
    """Whether a line (blanks left out) holds a word without which it can be the title of none of the six sections."""
    return _ANY_TOPIC.search(bare) is not None


def clear_section(bare: str) -> str | None:
    """The section of a title (blanks left out) in the official words or a variant of them, "1" … "6"; else None."""
    if not has_topic(bare):
        return None
    return _key(_CLEAR.fullmatch(bare))


def loose_section(bare: str) -> str | None:
    """The section that a title means in words of its own, for a line that is marked as a heading; else None."""
    if not has_topic(bare) or "，" in bare or "," in bare:
        return None
    return _key(_LOOSE.fullmatch(bare))


def _key(match: re.Match[str] | None) -> str | None:
    return match.lastgroup[-1] if match is not None and match.lastgroup is not None else None


def clear_beginning(title: str) -> int:
    """How many characters at the beginning of a title's line are official words; 0 = none."""
    match = _CLEAR.match(title)
    return match.end() if match is not None else 0


def is_table_row(bare: str) -> bool:
    """一、本年新收政府信息公开申请数量 and its like: rows of the tables that carry a heading's numbers."""
    return _TABLE_ROW.search(bare) is not None


def is_own_title(bare: str) -> bool:
    """Whether a numbered line can be a heading in the report's own words: short, no sentence, no row of a table."""
    return (
        2 <= len(bare) <= _LONGEST_OWN_TITLE
        and bare[0] not in "是要"
        and _SENTENCE.search(bare) is None
        and not is_table_row(bare)
    )
