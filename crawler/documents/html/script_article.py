"""An article that a page holds in a script: Guangdong's gkmlpt writes `window._CONFIG = { …, DETAIL: {…}, TREE: […] }`.

DETAIL is JSON within an object of JavaScript. Its `content` is the article's HTML; `title`, `identifier` (索引号),
`document_number` (文号), `publisher`, the times in seconds and `attachment` are its head. Most sites draw the article
into the page as well; where they do not, this is all that the page says. The script is read, and never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from crawler.documents.html.flow import lines_of
from crawler.documents.html.head_labels import plain_name
from crawler.documents.html.script_values import ScriptValueError, Value, script_value
from crawler.documents.html.serialised import canonical
from crawler.documents.model import Label, Link
from crawler.documents.wording import folded, squeezed

_OBJECT, _MEMBER = "_CONFIG", "DETAIL"
_DETAIL = re.compile(r"(?<![\w$])DETAIL['\"]?+\s{0,20}+:\s{0,20}+(?=\{)")
_MOST_TRIES = 4
"""Places at which DETAIL is looked for: a second one can only stand in another text of the script."""
_TEXTS = (("索引号", "identifier"), ("文号", "document_number"), ("发布机构", "publisher"))
_DAY = "发布日期"
_PRINTED_AS = {
    "索引号": {"索引号", "信息索引号", "索取号"},
    "文号": {"文号", "发布文号", "发文字号", "文件编号"},
    "发布机构": {
        "发布机构",
        "发布单位",
        "发布部门",
        "公开机构",
        "公开单位",
        "公开部门",
        "制发机构",
        "制发单位",
        "发文机关",
        "发文单位",
    },
    _DAY: {_DAY, "发布时间", "公开日期", "公开时间", "信息发布日期", "发文日期", "发文时间", "时间", "日期", ""},
}
"""Printed labels that say the same, "" being a day without a label: what the page prints goes before its script."""
_TIMES = ("display_publish_time", "date", "first_publish_time", "create_time")
"""Times of an article, the surest day of publication first: the order in which the list's reader takes them."""
_SECONDS = re.compile(r"[0-9]{9,13}")
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800
"""1990 and 2100: another number is no time in seconds."""
_CHINA = timedelta(hours=8)
_LONGEST_TEXT = 300
_MOST_FILES = 200
_COMPARED_LINES = 20
_SHORTEST_LINE = 8


@dataclass(frozen=True, slots=True)
class ScriptArticle:
    title: str
    """"" = none is given."""
    content: str
    """HTML, as the script holds it; "" = none."""
    labels: tuple[Label, ...]
    """Those with a value: 索引号, 文号, 发布机构, and 发布日期 as an ISO day in China."""
    files: tuple[Link, ...]


def holds_script_article(markup: str) -> bool:
    """Whether it is worth looking through the page's scripts: a search of the source, since nearly no page has one."""
    return _OBJECT in markup and _MEMBER in markup


def script_article(page: LexborHTMLParser) -> ScriptArticle | None:
    """The article in the page's scripts (which must not be stripped yet); None without one that can be read."""
    for script in page.css("script"):
        text = script.text()
        if holds_script_article(text):
            for match in islice(_DETAIL.finditer(text, text.index(_OBJECT)), _MOST_TRIES):
                detail = _detail(text, match.end())
                if detail is not None and "content" in detail:
                    return _article(detail)
    return None


def _detail(text: str, start: int) -> Mapping[str, Value] | None:
    try:
        value = script_value(text, start)
    except ScriptValueError:
        return None
    return value if isinstance(value, dict) else None


def _article(detail: Mapping[str, Value]) -> ScriptArticle:
    content = detail["content"]
    return ScriptArticle(
        title=_text(detail.get("title")),
        content=content if isinstance(content, str) else "",
        labels=tuple(Label(name, value) for name, value in _labels(detail) if value),
        files=tuple(_files(detail.get("attachment"))),
    )


def _labels(detail: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    for name, key in _TEXTS:
        yield name, _text(detail.get(key))
    yield _DAY, next((day for key in _TIMES if (day := _day(detail.get(key)))), "")


def _text(value: Value) -> str:
    text = folded(value) if isinstance(value, str) else ""
    return text if len(text) <= _LONGEST_TEXT else ""


def _day(value: Value) -> str:
    """The day in China of a time in seconds or milliseconds, a number or its digits; "" for anything else."""
    if isinstance(value, str) and _SECONDS.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return ""
    seconds = value if value < _LATEST else value // 1000
    if not _EARLIEST <= seconds < _LATEST:
        return ""
    return (datetime.fromtimestamp(seconds, UTC) + _CHINA).date().isoformat()


def _files(value: Value) -> Iterator[Link]:
    for file in value[:_MOST_FILES] if isinstance(value, list) else ():
        if isinstance(file, dict) and isinstance(address := file.get("url"), str):
            yield Link(address.strip(), _text(file.get("name")))


def labels_with_script(printed: Sequence[Label], said: Iterable[Label], has_meta_day: bool) -> tuple[Label, ...]:
    """The printed labels, and behind them what the script says where the page prints no value for it.

    `has_meta_day`: the page's meta tags give the day of publication, which is then not taken from the script.
    """
    added = [
        label
        for label in said
        if not any(other.value and plain_name(other.name) in _PRINTED_AS[label.name] for other in printed)
        and not (label.name == _DAY and has_meta_day)
    ]
    names = {label.name for label in added}
    return (*(label for label in printed if label.name not in names), *added)


def is_drawn(content: LexborHTMLParser, page: LexborHTMLParser) -> bool:
    """Whether the page shows the content itself: half of its lines, or of some spread over it, stand in the page."""
    if content.body is None or page.body is None:
        return False
    lines = [squeezed(line.text) for line in lines_of(canonical(content.body.html or ""))]
    lines = [line for line in lines if len(line) >= _SHORTEST_LINE]
    compared = lines[:: max(1, len(lines) // _COMPARED_LINES)][:_COMPARED_LINES]
    shown = squeezed(folded(page.body.text()))
    return bool(compared) and 2 * sum(line in shown for line in compared) >= len(compared)
