"""What the prose of a report states about the rows of its tables: figures, and none where a clause states that.

A statement is taken only where its whole clause can mean one row of a table and nothing else: 收到政府信息公开申请13件
is one; 网站点击量, 提案8件 and 线上收到申请3件 (a part) are none, nor is a clause of another year, of a part of the
year, or one that compares. 0 is read where a clause states it (未收到政府信息公开申请).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.reports.model import Section
from crawler.reports.prose.whose import is_of_another_body, scope_of
from crawler.reports.words.chinese_numbers import FIGURE, read_figure
from crawler.reports.words.normalise import fold_blanks

_COUNT = rf"(?P<figure>{FIGURE})(?:件次|件|宗|份|例|起)"
_OBJECT = r"(?:政府)?(?:信息)?(?:依申请)?公开(?:政府信息|信息)?(?:的)?(?:申请(?:件|事项)?|件|事项)?"
"""政府信息公开申请, 依申请公开政府信息申请, 信息公开的申请, 依申请公开件; it must name 申请."""
_LONGEST_CLAUSE = 120
_LONGEST_SENTENCE = 1_500
"""What is longer is no prose; trying each of its clauses with all before it would grow with the square of it."""
_IS = r"(?:数量|总数|数)?(?:共计|总计|合计|共|为|:)?"
_LAST = r"上(?:一)?年(?:度)?"
_NEXT = r"(?:下(?:一)?年(?:度)?|次年|(?P<next>20\d{2})年(?:度)?)"
_ALREADY = r"(?:其中|另|有|已|均|依法|决定|共|对|属于|全部)*"
_NO = r"(?:没有|尚未|均未|未曾|未|无)"
_CONCERNS = (
    r"(?:因|由|涉及|有关|关于)?(?:(?:政府)?信息公开|依申请公开|公开政府信息)?(?:工作|申请|不当|类|方面|相关|问题|答复)*"
    r"(?:而)?(?:被|引发|引起|导致|产生|提起|申请|发生)*(?:的)?"
)
_AND = r"(?:、|和|及|与|或者|或|以及)"
_CASES = r"(?:申请|案件|案|事项|情况|等|事件)*"
_BOTH = rf"行政复议{_CASES}{_AND}(?:被)?(?:提起|引发|申请)?(?:的)?行政诉讼"

_BAD_PREFIX = re.compile(
    r"其中|通过|网上|网络|网站|线上|线下|平台|系统|信函|邮|当面|现场|传真|窗口|自然人|法人|企业|个人|公民|机构|组织"
    r"|不|未|没|无|除|含|包括|较|比|增|减|超|平均|每|办理|审理|审结|代理|复核|半年|季度|月|截|累计|以来|往年|历年|近年|去年|某单位|某部门|案例|例如"
)
"""What before the verb makes the figure one of a part, a comparison or another matter."""
_OTHER_TIME = re.compile(
    r"上半年|下半年|季度|\d月|截[至止]|累计|以来|往年|历年|近[\d一二两三四五六七八九十几]{0,3}年|同比|同期|环比"
    r"|(?<![\d〇零○一二三四五六七八九])[\d两三四五六七八九十]年[来间]|十[一二三四五]五"
    r"|(?:19|20)\d{2}年?度?(?:至|到|[-—–~、和及与])+(?:19|20)\d{2}年"
)
"""Parts of the year, other years and several together: 近三年, 2021年至2023年."""
_COMPARES = re.compile(r"较|相比|比(?:上|去|\d)|增加|减少|增长|下降|上升|升高|降低")
_OTHER_MATTER = re.compile(
    r"提案|人大|政协|建议|12345|热线|来信|来访|留言|信箱|咨询|工单|问政|点击|浏览|阅读|访问|服务事项|主动公开|制作|规范性文件"
)
_PART_FOLLOWS = re.compile(r"[,(]?(?:其中|含|包括|包含|均?为)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_MAY_STATE = re.compile(r"[件宗份例起]|没有|未|无")
_TOPIC = re.compile(r"申\s*[请請]|复议|複議|复\s*议|诉讼|訴訟|结转|結轉")
_MATTER = re.compile(r"申请|公开|复议|诉讼|结转|顺延|提供|处理")
"""Without one of these words a paragraph, or a sentence, says nothing about a row."""
_MATTER_OF_CLAUSE = re.compile(r"申请|公开|复议|诉讼|结转|顺延|转入|延至|提供|处理|办结|答复|完结")
_SENTENCE_END = re.compile(r"[。;!?]")
_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|[()]|(?<=[件宗份例起次])、")
_ABOUT_APPLICATIONS = re.compile(r"信息公开(?:的)?申请|依申请公开|公开申请")
_PART_BEFORE = re.compile(r"其中[,:]$")
_COUNTED_BEFORE = re.compile(
    rf"(?:收到|接收|接到|受理|新收|办理|审批)(?:和|并|及|了|到|的|各类|处理|办理)*(?P<object>.*?){_IS}{_COUNT}"
)

_OF_OTHERS = re.compile("收到|受理|承办|应诉|法院")
"""Verbs of who decides the cases of others."""
_THINGS = re.compile(r"申请|案|建议|工单|咨询|登记|投诉|信访|许可|诉求|事项|业务")


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    sentence: str
    rest: str
    """What follows the clause in its sentence."""
    before: str
    """What stands before it in its sentence."""
    of_applications: bool
    """The paragraph is about applications, or its section is."""
    of_reviews: bool
    """The section is that of 行政复议、行政诉讼."""
    agency: str | None
    """The report's own body."""


