"""The words of the official forms, as data: contract key → what is printed for it.

Sources: the blank 2021 form (国办公开办函〔2021〕30号) and the 2019 trial form (国办公开办函〔2019〕60号), with the
layouts and misprints met on real pages (FORMATS.md §2, 3, 4 and 7). `labels` are official words and layouts of them and
match silently; `misprints` are accepted, and flagged.
"""

from __future__ import annotations

from crawler.reports.forms import Form
from crawler.reports.words.matching import Vocabulary
from crawler.reports.words.normalise import label_key

# 第二十条 (主动公开) ------------------------------------------------------------------------------------------------

PROACTIVE_ROWS = Vocabulary(
    {
        "regulations": ["规章"],
        "normative_documents": ["行政规范性文件", "规范性文件"],
        "licensing": ["行政许可"],
        "other_services": ["其他对外管理服务事项", "其它对外管理服务事项"],
        "penalty": ["行政处罚"],
        "compulsion": ["行政强制"],
        "fees": ["行政事业性收费"],
        "procurement": ["政府集中采购"],
    }
)
PROACTIVE_CORNER = Vocabulary({"corner": ["信息内容"]})
PROACTIVE_BLOCKS = Vocabulary(
    {f"item_{number}": [f"第二十条第（{number}）项", f"第二十条（{number}）项"] for number in "一二三四五六七八九十"}
)
PROACTIVE_COLUMNS_2021 = Vocabulary(
    {
        "issued": ["本年制发件数"],
        "abolished": ["本年废止件数"],
        "in_force": ["现行有效件数"],
        "decisions": ["本年处理决定数量"],
        "amount_wanyuan": [
            "本年收费金额（单位：万元）",
            "本年收费金额（万元）",
            "本年收费金额（单位：元）",
            "本年收费金额（元）",
            "本年收费金额",
        ],
    }
)
PROACTIVE_COLUMNS_2019 = Vocabulary(
    {
        "produced": ["本年新制作数量", "本年度制作数量", "本年制作数量"],
        "newly_published": ["本年新公开数量", "本年度新公开数量"],
        "total_published": ["对外公开总数量"],
        "prev_year_items": ["上一年项目数量"],
        "change": ["本年增/减"],
        "decisions": ["处理决定数量"],
        "items": ["采购项目数量"],
        "amount_yuan": [
            "采购总金额",
            "采购总金额（元）",
            "采购总金额（万元）",
            "采购总金额（单位：元）",
            "采购总金额（单位：万元）",
        ],
    }
)
PROACTIVE_COLUMNS: dict[Form, Vocabulary] = {"2021": PROACTIVE_COLUMNS_2021, "2019": PROACTIVE_COLUMNS_2019}

# 收到和处理政府信息公开申请 ------------------------------------------------------------------------------------------

