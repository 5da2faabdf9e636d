"""What a page prints that is no part of its report: it changes from one visit to the next, and makes no version.

Sources of the rules: the lines under the titles of the pages of SITES.md (the 点击数 of 博达 VSB, the 浏览次数 of
Hanweb and Yunnan sites, the 字号：[大 中 小] of jpaas), and an experiment: each kind of line, put into every place of
the replica's pages. The reader keeps counters, clocks and buttons out of a page's head. It lets them through where they
stand inside the container of the text, between the signature and its day, or in the heading itself.

What tells furniture from content is the label, not the number. 浏览次数：1234 alone on a line is furniture. 网站访问量
12345次 is what a body states of its year, and so is all that stands in a sentence: they stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.reports.words.simplify import simplified_prose

COUNTERS = (
    "浏览次数", "浏览量", "浏览数", "浏览人数", "浏览", "阅读次数", "阅读量", "阅读数", "阅读", "点击次数", "点击量",
    "点击数", "点击率", "点击", "访问次数", "访问量", "访问人数", "访问数", "人气", "点赞", "点赞数", "今日访问",
    "今日访问量", "昨日访问量", "总访问量", "当前在线", "在线人数", "瀏览次数", "瀏览量", "瀏览", "Views", "Hits", "PV",
)  # fmt: skip
"""What a page's own counter is called. 网站访问量, 年访问量 and 公众号阅读量 are none of these: they are a year's.
瀏 is a character that the turning of traditional ones leaves."""
CLOCKS = (
    "今天是", "今天", "今日是", "现在是", "现在时间", "当前时间", "当前日期", "系统时间", "北京时间", "服务器时间",
)  # fmt: skip
"""What the moment of a visit is called. 发布时间, 成文日期 and 更新时间 are the document's."""
TIMERS = ("页面生成时间", "本页生成时间", "页面执行时间", "页面加载时间")
TOOLS = (
    "打印本页", "打印本文", "打印此页", "打印文章", "我要打印", "打印", "关闭窗口", "关闭本页", "关闭", "收藏本页",
    "加入收藏", "收藏", "一键分享", "分享到", "分享", "返回顶部", "返回列表", "返回", "我要纠错", "视力保护色",
    "保护视力色", "背景色", "朗读", "语音播报", "扫一扫在手机打开当前页", "微信扫一扫", "QQ空间",
)  # fmt: skip
"""Buttons around an article."""
SIZE_LABELS = ("字号", "字体大小", "字体", "文字大小")
HEAD_LABELS = (
    "发布时间", "发布日期", "发文日期", "成文日期", "公开日期", "更新时间", "日期", "时间", "信息来源", "文章来源",
    "来源", "作者", "发布机构", "发布单位", "责任编辑", "编辑", "审核", "索引号", "文号",
)  # fmt: skip
"""What stands beside furniture on the line under a title. It is the document's, and counts."""

_LONGEST_LINE = 160
_SENTENCE = re.compile("[。；;，、！？]")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BEGINS, _ENDS = r"(?<![^\s|｜\[【（(<·】）)\]])", r"(?![^\s|｜\]】）)>·<【\[（(])"
_OPEN, _CLOSE = r"[\[(（【<]?\s*", r"\s*[\])）】>]?"
_COUNT = rf"{_OPEN}(?:\d[\d,，.]*\s*万?|[-—–]+)\s*(?:人次|次|人|位)?{_CLOSE}"
_DAY = r"[12]\d{3}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_TIME = r"\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}\s*秒?)?"
_WEEKDAY = "(?:星期|周|礼拜)[一二三四五六日天]"
_LUNAR = "农历[^\\s|｜]{2,12}"
_MOMENT = rf"(?:{_DAY}|{_WEEKDAY}|{_TIME})(?:\s*(?:{_DAY}|{_WEEKDAY}|{_TIME}|{_LUNAR}))*"
_SIZE = r"(?:特大|大|中|小|默认|A\+|A-|T)"
_SIZES = rf"{_OPEN}{_SIZE}(?:[\s|｜/·]*{_SIZE})+{_CLOSE}"