@dataclass(frozen=True, slots=True)
class Statement:
    target: str
    """What it is about: `received`, `carried_in`, `denied`, `review` …"""
    figure: int
    words: str
    """The clause, blanks left out."""
    scope: str
    """Whose figure the sentence says that it is (全市, 本机关); "" = it does not say."""


_RECEIVED = re.compile(
    rf"(?P<prefix>.{{0,40}}?)(?:收到(?:和|并|及)处理|受理(?:和|并)处理|收到|接收|接到|受理|新收)(?:了|到|的|各类)*"
    rf"(?P<object>申请|{_OBJECT}){_IS}{_COUNT}"
)
_RECEIVES = re.compile(r"收到|接收|接到|受理|新收|[没尚均未无]")
"""Without one of these a clause counts nothing that was received, and does not say that nothing was."""
_NONE_RECEIVED = re.compile(
    rf"(?P<prefix>.{{0,40}}?){_NO}(?:收到(?:和|或|及|并)处理|收到过|收到|接到|接收|受理)?(?:任何|到)?"
    rf"(?P<object>{_OBJECT})(?:情况)?"
)
_CARRIED_IN = (
    re.compile(rf"{_ALREADY}(?:含|包括)?(?:{_LAST}|(?P<last>20\d{{2}})年(?:度)?)结转(?:的|来|至本年|办理|继续办理)*"
               rf"(?:申请|{_OBJECT})?{_IS}{_COUNT}"),
    re.compile(rf"{_ALREADY}(?:含|包括)?结转{_LAST}(?:的)?(?:申请|{_OBJECT})?{_IS}{_COUNT}"),
)  # fmt: skip
_CARRIED_OUT = (
    re.compile(rf"{_ALREADY}{_COUNT}(?:申请)?(?:将|需|已)?(?:顺延|结转|转入|延至)(?:到|至|入)?{_NEXT}"
               r"(?:继续)?(?:办理|答复|处理)?"),
    re.compile(rf"{_ALREADY}(?:结转|顺延)(?:到|至|入)?{_NEXT}(?:继续)?(?:办理|答复|处理)?(?:的)?"
               rf"(?:申请|{_OBJECT})?{_IS}{_COUNT}"),
)  # fmt: skip
_CARRIES = re.compile(r"结转|顺延|转入|延至")
_NONE_CARRIED = (
    ("carried_in", re.compile(rf"{_NO}{_LAST}结转(?:的)?(?:申请|{_OBJECT}|件|情况)?")),
    (
        "carried_out",
        re.compile(rf"{_NO}(?:申请)?结转(?:到|至)?{_NEXT}(?:继续)?(?:办理|处理)?(?:的)?(?:申请|件|情况|事项)?"),
    ),
)
_RESULTS = {
    "granted": "(?:予以|同意)公开",
    "partial": "(?:予以|同意)?部分公开",
    "denied": "不予公开|不同意公开",
    "unable": "无法提供",
    "rejected": "不予处理",
    "other": "其他处理",
}
_RESULT = {
    target: (
        words.split("|")[-1][-2:],
        re.compile(rf"{_ALREADY}(?:{words})(?:的)?(?:申请|答复)?(?:有)?{_IS}{_COUNT}"),
        re.compile(rf"{_ALREADY}{_COUNT}(?:申请)?(?:依法)?(?:{words})"),
    )
    for target, words in _RESULTS.items()
}
"""target → the two characters (公开, 提供, 处理) that all of its words end with, and the patterns."""
_COMPLETED = {
    "completed": re.compile(rf"{_ALREADY}(?:办结|办理完结)(?:申请|{_OBJECT})?{_IS}{_COUNT}"),
    "answered": re.compile(rf"{_ALREADY}(?:作出)?答复(?:申请|{_OBJECT})?{_IS}{_COUNT}"),
}
_CASE_PREFIX = r"(?P<prefix>.{0,40}?)"
_CASES_COUNTED = {
    "review": re.compile(rf"{_CASE_PREFIX}(?P<concerns>{_CONCERNS})行政复议(?:案件|案|申请)?{_IS}{_COUNT}"),
    "litigation": re.compile(rf"{_CASE_PREFIX}(?P<concerns>{_CONCERNS})行政诉讼(?:案件|案)?{_IS}{_COUNT}"),
}
_NO_CASES = re.compile(
    rf"(?P<prefix>.{{0,40}}?){_NO}(?:发生|收到|产生|出现|引发|有|涉及)*(?:任何)?(?P<concerns>{_CONCERNS})"
    rf"(?P<kind>{_BOTH}|行政复议|行政诉讼){_CASES}"
)


