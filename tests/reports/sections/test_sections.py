"""split_sections: the six parts, found by their titles and never by their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.model import Block, Cell, Heading, Paragraph, Table, TableBlock
from crawler.reports.sections.split import searched_texts, split_sections

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
        ("1", "一 总体情况"),
        ("3", "三、依申请公开"),
        ("4", "四、复议诉讼情况"),
        ("5", "五、存在问题及改进措施"),
        ("5", "五、主要问题和下一步打算"),
        ("1", "一、總體情況"),
        ("4", "四、政府信息公開行政復議、行政訴訟情況"),
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
        "一、总体情况 …… 1",
        "二、主动公开政府信息情况.........3",
        "三、主动公开和依申请公开情况",
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
        ("五、存在问题及下一步打算。公开不够及时。", "五、存在问题及下一步打算", "公开不够及时。"),
        ("一、概述 本机关高度重视。", "一、概述", "本机关高度重视。"),
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
    assert {key: (section.heading, section.text) for key, section in split.every_section().items()} == {
        "1": ("一、总体情况", "概览。"),
        "1+01": ("二、深化重点领域信息公开", "重点。"),
        "1+02": ("三、依申请公开", "办理。"),
        "2": ("一、主动公开政府信息情况", "甲。"),
        "3": ("二、收到和处理政府信息公开申请情况", "乙。"),
        "6": ("五、其他需要报告的事项", "丙。"),
    }
    assert list(split.sections) == ["1", "2", "3", "6"]


OLDER = blocks(
    "一、概述",
    "开头。",
    "二、主动公开情况",
    "公开。",
    "三、回应解读情况",
    "解读。",
    "四、依申请公开政府信息情况",
    "申请。",
    "五、政府信息公开收费及减免情况",
    "未收费。",
    "六、复议诉讼情况",
    "没有。",
    "七、存在问题",
    "不足。",
    "八、下一步工作打算",
    "打算。",
)


def test_an_older_report_keeps_its_other_sections_under_their_own_headings() -> None:
    """FORMATS.md §0: 概述 / 主动公开 / 依申请公开 / 复议诉讼 / 收费 / 问题 …, order and titles vary."""
    every = split_sections((Paragraph("前言。"), *OLDER)).every_section()
    assert {key: (section.heading, section.text) for key, section in every.items()} == {
        "1": ("一、概述", "开头。"),
        "2": ("二、主动公开情况", "公开。"),
        "2+01": ("三、回应解读情况", "解读。"),
        "3": ("四、依申请公开政府信息情况", "申请。"),
        "3+01": ("五、政府信息公开收费及减免情况", "未收费。"),
        "4": ("六、复议诉讼情况", "没有。"),
        "5": ("七、存在问题", "不足。"),
        "5+01": ("八、下一步工作打算", "打算。"),
    }
    assert sorted(every) == list(every), "sorted keys are the order of the document"


def test_a_shifted_numbering_keeps_what_stands_before_the_first_section() -> None:
    split = split_sections(blocks("一、编制说明", "说明。", "二、总体情况", "正文。", "三、主动公开政府信息情况"))
    assert {key: section.heading for key, section in split.every_section().items()} == {
        "0+01": "一、编制说明", "1": "二、总体情况", "2": "三、主动公开政府信息情况",
    }  # fmt: skip


@pytest.mark.parametrize(
    "inner",
    [
        ("一、存在的问题", "甲。", "二、改进措施", "乙。"),
        ("（一）存在的问题", "甲。", "（二）改进措施", "乙。"),
        ("1.存在的问题", "甲。", "2.改进措施", "乙。"),
        ("一、本年新收政府信息公开申请数量", "3", "四、结转下年度继续办理", "0"),
    ],
)
def test_what_parts_a_section_stays_inside_it(inner: tuple[str, ...]) -> None:
    own = (*report({key: OFFICIAL[key] for key in "1234"}), *blocks(OFFICIAL["5"], *inner, OFFICIAL["6"], "无。"))
    split = split_sections(own)
    assert split.further == {}
    assert split.sections["5"].text == "\n".join(inner)


def test_a_list_in_the_last_section_is_no_restarted_numbering() -> None:
    split = split_sections((*report(OFFICIAL), *blocks("一、收费情况", "未收费。", "二、其他情况说明", "没有。")))
    assert split.further == {}
    assert split.sections["6"].text.endswith("一、收费情况\n未收费。\n二、其他情况说明\n没有。")


@pytest.mark.parametrize(("count", "further"), [(2, 2), (60, 60), (200, 0)])
def test_more_headings_than_any_report_has_are_a_list(count: int, further: int) -> None:
    split = split_sections((*blocks(*("一、甲乙", "好。") * count), *report(OFFICIAL)))
    assert len(split.further) == further
    assert len(split.preamble) == (0 if further else 2 * count)


def test_headings_in_the_middle_of_a_paragraph() -> None:
    text = (
        "一、总体情况 2023年，某局公开。二、主动公开政府信息情况 见下表。三、收到和处理政府信息公开申请情况。没有申请。"
    )
    split = split_sections((Paragraph(text, page=3),))
    assert {key: (section.heading, section.text) for key, section in split.sections.items()} == {
        "1": ("一、总体情况", "2023年，某局公开。"),
        "2": ("二、主动公开政府信息情况", "见下表。"),
        "3": ("三、收到和处理政府信息公开申请情况", "没有申请。"),
    }
    assert split.blocks["2"] == (Paragraph("见下表。", page=3),)


@pytest.mark.parametrize(
    "numbers", ["（一） （二） （三） （四） （五） （六）", "第一部分 第二部分 第三部分 第四部分 第五部分 第六部分"]
)
def test_other_numberings_of_the_six(numbers: str) -> None:
    headings = {
        key: number + heading.partition("、")[2]
        for (key, heading), number in zip(OFFICIAL.items(), numbers.split(), strict=True)
    }
    split = split_sections(report(headings))
    assert {key: (section.heading, section.text) for key, section in split.every_section().items()} == {
        key: (heading, f"第{key}部分的正文。") for key, heading in headings.items()
    }


def test_a_heading_of_markdown_beside_the_six_is_a_section_of_its_own() -> None:
    own = (Heading("总体情况", 2), Paragraph("甲。"), Heading("回应解读", 2), Paragraph("乙。"), Heading("细目", 3))
    split = split_sections((*own, Heading("主动公开政府信息情况", 2)))
    assert {key: section.text for key, section in split.every_section().items()} == {
        "1": "甲。", "1+01": "乙。\n细目", "2": "",
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
    assert split.further == {}
    held = [*split.preamble, *(block for own in split.blocks.values() for block in own)]
    headings = [Paragraph(section.heading) for section in split.sections.values()]
    assert sorted(map(str, [*held, *headings])) == sorted(map(str, original))


def test_a_paragraph_of_any_length_is_kept_whole_and_searched_only_so_far() -> None:
    """Period, contact and body are searched for in time that grows with the square of a paragraph."""
    text = "2023年1月1日至" * 5_000
    own = blocks("一、总体情况", text)
    assert split_sections(own).sections["1"].text == text
    assert [len(searched) for searched in searched_texts(own)] == [6, 20_000]
