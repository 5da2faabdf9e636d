"""split_sections: the six parts, found by their titles and never by their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.model import Block, Cell, Heading, Paragraph, Table, TableBlock
from crawler.reports.sections import searched_texts, split_sections

OFFICIAL = {
    "1": "一、总体情况",
    "2": "二、主动公开政府信息情况",
    "3": "三、收到和处理政府信息公开申请情况",
    "4": "四、政府信息公开行政复议、行政诉讼情况",
    "5": "五、存在的主要问题及改进情况",
    "6": "六、其他需要报告的事项",
}


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Paragraph(text) for text in texts)


def report(headings: dict[str, str]) -> tuple[Block, ...]:
    return blocks(*(text for key, heading in headings.items() for text in (heading, f"第{key}部分的正文。")))


def table(text: str) -> TableBlock:
    return TableBlock(Table(((Cell(text, 0, 0),),)))


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        *OFFICIAL.items(),
        ("2", "二、行政机关主动公开政府信息情况"),
        ("3", "三、依申请公开政府信息情况"),
        ("3", "三、依申请公开情况"),
        ("4", "四、受理申请行政复议、提起行政诉讼情况"),
        ("4", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        ("4", "四、政府信息公开行政复议及行政诉讼情况"),
        ("5", "五、存在的问题及改进情况"),
        ("5", "五、存在问题及改进情况"),
        ("5", "五、政府信息公开工作存在的主要问题及改进情况"),
        ("5", "五、存在的主要问题和下一步改进措施"),
        ("6", "六、其它需要报告事项"),
        ("6", "六、其他需要报告的事项："),
        ("1", "## 一、总体情况"),
        ("1", "**一、总体情况**"),
        ("1", "总体情况"),
        ("2", "1、主动公开政府信息情况"),
        ("2", "一、主动公开政府信息情况"),
        ("1", "第一部分 总体情况"),
        ("1", "一、总 体 情 况"),
        ("1", "一、概述"),
        ("2", "二、主动公开工作情况"),
    ],
)
def test_titles_as_printed(key: str, heading: str) -> None:
    """FORMATS.md §1: the official titles, every variant seen, shifted numbers and marks of markdown."""
    split = split_sections(blocks("前言。", heading, "正文。"))
    assert list(split.sections) == [key]
    assert split.sections[key].text == "正文。"
    assert split.sections[key].heading == heading.strip("#* ")
    assert split.preamble == blocks("前言。")


@pytest.mark.parametrize(
    "text",
    [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
        "（一）主动公开政府信息情况。一是主动公开重要政策文件3件。",
        "(二)依申请公开情况",
        "(四)政府信息公开平台建设情况。",
        "五、存在问题及改进情况，共两个方面。",
        "本报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分。",
        "全文包括：一、总体情况；二、主动公开政府信息情况；三、其他需要报告的事项。",
        "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况",
        "一、总体情况、主动公开政府信息情况等内容",
        "2023年，主动公开政府信息情况良好",
        "主动公开情况",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    split = split_sections(blocks(text, "正文。"))
    assert split.sections == {}
    assert split.preamble == blocks(text, "正文。")


@pytest.mark.parametrize(
    ("line", "heading", "rest"),
    [
        ("一、总体情况 2023年，某局主动公开。", "一、总体情况", "2023年，某局主动公开。"),
        ("一、总体情况。今年以来，某局主动公开。", "一、总体情况", "今年以来，某局主动公开。"),
        ("六、其他需要报告的事项：无。", "六、其他需要报告的事项", "无。"),
        ("六、其他需要报告的事项2023年未收费。", "六、其他需要报告的事项", "2023年未收费。"),
        ("五、存在的主要问题及改进情况\n（一）问题。", "五、存在的主要问题及改进情况", "（一）问题。"),
    ],
)
def test_a_heading_with_text_in_the_same_block(line: str, heading: str, rest: str) -> None:
    split = split_sections((Paragraph(line, page=2, line=7), Paragraph("后文。")))
    (key,) = split.sections
    assert (split.sections[key].heading, split.sections[key].text) == (heading, f"{rest}\n后文。")
    assert split.blocks[key] == (Paragraph(rest, page=2, line=7), Paragraph("后文。"))


def test_tables_stay_with_their_section_and_out_of_its_text() -> None:
    shown = table("一、总体情况")
    split = split_sections((*blocks(OFFICIAL["2"], "如下："), shown, Paragraph("注。"), Heading(OFFICIAL["3"], 2)))
    assert split.blocks == {"2": (*blocks("如下："), shown, Paragraph("注。")), "3": ()}
    assert split.sections["2"].text == "如下：\n注。"
    assert split.sections["3"].heading == OFFICIAL["3"]


def test_a_table_of_contents_is_not_the_report() -> None:
    split = split_sections((*blocks("目录", *OFFICIAL.values()), *report(OFFICIAL)))
    assert {key: section.text for key, section in split.sections.items()} == {
        key: f"第{key}部分的正文。" for key in OFFICIAL
    }
    assert len(split.preamble) == 7


def test_a_numbering_that_restarts() -> None:
    """上海市科委 2024: 一 … 六 as narrative with titles of their own, then the form's parts numbered from 一 again."""
    narrative = blocks("一、总体情况", "概览。", "二、深化重点领域信息公开", "重点。", "三、依申请公开", "办理。")
    form = blocks(
        "一、主动公开政府信息情况",
        "甲。",
        "二、收到和处理政府信息公开申请情况",
        "乙。",
        "五、其他需要报告的事项",
        "丙。",
    )
    split = split_sections((*narrative, *form))
    assert {key: section.text for key, section in split.sections.items()} == {
        "1": "概览。\n二、深化重点领域信息公开\n重点。\n三、依申请公开\n办理。", "2": "甲。", "3": "乙。", "6": "丙。",
    }  # fmt: skip


def test_the_official_title_goes_before_an_inner_one_alike() -> None:
    split = split_sections(blocks("一、总体情况", "主动公开政府信息情况", "概述。", *(OFFICIAL["2"], "正文。")))
    assert split.sections["2"].text == "正文。"
    assert split.sections["1"].text == "主动公开政府信息情况\n概述。"


@given(st.permutations(sorted(OFFICIAL)), st.integers(0, 6))
def test_any_subset_in_any_order_keeps_every_block_once(keys: list[str], count: int) -> None:
    chosen = {key: OFFICIAL[key] for key in keys[:count]}
    original = (*blocks("前言。"), *report(chosen))
    split = split_sections(original)
    assert list(split.sections) == list(chosen)
    held = [*split.preamble, *(block for own in split.blocks.values() for block in own)]
    headings = [Paragraph(section.heading) for section in split.sections.values()]
    assert sorted(map(str, [*held, *headings])) == sorted(map(str, original))


def test_a_paragraph_of_any_length_is_kept_whole_and_searched_only_so_far() -> None:
    """Period, contact and body are searched for in time that grows with the square of a paragraph."""
    text = "2023年1月1日至" * 5_000
    own = blocks("一、总体情况", text)
    assert split_sections(own).sections["1"].text == text
    assert [len(searched) for searched in searched_texts(own)] == [6, 20_000]
