"""The page's head: 索引号 …, 发布机构 …, and the line under the title (来源 … 时间 …).

The labels stand in many shapes: a table of one, two or three pairs a row, or with the labels in one row and their
values in the next; definition lists; `<p><strong>索引号</strong>：…</p>`, `<li><b>…</b>value</li>`, `【索引号】…`; all
on one line, with colons, blanks or pipes between; a label and its value in elements below each other. All come down to
lines and cells of text in which known labels are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crawler.documents.html.flow import CELL, FIELD, PIECE
from crawler.documents.model import Label, Table
from crawler.documents.wording import folded

DISTINCT = (
    "索引号", "发布机构", "发文机关", "公开目录", "主题分类", "组配分类", "信息分类", "体裁分类", "文号",
    "发布文号", "发文字号",
    "成文日期", "发布日期", "发文日期", "公开日期", "生成日期", "生效日期", "废止日期", "有效性", "时效", "信息名称",
    "内容概述",
    "信息来源", "文章来源", "发布时间", "公开方式", "公开形式", "公开时限", "有效期", "主题词", "信息索引号",
    "索取号", "发布单位", "发布部门", "发文单位", "公开机构", "公开单位", "公开部门", "制发机构", "制发单位",
    "公开范围", "公开程序", "公开责任部门", "责任部门", "信息发布日期", "信息生成日期", "生成时间", "公开时间",
    "成文时间", "发文时间", "公文时效", "文件编号", "公开类别", "信息类别", "服务对象", "载体类型",
)  # fmt: skip
"""Labels that no other part of a page prints (FORMATS.md §6 and the pages at hand)."""
COMMON = ("分类", "名称", "标题", "关键词", "关键字", "来源", "时间", "日期")
"""Labels that are also ordinary words: they count with a colon, or beside a distinct one. 位置 and 当前位置 are left
out: they introduce the breadcrumb, which is navigation."""
ENDS = (
    "当前时间", "现在时间", "系统时间", "北京时间", "服务器时间", "当前日期", "今天", "今日",
    "更新时间", "编辑时间", "作者", "浏览次数", "浏览量", "浏览", "阅读次数", "阅读量", "阅读", "点击数", "点击量",
    "点击次数", "点击率", "访问量", "访问次数",
    "字号", "字体大小", "字体", "打印", "打印本页", "打印文章", "打印此页", "打印本文", "我要打印", "分享到", "分享",
    "收藏", "收藏本页", "加入收藏", "关闭", "关闭窗口", "关闭本页", "责任编辑", "编辑", "审核", "视力保护色",
    "保护视力色", "背景色", "语音", "朗读", "大中小", "下载", "返回顶部",
)  # fmt: skip
"""What stands on the line under the title without being metadata: a value ends before it."""

_MAX_LINE = 400
_MAX_VALUE = 300
_LONGEST_VALUE_BELOW = 80
_COLON = "[:：﹕︰]"
_ANY_COLON = re.compile(_COLON)


_TRADITIONAL = dict(
    zip(
        "号发机构关开录题类组体时废称标键词来间览编辑阅读点击访问责审视护语载责单门创执权属办务图节宽载",
        "號發機構關開錄題類組體時廢稱標鍵詞來間覽編輯閱讀點擊訪問責審視護語載責單門創執權屬辦務圖節寬載",
        strict=True,
    )
)
"""Pages of `/gate/big5/` print the same labels in traditional characters."""
_SIMPLIFIED = {ord(traditional): plain for plain, traditional in _TRADITIONAL.items()}


def _spaced(words: Iterable[str]) -> str:
    """An expression for the words, longest first, with blanks allowed between their characters (索 引 号)."""
    return "|".join(r"\s*".join(map(_character, word)) for word in sorted(words, key=len, reverse=True))


def _character(character: str) -> str:
    traditional = _TRADITIONAL.get(character)
    return character if traditional is None else f"[{character}{traditional}]"


_DISTINCT = frozenset(DISTINCT)
_LABELS = _spaced({*DISTINCT, *COMMON})
_WHOLE = re.compile(rf"[\s【\[]*({_LABELS})\s*[】\]]?\s*({_COLON})?\s*[】\]]?\s*")
_ENDS = _spaced(ENDS)
# A label begins a line or follows a blank, a bracket or the edge of an element; a date's label may also follow a value
# directly (来源:州经信局时间:2022年01月26日, seed 002). 【索引号】 needs no colon.
_BEGINS = rf"(?<![^\s{CELL}{PIECE}|｜\[【（(［　])"
_INLINE = re.compile(
    rf"(?:{_BEGINS}(?P<label>{_LABELS})[\s{PIECE}】\]]*{_COLON}"
    rf"|[【\[][\s{PIECE}]*(?P<boxed>{_LABELS})[\s{PIECE}]*[】\]]"
    rf"|(?P<date>{_spaced(('发布时间', '发布日期', '时间', '日期'))})\s*{_COLON}(?=[\s{PIECE}]*[12][0-9]{{3}})"
    rf"|(?P<end>(?:{_ENDS})[\s{PIECE}]*{_COLON}|[【\[]\s*(?:大|小|中|字)"
    rf"|{_BEGINS}(?:{_ENDS})(?=[\s\[【（(［{PIECE}|｜\]】）)］]|$)))"
)
_BARE = re.compile(rf"{_BEGINS}(?P<label>{_spaced(_DISTINCT)})(?=[\s{PIECE}|｜]|$)")
"""A label on a line of pairs without any colon: 索引号 A/1 发布机构 某局."""
_DAY_FIRST = re.compile(
    rf"[\s{PIECE}（(]*((?:19|20)\d{{2}}\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}(?:\s*日)?(?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?)"
)
"""The line under the title may begin with the day itself, without a label: 2024-01-31 10:00 来源：某局."""
_OWN_LINE = re.compile(rf"[\s【\[]*({_spaced(_DISTINCT)})\s*[】\]]?\s*")
_EDGE = re.compile(rf"[:：﹕︰【\[|｜ {CELL}{PIECE}]")
_FIRST = frozenset(character for label in DISTINCT for character in (label[0], _TRADITIONAL.get(label[0], label[0])))
"""A line that begins with none of these and holds no edge prints no label: nearly all of a page's navigation."""
_NAMES = frozenset({"名称", "信息名称", "标题"})
_INDEX = frozenset({"索引号", "信息索引号", "索取号"})
"""Numbers without a blank in them (FORMATS.md §6)."""
_DOCUMENT_TITLE = re.compile(
    r"(?:关于|印发|《).{4,}|.{4,}(?:通知|办法|意见|公告|方案|规定|决定|批复|细则|通报|公示|规划|条例)[》\s|]*$"
)
_REPORT_WORD = re.compile("报告|年报|報告|年報")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BLANK_EDGE = re.compile(r"^[\s|｜;；,，·\[\]【】]+|[\s|｜;；·\[【［（(]+$")


