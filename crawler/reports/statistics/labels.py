"""The words of the 2014–2018 政府信息公开情况统计表 (国办发〔2014〕32号), as data: key → what is printed for it.

Source: FORMATS.md §5, confirmed label by label on 河北省教育厅 2018. Numbering, 其中： and the explanations in brackets
are layout: a label is known with and without them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crawler.reports.words.matching import Vocabulary
from crawler.reports.words.normalise import fold_blanks, label_key
from crawler.reports.words.numbers import looks_like_value


@dataclass(frozen=True, slots=True)
class Indicator:
    key: str
    label: str
    """As the form prints it."""
    unit: str
    """条, 件, 次, 篇, 个, 人, 人次 or 万元."""
    group: str
    """Key of the group (一、… 九、) that it stands in."""

    @property
    def is_money(self) -> bool:
        return self.unit == "万元"


GROUP_LABELS: dict[str, tuple[str, ...]] = {
    "disclosure": ("一、主动公开情况", "一、主动公开政府信息情况"),
    "responses": ("二、回应解读情况", "二、回应关切情况"),
    "applications": ("三、依申请公开情况", "三、依申请公开政府信息情况"),
    "reviews": ("四、行政复议数量",),
    "lawsuits": ("五、行政诉讼数量",),
    "complaints": ("六、举报投诉数量",),
    "fees": ("七、依申请公开信息收取的费用",),
    "means": ("八、机构建设和保障经费情况",),
    "meetings": ("九、政府信息公开会议和培训情况",),
}
"""The nine groups in the form's order; 四 to 七 are indicators, too."""
_SUBHEADINGS = ("（二）通过不同渠道和方式公开政府信息的情况", "（二）通过不同渠道和方式回应解读的情况")

