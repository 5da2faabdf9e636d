"""Tables without any mark, one cell a paragraph."""

from __future__ import annotations

from crawler.documents.model import Heading, Paragraph, Table, TableBlock
from crawler.documents.text.read import read_text
from crawler.reports.lifting.lift import MOST_CELLS, lift_tables
from crawler.reports.tables.read import read_tables


def paragraphs(*texts):
    return tuple(Paragraph(text, line=line) for line, text in enumerate(texts, start=1))


def rows(block):
    assert isinstance(block, TableBlock)
    assert not block.table.aligned
    return [[cell.text for cell in row] for row in block.table.rows]


def test_rows_begin_where_the_labels_say():
    blocks = lift_tables(
        paragraphs(
            "二、主动公开政府信息情况", "第二十条第(一)项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数",
            "规章", "1", "2", "3", "行政规范性文件", "4", "5", "6", "第二十条第(五)项", "信息内容", "本年处理决定数量",
            "行政许可", "7", "三、收到和处理政府信息公开申请情况",
        )
    )  # fmt: skip
    assert [block.text for block in (blocks[0], blocks[2])] == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
    ]
    assert rows(blocks[1]) == [
        ["第二十条第(一)项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["行政规范性文件", "4", "5", "6"],
        ["第二十条第(五)项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "7"],
    ]
    assert blocks[1].table.rows[2][0].line == 7


def lifted_applications(forms, form, blank=frozenset()):
    """The lines of a whole section 3; rows in `blank` have no value, the others 1 … 7."""
    labels = [label for label, _ in forms.labels["applicants"]]
    lines = [forms.labels["identity"], "申请人情况", labels[0], "法人或其他组织", labels[6], *labels[1:6]]
    seen = set()
    for top, group, label, key in forms.application_rows(form):
        lines += [cell for cell in (top, group) if cell and cell not in seen]
        seen |= {top, group}
        lines.append(label)
        lines += [] if key in blank else ["1", "2", "3", "4", "5", "6", "7"]
    return ["三、收到和处理政府信息公开申请情况", *lines, "四、政府信息公开行政复议、行政诉讼情况"]


def test_numbered_rows_of_the_applications_are_no_section_headings(forms):
    for form in ("2021", "2019"):
        blocks = lift_tables(paragraphs(*lifted_applications(forms, form)))
        assert [type(block) for block in blocks] == [Paragraph, TableBlock, Paragraph]
        tables = read_tables([blocks[1].table])
        assert tables.forms.applications == form
        assert tables.applications == dict.fromkeys(forms.application_keys(form), (1, 2, 3, 4, 5, 6, 7))
        assert tables.flags == ()


def test_rows_of_blanks_keep_apart(forms):
    for form in ("2021", "2019"):
        keys = forms.application_keys(form)
        blocks = lift_tables(paragraphs(*lifted_applications(forms, form, blank=frozenset(keys) - {"carried_out"})))
        tables = read_tables([blocks[1].table])
        assert tables.forms.applications == form
        assert tables.applications == {
            key: (1, 2, 3, 4, 5, 6, 7) if key == "carried_out" else (None,) * 7 for key in keys
        }
        assert tables.flags == ()


def test_a_misprinted_label_does_not_break_the_table(forms):
    lines = lifted_applications(forms, "2021")
    lines[lines.index("3.补正后申请内容仍不明确")] = "3.补征后早请内容仍不明确"
    blocks = lift_tables(paragraphs(*lines))
    assert len(blocks) == 3
    tables = read_tables([blocks[1].table])
    assert tables.applications["unable_unclear"] == (1, 2, 3, 4, 5, 6, 7)
    assert [(flag.where, flag.kind) for flag in tables.flags] == [("applications.unable_unclear", "fuzzy_label")]


def test_prose_stays_prose():
    texts = (
        "一、总体情况",
        "无",
        "行政许可",
        "2023年",
        "0",
        "主动公开信息19条。",
        "其他",
        "总计",
        "六、其他需要报告的事项",
        "无",
    )
    blocks = paragraphs(*texts)
    assert lift_tables(blocks) == blocks


def test_headings_and_tables_of_the_document_end_a_run_and_keep_their_place():
    table = TableBlock(Table(rows=(), number=1))
    run = paragraphs("信息内容", "本年处理决定数量", "行政处罚", "3", "行政强制", "4")
    blocks = lift_tables((table, *run, Heading("三、收到和处理政府信息公开申请情况", 2)))
    assert [type(block) for block in blocks] == [TableBlock, TableBlock, Heading]
    assert (blocks[0].table.number, blocks[1].table.number) == (1, 2)


def test_a_document_read_from_text_is_lifted_whole(forms):
    text = "\n\n".join(lifted_applications(forms, "2021"))
    blocks = lift_tables(read_text(text, "utf-8").blocks)
    assert [type(block) for block in blocks] == [Paragraph, TableBlock, Paragraph]


def test_misprints_are_not_guessed_at_in_a_run_longer_than_all_tables_together():
    """Guessing is slow, and a text may hold 100,000 lines: a spelt-out label is still one."""
    long_run = ["规章", "1", "2", "3"] * (MOST_CELLS // 4)
    torn = "申请人逾期未按收费通知要求缴纳费用"
    (within, *_), beyond = (lift_tables(paragraphs(*run, torn)) for run in (long_run[:40], long_run))
    assert len(lift_tables(paragraphs(*long_run[:40], torn))) == 1
    assert within.table.rows[-1][0].text == torn
    assert [block.text for block in beyond[1:]] == [torn]