def labels_of_table(table: Table) -> tuple[Label, ...]:
    """The head labels of a table, if it is a head table: two known labels in its cells, a distinct one among them;
    else ()."""
    if len(table.rows) > 30:
        return ()
    rows = [[cell.text.replace("\n", " ") for cell in table.origins(row)] for row in range(len(table.rows))]
    found: list[Label] = []
    place = 0
    while place < len(rows):
        below = rows[place + 1] if place + 1 < len(rows) else []
        if _is_row_of_labels(rows[place]) and len(below) == len(rows[place]) and not any(map(_has_label, below)):
            labels = map(_WHOLE.fullmatch, rows[place])
            found += [Label(_name(label[1]), _value(text)) for label, text in zip(labels, below, strict=True) if label]
            place += 2
            continue
        found += _labels_of_cells(rows[place])
        place += 1
    if _is_list(rows):
        return ()
    names = {label.name for label in found}
    return (
        tuple(found)
        if len(names) >= 2 and not {name.translate(_SIMPLIFIED) for name in names}.isdisjoint(_DISTINCT)
        else ()
    )


def is_index(label: Label) -> bool:
    """Whether a label prints an 索引号, the page's number in its site's catalogue."""
    return bool(label.value) and label.name.translate(_SIMPLIFIED) in _INDEX


def _is_day(label: Label) -> bool:
    return label.name.translate(_SIMPLIFIED).endswith(("日期", "时间"))


def is_of_another_document(labels: Sequence[Label], titles: Sequence[str]) -> bool:
    """Whether labels that belong together name a document that has neither a report's name nor a title of the page."""
    named = [label.value for label in labels if label.name.translate(_SIMPLIFIED) in _NAMES and label.value]
    if not named or not any(titles) or _REPORT_WORD.search(named[0]) is not None:
        return False
    name = "".join(named[0].split())
    pairs = [name[place : place + 2] for place in range(max(len(name) - 1, 1))]
    return all(2 * sum(pair in title for pair in pairs) < len(pairs) for title in titles)


def _is_list(rows: Sequence[Sequence[str]]) -> bool:
    """A row of labels over two rows of values or more lists several articles: none of them is the page's own."""
    for labels, first, second in zip(rows, rows[1:], rows[2:], strict=False):
        if _is_row_of_labels(labels) and len(labels) == len(first) == len(second):
            values = [*first, *second]
            if all(text.strip() for text in values) and not any(map(_has_label, values)):
                return True
    return False


def _is_row_of_labels(cells: Sequence[str]) -> bool:
    return len(cells) >= 2 and all(_WHOLE.fullmatch(text) for text in cells)