APPLICATION_COLUMNS = Vocabulary(
    {
        "natural_person": ["自然人"],
        "commercial": ["商业企业"],
        "research": ["科研机构"],
        "social_welfare": ["社会公益组织"],
        "legal_service": ["法律服务机构"],
        "other_org": ["其他", "其它"],
        "total": ["总计", "合计"],
    }
)
APPLICATION_HEADS = Vocabulary(
    {
        "identity": ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"],
        "applicants": ["申请人情况"],
        "organisations": ["法人或其他组织"],
    }
)
"""Header cells that are no column."""
SUBTOTALS = Vocabulary({"subtotal": ["小计", "法人小计", "法人或其他组织小计"]})
"""Over a column that some bodies add for 法人或其他组织; the form has none."""
APPLICATION_GROUPS = Vocabulary(
    {
        "results": ["三、本年度办理结果"],
        "denied": ["（三）不予公开"],
        "unable": ["（四）无法提供"],
        "rejected": ["（五）不予处理"],
        "other": ["（六）其他处理", "（六）其它处理"],
    }
)
APPLICATION_ROWS = Vocabulary(
    {
        "new_received": ["一、本年新收政府信息公开申请数量"],
        "carried_in": ["二、上年结转政府信息公开申请数量"],
        "granted": ["（一）予以公开"],
        "partial": ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"],
        "denied_state_secret": ["1.属于国家秘密"],
        "denied_law_forbids": ["2.其他法律行政法规禁止公开"],
        "denied_three_safety": ["3.危及“三安全一稳定”"],
        "denied_third_party": ["4.保护第三方合法权益"],
        "denied_internal": ["5.属于三类内部事务信息"],
        "denied_process": ["6.属于四类过程性信息"],
        "denied_case_file": ["7.属于行政执法案卷"],
        "denied_query": ["8.属于行政查询事项"],
        "unable_not_held": ["1.本机关不掌握相关政府信息"],
        "unable_needs_creation": ["2.没有现成信息需要另行制作"],
        "unable_unclear": ["3.补正后申请内容仍不明确"],
        "rejected_petition": ["1.信访举报投诉类申请"],
        "rejected_repeat": ["2.重复申请"],
        "rejected_publication": ["3.要求提供公开出版物"],
        "rejected_massive": ["4.无正当理由大量反复申请"],
        "rejected_confirm": ["5.要求行政机关确认或重新出具已获取信息"],
        "other_overdue_correction": ["1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"],
        "other_overdue_fee": ["2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"],
        "other_other": ["3.其他", "3.其它"],
        "other_handling": ["（六）其他处理", "（六）其它处理"],
        "result_total": ["（七）总计", "（七）合计"],
        "carried_out": ["四、结转下年度继续办理"],
    },
    misprints={
        "carried_in": ["二、上年转结政府信息公开申请数量"],
        "denied_law_forbids": ["2.其他法律行政止公开"],
        "unable_unclear": ["3.补征后早请内容仍不明确"],
    },
)
OTHER_GROUP_NUMBERING = "(六)"
"""（六）其他 is a print of （六）其他处理 [沭阳, OCR], 3.其他 is its third item: the numbering tells them apart."""

# 行政复议、行政诉讼 --------------------------------------------------------------------------------------------------

REVIEW_CHANNEL_LABELS = Vocabulary(
    {
        "review": ["行政复议"],
        "litigation_direct": ["未经复议直接起诉"],
        "litigation_after_review": ["复议后起诉"],
    }
)
REVIEW_HEADS = Vocabulary({"litigation": ["行政诉讼"]})
REVIEW_OUTCOME_LABELS = Vocabulary(
    {
        "upheld": ["结果维持"],
        "corrected": ["结果纠正"],
        "other": ["其他结果", "其它结果"],
        "pending": ["尚未审结"],
        "total": ["总计", "合计"],
    }
)
_LABEL_KEYS = frozenset[str]().union(
    *(
        vocabulary.printed_keys()
        for vocabulary in (
            PROACTIVE_BLOCKS, PROACTIVE_CORNER, PROACTIVE_ROWS, PROACTIVE_COLUMNS_2021, PROACTIVE_COLUMNS_2019,
            APPLICATION_HEADS, APPLICATION_COLUMNS, APPLICATION_GROUPS, APPLICATION_ROWS,
            REVIEW_CHANNEL_LABELS, REVIEW_HEADS, REVIEW_OUTCOME_LABELS,
        )
    )
)  # fmt: skip


def is_label(text: str) -> bool:
    """Whether a text is a label of one of the three tables, spelt out."""
    return label_key(text) in _LABEL_KEYS


REVIEW_TRUNCATED: dict[str, frozenset[str]] = {
    "结果": frozenset({"upheld", "corrected"}),
    "其他": frozenset({"other"}),
    "其它": frozenset({"other"}),
    "尚未": frozenset({"pending"}),
}
"""What an extractor leaves of the outcomes' labels when it loses the second half of a cell (seeds 000 and 004)."""
