"""The page's head: 索引号 …, 发布机构 …, and the line under the title (来源 … 时间 …).

The labels stand in many shapes: a table of one, two or three pairs a row, definition lists,
`<p><strong>索引号</strong>：…</p>`,
`<li><b>…</b>value</li>`, all on one line. All come down to lines and cells of text in which known labels are looked
for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crawler.documents.flow import CELL, FIELD, PIECE
from crawler.documents.model import Label, Table
from crawler.documents.wording import folded

DISTINCT = (
    "索引号", "索引號", "发布机构", "发文机关", "公开目录", "主题分类", "组配分类", "信息分类", "体裁分类", "文号",
    "发布文号", "发文字号",
    "成文日期", "发布日期", "发文日期", "公开日期", "生成日期", "生效日期", "废止日期", "有效性", "时效", "信息名称",
    "内容概述",
    "信息来源", "文章来源", "发布时间", "公开方式", "公开形式", "公开时限", "有效期", "主题词", "信息索引号",
)  # fmt: skip
"""Labels that no other part of a page prints (FORMATS.md §6 and the pages at hand)."""
COMMON = ("分类", "名称", "标题", "关键词", "关键字", "来源", "时间", "日期")
"""Labels that are also ordinary words: they count with a colon, or beside a distinct one. 位置 and 当前位置 are left
out: they introduce the breadcrumb, which is navigation."""
ENDS = (
    "更新时间", "编辑时间", "作者", "浏览次数", "浏览量", "阅读次数", "阅读量", "阅读", "点击数", "点击量",
    "点击次数", "点击率", "访问量", "访问次数",
    "字号", "字体大小", "字体", "打印", "分享到", "分享", "收藏", "关闭", "责任编辑", "编辑", "审核", "视力保护色",
    "保护视力色", "背景色", "语音",
    "朗读", "大中小", "下载",
)  # fmt: skip
"""What stands on the line under the title without being metadata: a value ends before it."""

_MAX_LINE = 400
_MAX_VALUE = 300
_COLON = "[:：﹕︰]"
_ANY_COLON = re.compile(_COLON)


def _spaced(words: Iterable[str]) -> str:
    """An expression for the words, longest first, with blanks allowed between their characters (索 引 号)."""
    return "|".join(r"\s*".join(word) for word in sorted(words, key=len, reverse=True))


_LABELS = _spaced((*DISTINCT, *COMMON))
_WHOLE = re.compile(rf"[\s【\[]*({_LABELS})\s*[】\]]?\s*({_COLON})?\s*[】\]]?\s*")
_ENDS = _spaced(ENDS)
# A label begins a line or follows a blank, a bracket or the edge of an element; a date's label may also follow a value
# directly (来源:州经信局时间:2022年01月26日, seed 002).
_INLINE = re.compile(
    rf"(?:(?<![^\s{CELL}{PIECE}|｜\[【（(　])(?P<label>{_LABELS})[\s{PIECE}】\]]*{_COLON}"
    rf"|(?P<date>发布时间|发布日期|时间|日期)\s*{_COLON}(?=[\s{PIECE}]*[12][0-9]{{3}})"
    rf"|(?P<end>(?:{_ENDS})[\s{PIECE}]*{_COLON}|[【\[]\s*(?:大|小|中|字)"
    rf"|(?<![^\s{CELL}{PIECE}|｜\[【（(　])(?:{_ENDS})(?=[\s\[【（({PIECE}|]|$)))"
)
_BLANK_EDGE = re.compile(r"^[\s|｜;；,，·\[\]【】]+|[\s|｜;；·\[【]+$")


def labels_of_table(table: Table) -> tuple[Label, ...]:
    """The head labels of a table, if it is a head table: two known labels in its cells, a distinct one among them;
    else ()."""
    if len(table.rows) > 30:
        return ()
    found: list[Label] = []
    for row in range(len(table.rows)):
        found += _labels_of_cells([cell.text.replace("\n", " ") for cell in table.origins(row)])
    names = {label.name for label in found}
    return tuple(found) if len(names) >= 2 and not names.isdisjoint(DISTINCT) else ()


def labels_of_lines(lines: Iterable[str]) -> Iterator[Label]:
    """The labels of the head's lines (as `flow.marked_lines_of` gives them), in page order."""
    for line in lines:
        if len(line) <= _MAX_LINE:
            yield from _labels_of_line(line)


def _labels_of_line(line: str) -> Iterator[Label]:
    if CELL in line:
        yield from _labels_of_cells(line.split(CELL))
        return
    found = list(_inline(line)) if _ANY_COLON.search(line) else []
    if found:
        yield from found
        return
    # <li><b>索引号</b>014416330/2018-04736</li>: the label is an element of its own, and no colon parts it.
    first, edge, rest = line.partition(PIECE)
    match = _WHOLE.fullmatch(first)
    if edge and match and FIELD not in rest and _name(match.group(1)) in DISTINCT:
        yield Label(_name(match.group(1)), _value(rest))


def _labels_of_cells(cells: Sequence[str]) -> list[Label]:
    found: list[Label] = []
    index = 0
    while index < len(cells):
        text = cells[index].replace(PIECE, "")
        match = _WHOLE.fullmatch(text)
        if match is None:
            found += _inline(cells[index])
            index += 1
            continue
        following = cells[index + 1].replace(PIECE, "") if index + 1 < len(cells) else ""
        if _WHOLE.fullmatch(following) or _starts_with_label(following):
            # 发布机构： | 名称： | …: the first label has no value, and what follows is the next label.
            found.append(Label(_name(match.group(1)), ""))
            index += 1
        else:
            if FIELD not in following:
                found.append(Label(_name(match.group(1)), _value(following)))
            index += 2
    return found


def _starts_with_label(text: str) -> bool:
    match = _INLINE.match(text.strip())
    return match is not None and match.group("end") is None


def _inline(text: str) -> Iterator[Label]:
    matches = list(_INLINE.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):
        label = match.group("label") or match.group("date")
        if label is None:
            continue
        value = text[match.end() : end]
        if FIELD not in value and len(value) <= _MAX_VALUE:
            yield Label(_name(label), _value(value))


def _name(label: str) -> str:
    return "".join(label.split())


def _value(text: str) -> str:
    return _BLANK_EDGE.sub("", folded(text.replace(PIECE, "").replace(CELL, " ")).lstrip(":：")).strip()