def _has_label(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None or _starts_with_label(text)


def labels_of_lines(lines: Iterable[str]) -> Iterator[Label]:
    """The labels of the head's lines (as `flow.marked_lines_of` gives them), in page order.

    A label of the name "" is a day that is printed without a label on a line with others.
    """
    waiting: tuple[str, bool] | None = None
    below = False
    for line in lines:
        if waiting is None and _EDGE.search(line) is None and line.lstrip()[:1] not in _FIRST:
            continue
        held, waiting = waiting, None
        found = _own_labels(line, list(_labels_of_line(line))) if len(line) <= _MAX_LINE else []
        if held is not None:
            name, is_element = held
            if not found and _is_value_of(name, line):
                below = True
                yield Label(name, _value(line))
                continue
            if is_element or below:
                yield Label(name, "")
        yield from found
        if not found and (alone := _label_alone(line)) is not None:
            waiting = alone, PIECE in line
    if waiting is not None and waiting[1]:
        yield Label(waiting[0], "")


def _own_labels(line: str, found: list[Label]) -> list[Label]:
    """The labels of a line; none where it is an entry of a list: 索引号：A/1 关于…的通知 发布日期：2021-03-05."""
    if not found:
        return found
    first = _INLINE.search(line)
    before = line[: first.start()].replace(PIECE, "") if first is not None else ""
    if _DOCUMENT_TITLE.search(before) and _REPORT_WORD.search(before) is None:
        return []
    for place, label in enumerate(found):
        number, blank, behind = label.value.partition(" ")
        if _is_day(label) and _DOCUMENT_TITLE.search(behind) and _REPORT_WORD.search(behind) is None:
            return []
        if is_index(label) and blank and _CHINESE.search(behind):
            if _DOCUMENT_TITLE.search(behind) or _REPORT_WORD.search(behind):
                return []
            found[place] = Label(label.name, number)
    return found


def _label_alone(line: str) -> str | None:
    """The label that fills a line, no colon behind it: its value may stand below."""
    if not 2 <= len(line) <= 30:
        return None
    match = _OWN_LINE.fullmatch(line.replace(PIECE, ""))
    return _name(match[1]) if match is not None else None


def _is_value_of(name: str, line: str) -> bool:
    """Whether the line below a label that stands alone is its value, and not the next label, a title or prose."""
    value = _value(line)
    if not value or len(value) > _LONGEST_VALUE_BELOW or FIELD in line or "。" in value:
        return False
    return (
        _label_alone(line) is None
        and _INLINE.search(line) is None
        and (("报告" not in value and "報告" not in value) or name.translate(_SIMPLIFIED) in _NAMES)
    )


def _labels_of_line(line: str) -> Iterator[Label]:
    if CELL in line:
        yield from _labels_of_cells(line.split(CELL))
        return
    if _ANY_COLON.search(line) or "【" in line or "[" in line:
        found = list(_inline(line))
        if found:
            yield from found
            return
    # <li><b>索引号</b>014416330/2018-04736</li>: the label is an element of its own, and no colon parts it.
    first, edge, rest = line.partition(PIECE)
    if edge and FIELD not in rest and (match := _WHOLE.fullmatch(first)) and plain_name(match[1]) in _DISTINCT:
        value = _value(rest)
        if value or match[2]:
            yield Label(_name(match[1]), value)
        return
    yield from _bare(line)


def _bare(line: str) -> Iterator[Label]:
    """Pairs on one line without a colon: at least two labels, the first at the line's beginning."""
    if " " not in line and "|" not in line and "｜" not in line and PIECE not in line:
        return
    matches = list(_BARE.finditer(line))
    if len(matches) < 2 or line[: matches[0].start()].strip(" |｜【["):
        return
    ends = [match.start() for match in matches[1:]] + [len(line)]
    for match, end in zip(matches, ends, strict=True):
        if FIELD not in line[match.end() : end]:
            yield Label(_name(match["label"]), _value(line[match.end() : end]))


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
    if matches and (day := _DAY_FIRST.match(text, 0, matches[0].start())) is not None:
        yield Label("", _value(day[1]))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):
        label = match["label"] or match["boxed"] or match["date"]
        if label is None:
            continue
        value = text[match.end() : end]
        if FIELD not in value and len(value) <= _MAX_VALUE:
            yield Label(_name(label), _value(value))


def _name(label: str) -> str:
    return "".join(label.split())


def plain_name(label: str) -> str:
    """A label without blanks, in simplified characters."""
    return _name(label).translate(_SIMPLIFIED)


def _value(text: str) -> str:
    return _BLANK_EDGE.sub("", folded(text.replace(PIECE, "").replace(CELL, " ")).lstrip(":：")).strip()
