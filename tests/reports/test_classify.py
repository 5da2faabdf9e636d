"""classify: what a page is, from its title, its sections and its tables."""

import pytest

from crawler.documents.model import Block, Document, Paragraph, Title
from crawler.reports.classify import classify
from crawler.reports.sections.split import split_sections

SIX = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
FORM = frozenset({"proactive", "applications", "review"})
NONE: frozenset[str] = frozenset()
STATISTICS = frozenset({"statistics"})
REPORT = "某局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("title", "headings", "tables", "expected"),
    [
        (REPORT, SIX, FORM, "report"),
        (REPORT + "（演示数据）", SIX, FORM, "report"),
        (REPORT, SIX[:2], NONE, "report"),
        (REPORT, (), FORM, "report"),
        (REPORT, ("一、概述", "二、主动公开情况"), STATISTICS, "report"),
        (None, SIX, FORM, "report"),
        (None, SIX, NONE, "report"),
        (None, (), frozenset({"applications", "review"}), "report"),
        (REPORT, (), NONE, "other"),
        ("某局2023年政府网站工作年度报表", (), NONE, "website_report"),
        ("某局政府网站年度工作报表（2023年度）", SIX[:1], NONE, "website_report"),
        ("图解：某局2023年政府信息公开工作年度报告", (), NONE, "interpretation"),
        (REPORT + "（图片版）", (), NONE, "interpretation"),
        ("一图读懂某局2023年政府信息公开年报", SIX[:1], NONE, "interpretation"),
        (REPORT + "解读", (), NONE, "interpretation"),
        (REPORT + "（图片版）", SIX, FORM, "report"),
        ("政府信息公开情况统计表（2018年度）", (), STATISTICS, "statistics"),
        (None, (), STATISTICS, "statistics"),
        ("某局2023年法治政府建设年度报告", ("一、总体情况", "五、存在的问题及改进情况"), NONE, "other"),
        ("某市召开会议", (), NONE, "other"),
        ("关于做好2023年政府信息公开工作年度报告编制和公布工作的通知", SIX, FORM, "other"),
        ("某市召开2023年度政府信息公开工作年度报告编制工作培训会", SIX, NONE, "other"),
        ("中华人民共和国政府信息公开工作年度报告格式", SIX, FORM, "other"),
        ("政府信息公开工作年度报告填写示例", SIX, FORM, "other"),
        ("2023年政府信息公开工作年度报告样例", SIX, FORM, "other"),
        ("政府信息公开工作年度报告模板（2023年版）", SIX, FORM, "other"),
        ("政府信息公开工作年度报告（参考范本）", SIX, FORM, "other"),
        ("政府信息公开年报填报说明", SIX, FORM, "other"),
        ("某局2023年政府信息公开工作年度报告（格式）", SIX, FORM, "other"),
        ("示例市示范局2023年政府信息公开工作年度报告", SIX, FORM, "report"),
        ("某样本库管理中心2023年政府信息公开工作年度报告", SIX, FORM, "report"),
        (REPORT + "（公开版）", SIX, FORM, "report"),
        ("关于发布2023年度政府信息公开工作年度报告的公告", SIX, FORM, "report"),
        ("某局关于公布2023年政府信息公开工作年度报告的通知", SIX, FORM, "report"),
        (None, ("一、总体情况",), NONE, "other"),
    ],
)
def test_classes(title: str | None, headings: tuple[str, ...], tables: frozenset[str], expected: str) -> None:
    blocks: tuple[Block, ...] = tuple(Paragraph(text) for heading in headings for text in (heading, "正文若干。"))
    titles = () if title is None else (Title(title, "meta"),)
    document_class, reasons = classify(Document("html", "utf-8", blocks, titles=titles), split_sections(blocks), tables)
    assert document_class == expected
    assert reasons and all(reason and "\n" not in reason for reason in reasons)


def test_a_page_that_only_links_to_its_report_says_so() -> None:
    blocks = (Paragraph(REPORT), Paragraph("附件：某局2023年政府信息公开工作年度报告.pdf"))
    document_class, reasons = classify(Document("text", "utf-8", blocks), split_sections(blocks), NONE)
    assert document_class == "other"
    assert reasons[0] == "the page holds no section and no table of a report"


def test_a_title_in_the_text_is_a_title() -> None:
    blocks = (Paragraph("某局2023年政府网站工作年度报表"), Paragraph("网站名称：某局门户"))
    assert classify(Document("text", "utf-8", blocks), split_sections(blocks), NONE)[0] == "website_report"


def test_the_appendix_alone_is_statistics_though_its_rows_read_like_sections() -> None:
    lines = (
        "政府信息公开情况统计表（ 2018年度）",
        "统计指标",
        "单位",
        "统计数",
        "一、主动公开情况",
        "三、依申请公开情况",
        "1",
    )
    blocks: tuple[Block, ...] = tuple(Paragraph(line) for line in lines)
    split = split_sections(blocks)
    assert split.sections
    assert classify(Document("text", "utf-8", blocks), split, NONE)[0] == "statistics"
    assert classify(Document("text", "utf-8", blocks), split, FORM)[0] != "statistics"