FURNITURE: Mapping[str, str] = {
    "counter": rf"{_BEGINS}(?:本文|本页|此文|该文|本信息|本条信息)?\s*总?(?:已?被|已有)?(?:{_any(COUNTERS)})"
    rf"\s*[:：]?\s*{_COUNT}{_ENDS}",
    "counter not filled": rf"{_BEGINS}(?:{_any(COUNTERS)})\s*[:：]{_ENDS}",
    "read so often": rf"{_BEGINS}已(?:浏览|阅读|阅|读)\s*{_COUNT}{_ENDS}",
    "visitor": rf"{_BEGINS}您是(?:本站|本页|本网站)?的?第\s*{_COUNT}\s*(?:访问者|访客|浏览者|读者|来宾){_ENDS}",
    "clock": rf"{_BEGINS}(?:{_any(CLOCKS)})\s*[:：，,]?\s*{_MOMENT}{_ENDS}",
    "day of the week": rf"{_BEGINS}(?:{_DAY}\s*{_WEEKDAY}|{_WEEKDAY}\s*{_DAY})(?:\s*{_TIME})?(?:\s*{_LUNAR})?{_ENDS}",
    "timer": rf"{_BEGINS}(?:{_any(TIMERS)})\s*[:：]?\s*(?:[\d.]+\s*(?:毫秒|秒|ms|s)|{_MOMENT}){_ENDS}",
    "boxed sizes": rf"[\[【（(]\s*(?:{_any(SIZE_LABELS)})\s*[:：]?\s*(?:{_SIZES})?\s*[\]】）)]",
    "sizes": rf"{_BEGINS}(?:(?:{_any(SIZE_LABELS)})\s*[:：]?\s*(?:{_SIZES})?|{_SIZES}){_ENDS}",
    "tool": rf"{_BEGINS}(?:{_any(TOOLS)})\s*[:：]?{_ENDS}",
}
"""Kind → expression. A piece stands between blanks, bars, brackets and the ends of its line; a day beside a weekday is
a clock's, since no report is signed with one."""

_PIECE = re.compile("|".join(f"(?:{expression})" for expression in FURNITURE.values()), re.IGNORECASE)
_GLUED = re.compile(rf"(?:{_any(COUNTERS)})\s*[:：]\s*{_COUNT}{_ENDS}", re.IGNORECASE)
"""Elements without a blank between them run together, 来源：某局浏览：1234; on a line that begins as a head does."""
_HEAD_LINE = re.compile(rf"\s*(?:(?:{_any(HEAD_LABELS)})\s*[:：]|{_DAY}\s)")
_HEAD_PAIRS = re.compile(
    rf"\s*(?:{_DAY}(?:\s+{_TIME})?)?\s*(?:(?:{_any(HEAD_LABELS)})\s*[:：][^:：]*(?:{_TIME})?[^:：]*)*"
)
_MEANINGFUL = re.compile(r"\w")
_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|aspsessionid\w*)=[\w.!%-]*"
    r"|(?<=[?&])(?:jsessionid|phpsessid|sessionid|session_id|sid|csrf_?token|access_?token|token|timestamp|_t|_)"
    r"=[\w.!%-]*&?",
    re.IGNORECASE,
)
"""What a server adds to its own addresses for one visit."""


def stable_text(text: str) -> str:
    """A section's prose without furniture: line by line, a line that is nothing else is left out.

    A sentence is never touched, nor a line that holds anything but furniture and the labels of a page's head.
    """
    lines = (_stable_line(line, prose=True) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def stable_words(words: str | None) -> str | None:
    """A title, a heading or a head's value without the furniture that stands beside it."""
    return None if words is None else _stable_line(words, prose=False)


def stable_metadata(metadata: Mapping[str, str]) -> dict[str, str]:
    """The head's labels with their values; a label of the visit (a counter's, a clock's) is left out with its value."""
    return {
        label: _stable_line(value, prose=False)
        for label, value in metadata.items()
        if "".join(simplified_prose(label).split()) not in _OF_VISITS
    }


_OF_VISITS = frozenset((*COUNTERS, *CLOCKS, *TIMERS))


def _stable_line(line: str, *, prose: bool) -> str:
    line = _SESSION.sub("", line)
    if len(line) > _LONGEST_LINE or (prose and _SENTENCE.search(line)):
        return line
    plain = simplified_prose(line)
    rest = _PIECE.sub(" ", plain)
    if _HEAD_LINE.match(plain):
        rest = _GLUED.sub(" ", rest)
    if rest == plain:
        return line
    rest = " ".join(rest.strip(" |｜·[]【】()（）<>").split())
    if _MEANINGFUL.search(rest) is None:
        return ""
    return line if prose and _HEAD_PAIRS.fullmatch(rest) is None else rest