INDICATORS: tuple[Indicator, ...] = (
    Indicator("disclosed_total", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "disclosure"),
    Indicator("disclosed_normative_documents", "其中：主动公开规范性文件数", "条", "disclosure"),
    Indicator("normative_documents_issued", "制发规范性文件总数", "件", "disclosure"),
    Indicator("disclosed_gazette", "1.政府公报公开政府信息数", "条", "disclosure"),
    Indicator("disclosed_website", "2.政府网站公开政府信息数", "条", "disclosure"),
    Indicator("disclosed_microblog", "3.政务微博公开政府信息数", "条", "disclosure"),
    Indicator("disclosed_wechat", "4.政务微信公开政府信息数", "条", "disclosure"),
    Indicator("disclosed_other_channels", "5.其他方式公开政府信息数", "条", "disclosure"),
    Indicator(
        "responses_total",
        "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）",
        "次",
        "responses",
    ),
    Indicator("press_conferences", "1.参加或举办新闻发布会总次数", "次", "responses"),
    Indicator("press_conferences_by_leaders", "其中：主要负责同志参加新闻发布会次数", "次", "responses"),
    Indicator("online_interviews", "2.政府网站在线访谈次数", "次", "responses"),
    Indicator("online_interviews_by_leaders", "其中：主要负责同志参加政府网站在线访谈次数", "次", "responses"),
    Indicator("policy_interpretations", "3.政策解读稿件发布数", "篇", "responses"),
    Indicator("responses_microblog_wechat", "4.微博微信回应事件数", "次", "responses"),
    Indicator("responses_other_channels", "5.其他方式回应事件数", "次", "responses"),
    Indicator("applications_received", "（一）收到申请数", "件", "applications"),
    Indicator("received_in_person", "1.当面申请数", "件", "applications"),
    Indicator("received_fax", "2.传真申请数", "件", "applications"),
    Indicator("received_online", "3.网络申请数", "件", "applications"),
    Indicator("received_letter", "4.信函申请数", "件", "applications"),
    Indicator("applications_completed", "（二）申请办结数", "件", "applications"),
    Indicator("completed_on_time", "1.按时办结数", "件", "applications"),
    Indicator("completed_extended", "2.延期办结数", "件", "applications"),
    Indicator("applications_answered", "（三）申请答复数", "件", "applications"),
    Indicator("answered_already_public", "1.属于已主动公开范围数", "件", "applications"),
    Indicator("answered_granted", "2.同意公开答复数", "件", "applications"),
    Indicator("answered_partial", "3.同意部分公开答复数", "件", "applications"),
    Indicator("answered_denied", "4.不同意公开答复数", "件", "applications"),
    Indicator("denied_state_secret", "其中：涉及国家秘密", "件", "applications"),
    Indicator("denied_commercial_secret", "涉及商业秘密", "件", "applications"),
    Indicator("denied_personal_privacy", "涉及个人隐私", "件", "applications"),
    Indicator("denied_three_safety", "危及国家安全、公共安全、经济安全和社会稳定", "件", "applications"),
    Indicator("denied_not_government_information", "不是《条例》所指政府信息", "件", "applications"),
    Indicator("denied_other_law", "法律法规规定的其他情形", "件", "applications"),
    Indicator("answered_not_this_body", "5.不属于本行政机关公开数", "件", "applications"),
    Indicator("answered_not_existing", "6.申请信息不存在数", "件", "applications"),
    Indicator("answered_correction_asked", "7.告知作出更改补充数", "件", "applications"),
    Indicator("answered_other_way", "8.告知通过其他途径办理数", "件", "applications"),
    Indicator("reviews_total", "四、行政复议数量", "件", "reviews"),
    Indicator("reviews_upheld", "（一）维持具体行政行为数", "件", "reviews"),
    Indicator("reviews_corrected", "（二）被依法纠错数", "件", "reviews"),
    Indicator("reviews_other", "（三）其他情形数", "件", "reviews"),
    Indicator("lawsuits_total", "五、行政诉讼数量", "件", "lawsuits"),
    Indicator("lawsuits_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "lawsuits"),
    Indicator("lawsuits_corrected", "（二）被依法纠错数", "件", "lawsuits"),
    Indicator("lawsuits_other", "（三）其他情形数", "件", "lawsuits"),
    Indicator("complaints_total", "六、举报投诉数量", "件", "complaints"),
    Indicator("fees_wanyuan", "七、依申请公开信息收取的费用", "万元", "fees"),
    Indicator("dedicated_offices", "（一）政府信息公开工作专门机构数", "个", "means"),
    Indicator("reading_points", "（二）设置政府信息公开查阅点数", "个", "means"),
    Indicator("staff_total", "（三）从事政府信息公开工作人员数", "人", "means"),
    Indicator("staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "means"),
    Indicator("staff_part_time", "2.兼职人员数", "人", "means"),
    Indicator(
        "budget_wanyuan",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
        "means",
    ),
    Indicator("meetings", "（一）召开政府信息公开工作会议或专题会议数", "次", "meetings"),
    Indicator("trainings", "（二）举办各类培训班数", "次", "meetings"),
    Indicator("trainees", "（三）接受培训人员数", "人次", "meetings"),
)
"""Every indicator of the form, in its order."""
INDICATOR_OF: dict[str, Indicator] = {indicator.key: indicator for indicator in INDICATORS}
ORDER: tuple[str, ...] = tuple(INDICATOR_OF)

PARTS: dict[str, tuple[str, ...]] = {
    "applications_received": ("received_in_person", "received_fax", "received_online", "received_letter"),
    "applications_completed": ("completed_on_time", "completed_extended"),
    "applications_answered": (
        "answered_already_public",
        "answered_granted",
        "answered_partial",
        "answered_denied",
        "answered_not_this_body",
        "answered_not_existing",
        "answered_correction_asked",
        "answered_other_way",
    ),
    "answered_denied": (
        "denied_state_secret",
        "denied_commercial_secret",
        "denied_personal_privacy",
        "denied_three_safety",
        "denied_not_government_information",
        "denied_other_law",
    ),
    "reviews_total": ("reviews_upheld", "reviews_corrected", "reviews_other"),
    "lawsuits_total": ("lawsuits_upheld", "lawsuits_corrected", "lawsuits_other"),
    "staff_total": ("staff_full_time", "staff_part_time"),
}
"""Indicator → the indicators that it sums: rule S. FORMATS.md §5 has these identities from memory ([M])."""

MISPRINTS: dict[str, tuple[str, ...]] = {
    "reviews_upheld": ("维护具体行政行为数",),
    "lawsuits_upheld": ("维护具体行政行为或者驳回原告诉讼请求数", "维护具体行政行为数"),
}
"""河北省教育厅 2018 prints 维护 for 维持."""
_ALSO: dict[str, tuple[str, ...]] = {
    "lawsuits_upheld": ("维持具体行政行为或驳回原告诉讼请求数", "维持具体行政行为数"),
    "received_online": ("网上申请数",),
    # 答覆 is 答复 on a page in traditional characters; 覆 is a word of simplified print too, and not turned back.
    "applications_answered": ("申请答覆数",),
    "answered_granted": ("同意公开答覆数",),
    "answered_partial": ("同意部分公开答覆数",),
    "answered_denied": ("不同意公开答覆数",),
}
_AMONG = re.compile(r"^其中:?")
_EXPLANATION = re.compile(r"\([^()]*\)$")
_FIGURE = re.compile(r"[0-9][0-9,.]*(?P<unit>[^0-9()]{1,3})$")
_YEAR_OF_HEAD = re.compile(r"\([^()]*\)|(?:19|20)\d{2}年度?")


def without_among(text: str) -> str:
    """A label without the 其中： before it, which may stand before it, in a cell of its own, or nowhere."""
    folded = fold_blanks(text)
    return _AMONG.sub("", folded) or folded


def _prints(indicator: Indicator) -> list[str]:
    full = without_among(indicator.label)
    bare = _EXPLANATION.sub("", full)
    return list(dict.fromkeys([full, bare, *_ALSO.get(indicator.key, ())]))


def _of_group(group: str) -> Vocabulary:
    own = {indicator.key: _prints(indicator) for indicator in INDICATORS if indicator.group == group}
    return Vocabulary(own, misprints={key: prints for key, prints in MISPRINTS.items() if key in own})


ROWS_OF: Mapping[str, Vocabulary] = {group: _of_group(group) for group in GROUP_LABELS}
"""Group → its indicators: 被依法纠错数 stands in two of them, so a label is known only within its group."""
GROUPS = Vocabulary(GROUP_LABELS)
SUBHEADINGS = Vocabulary({f"subheading_{number}": [text] for number, text in enumerate(_SUBHEADINGS)})

HEADERS = Vocabulary(
    {
        "label": ["统计指标", "指标", "指标名称", "统计指标名称", "统计项目", "项目", "统计内容", "内容"],
        "unit": ["单位", "计量单位"],
        "value": ["统计数", "统计数据", "统计数量", "统计结果", "数量", "数值", "数据"],
        "number": ["序号", "编号", "指标编号", "代码", "指标代码"],
        "remark": ["备注", "说明"],
    }
)
"""Heads of the table's columns."""
COUNTERS = frozenset(
    {"条", "件", "次", "篇", "个", "人", "人次", "场", "场次", "份", "项", "起", "例", "名", "家", "处", "期", "宗"}
)
MONEY_UNITS = frozenset({"元", "千元", "万元", "百万元", "亿元", "万"})

_KNOWN: frozenset[str] = frozenset(
    label_key(printed) for indicator in INDICATORS for printed in _prints(indicator)
) | frozenset(label_key(printed) for prints in MISPRINTS.values() for printed in prints)

_PLACES: dict[str, list[int]] = {}
for _place, _indicator in enumerate(INDICATORS):
    for _printed in _prints(_indicator):
        _PLACES.setdefault(label_key(_printed), []).append(_place)


@lru_cache(maxsize=16384)
def is_indicator(text: str) -> bool:
    """Whether a print is the label of an indicator, whatever its group."""
    return label_key(without_among(text)) in _KNOWN


def is_heading(text: str) -> bool:
    """Whether a print is a group's title or the title above a list of channels; 四 to 七 are indicators, too."""
    return GROUPS.exact(text) is not None or SUBHEADINGS.exact(text) is not None


def is_unit(text: str) -> bool:
    """条, （件）, 万元, 万次 …: what the column 单位 holds."""
    unit = bare_unit(text)
    return unit in COUNTERS or unit in MONEY_UNITS or (unit[:1] == "万" and unit[1:] in COUNTERS)


def is_value(text: str) -> bool:
    """What stands in a value's cell: a figure, one with a note, a dash, or a figure with a unit of this form (14篇)."""
    if looks_like_value(text):
        return not is_unit(text)
    figure = _FIGURE.match(fold_blanks(text))
    return figure is not None and is_unit(figure["unit"])


def bare_unit(text: str) -> str:
    """A unit without blanks, brackets and 单位：."""
    folded = fold_blanks(text)
    return (folded[1:-1] if folded.startswith("(") and folded.endswith(")") else folded).removeprefix("单位:")


def header_role(text: str) -> str | None:
    """What a column is by its head (`label`, `unit`, `value`, `number`, `remark`), the year it may name left out."""
    found = HEADERS.exact(text) or HEADERS.exact(_YEAR_OF_HEAD.sub("", fold_blanks(text)))
    return found.key if found is not None else None


def place_in_form(text: str) -> int | None:
    """The place of a label in the form's order, from 0; None for no label, and for one that stands there twice."""
    places = _PLACES.get(label_key(without_among(text)), [])
    return places[0] if len(places) == 1 else None