def statements(sections: Mapping[str, Section], year: int | None, agency: str | None = None) -> Iterator[Statement]:
    """Every statement of the sections in order; `year` and `agency` are the report's, None = not known."""
    for clause in _clauses(sections, agency):
        yield from _statements(clause, year)


def _clauses(sections: Mapping[str, Section], agency: str | None) -> Iterator[_Clause]:
    for key, section in sections.items():
        heading = fold_blanks(section.heading)
        in_applications = key == "3" or "申请" in heading
        in_reviews = key == "4" or "复议" in heading
        for paragraph in section.text.split("\n"):
            if not (in_applications or in_reviews or _TOPIC.search(paragraph)):
                continue
            text = fold_blanks(paragraph)
            about = in_applications or _ABOUT_APPLICATIONS.search(text) is not None
            for sentence in _SENTENCE_END.split(text):
                if len(sentence) <= _LONGEST_SENTENCE and _MAY_STATE.search(sentence) and _MATTER.search(sentence):
                    yield from _clauses_of(sentence, about, in_reviews, agency)


def _clauses_of(sentence: str, of_applications: bool, of_reviews: bool, agency: str | None) -> Iterator[_Clause]:
    start = 0
    for end in [*(match.span() for match in _CLAUSE_END.finditer(sentence)), (len(sentence), len(sentence))]:
        text = sentence[start : end[0]]
        if 0 < len(text) <= _LONGEST_CLAUSE and _MATTER_OF_CLAUSE.search(text) and _MAY_STATE.search(text):
            yield _Clause(text, sentence, sentence[end[0] :], sentence[:start], of_applications, of_reviews, agency)
        start = end[1]


def _statements(clause: _Clause, year: int | None) -> Iterator[Statement]:
    if _OTHER_TIME.search(clause.before + clause.text) or _COMPARES.search(clause.text):
        return
    yield from _carried(clause, year)
    years = _YEAR.findall(clause.before + clause.text)
    if years and year is not None and int(years[-1]) != year:
        return
    yield from _received(clause)
    yield from _cases(clause)
    if clause.of_applications and _OTHER_MATTER.search(clause.sentence) is None:
        yield from _results(clause)


def _received(clause: _Clause) -> Iterator[Statement]:
    if _RECEIVES.search(clause.text) is None:
        return
    counted = _RECEIVED.fullmatch(clause.text)
    if counted is not None and _is_whole(counted["prefix"], clause) and _names_applications(counted["object"], clause):
        # 收到申请21件，其中上年结转8件: the figure holds more than what was received this year.
        composite = _PART_FOLLOWS.match(clause.rest) is not None and "结转" in clause.rest
        if not composite:
            yield from _stated("received", counted, clause)
    none = _NONE_RECEIVED.fullmatch(clause.text)
    if none is not None and _is_whole(none["prefix"], clause) and "申请" in none["object"]:
        yield Statement("received", 0, clause.text, scope_of(clause.before + clause.text))


def _names_applications(words: str, clause: _Clause) -> bool:
    return "公开" in words and "申请" in words if words != "申请" else clause.of_applications


def _is_whole(prefix: str, clause: _Clause) -> bool:
    """Whether what stands before the verb names no part: a year and a scope, no other figure and no other body."""
    if _BAD_PREFIX.search(prefix) or _PART_BEFORE.search(clause.before):
        return False
    return re.search(r"\d", _YEAR.sub("", prefix)) is None and not is_of_another_body(prefix, clause.agency)


def _carried(clause: _Clause, year: int | None) -> Iterator[Statement]:
    if not clause.of_applications or _CARRIES.search(clause.text) is None:
        return
    for pattern in _CARRIED_IN:
        if (found := pattern.fullmatch(clause.text)) is not None:
            named = found.groupdict().get("last")
            if named is None or (year is not None and int(named) == year - 1):
                yield from _stated("carried_in", found, clause)
            return
    for pattern in _CARRIED_OUT:
        if (found := pattern.fullmatch(clause.text)) is not None:
            if found["next"] is None or (year is not None and int(found["next"]) == year + 1):
                yield from _stated("carried_out", found, clause)
            return
    for target, pattern in _NONE_CARRIED:
        if pattern.fullmatch(clause.text) is not None:
            yield Statement(target, 0, clause.text, scope_of(clause.before + clause.text))


def _results(clause: _Clause) -> Iterator[Statement]:
    if _counts_something_else(clause):
        return
    for target, (word, *patterns) in _RESULT.items():
        for pattern in patterns if word in clause.text else ():
            if (found := pattern.fullmatch(clause.text)) is not None:
                yield from _stated(target, found, clause)
    # 答复 and 办结 of what? Of applications only where the sentence has just counted some.
    if not ("办结" in clause.text or "完结" in clause.text or "答复" in clause.text):
        return
    if any(_RECEIVED.fullmatch(text) for text in _CLAUSE_END.split(clause.before)):
        for target, pattern in _COMPLETED.items():
            if (found := pattern.fullmatch(clause.text)) is not None:
                yield from _stated(target, found, clause)


def _counts_something_else(clause: _Clause) -> bool:
    """收到行政许可申请356件,予以公开356件: what the sentence counted last before were other things."""
    for text in reversed(_CLAUSE_END.split(clause.before)):
        if (counted := _COUNTED_BEFORE.search(text)) is not None:
            counts = counted["object"]
            return _THINGS.search(counts) is not None and "公开" not in counts and not counts.startswith("申请")
    return False


def _cases(clause: _Clause) -> Iterator[Statement]:
    if "行政复议" not in clause.text and "行政诉讼" not in clause.text:
        return
    if "系上年" in clause.text + clause.rest:
        return
    for target, pattern in _CASES_COUNTED.items():
        found = pattern.fullmatch(clause.text)
        if found is not None and _is_whole(found["prefix"], clause) and _may_be_own_case(found, clause):
            yield from _stated(target, found, clause)
    none = _NO_CASES.fullmatch(clause.text)
    if none is not None and _is_whole(none["prefix"], clause) and _may_be_own_case(none, clause):
        kinds = (
            ("review", "litigation")
            if "行政复议" in none["kind"] and "行政诉讼" in none["kind"]
            else (("review",) if "行政复议" in none["kind"] else ("litigation",))
        )
        for target in kinds:
            yield Statement(target, 0, clause.text, scope_of(clause.before + clause.text))


def _may_be_own_case(found: re.Match[str], clause: _Clause) -> bool:
    """A government reviews the acts of others, too (收到行政复议申请50件): the table has the cases about its own."""
    if _OF_OTHERS.search(found["prefix"]):
        return False
    if "公开" in found["concerns"] or "公开" in found["prefix"]:
        return True
    if not found["prefix"] and _goes_on_with_others_cases(clause):
        return False
    return clause.of_reviews or clause.of_applications


def _goes_on_with_others_cases(clause: _Clause) -> bool:
    """办理行政复议案件12件,行政诉讼案件5件: the verb of the clause before is that of this one, too."""
    before = clause.before.rstrip(",、()")
    last = _CLAUSE_END.split(before)[-1]
    counted = (pattern.fullmatch(last) for pattern in _CASES_COUNTED.values())
    return any(
        found is not None and (_OF_OTHERS.search(found["prefix"]) is not None or not _is_whole(found["prefix"], clause))
        for found in counted
    )


def _stated(target: str, found: re.Match[str], clause: _Clause) -> Iterator[Statement]:
    figure = read_figure(found["figure"])
    if figure is not None:
        yield Statement(target, figure, clause.text, scope_of(clause.before + clause.text))
