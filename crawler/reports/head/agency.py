"""Which name a report prints for the body that publishes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.reports.words.simplify import simplified_prose
from crawler.reports.words.spacing import close_up

_ENDING = (
    r"(?:人民政府|办公厅|办公室|委员会|管委会|街道办事处|办事处|监督管理局|分局|总局|厅|局|部|院|处|署|中心|总队|支队|大队|公司|学校|大学"
    r"|学院|馆|联合会|协会|政府|委|办|团|所|社|园区|开发区|新区)"
)
_NAME = re.compile(rf"[\u3400-\u9fff〇·（）()]{{2,40}}{_ENDING}(?:办公室|办公厅)?|[\u3400-\u9fff]{{2,30}}{_ENDING}")
_ABBREVIATED = re.compile(
    r"(?:省|市|州|区|县|旗|厅|局|委)(?![东西南北中]区)|本(?!溪)|我|全(?![椒州南])|该|各|[镇乡](?:人民|政府|党|机关)"
)
"""市政务服务局, 州经信局, 我局: how a body calls itself at home. 市南区, 市中区, 本溪, 全椒, 镇江 … are places."""
_INTRODUCTIONS = (
    re.compile(r"由([^，,。；;（()）：:《]{3,40}?)(?:结合|编制|依据|根据|按照|负责|汇总|编写|撰写)"),
    re.compile(r"(?:现公布|现发布|现将|公布)([^，,。；;（()）：:《]{3,40}?)(?:19|20)\d{2}\s*年"),
    re.compile(r"(?:^|。)([^，,。；;（()）：:《]{3,40}?)(?:根据|依据|按照)《"),
)
_YEAR_SENTENCE = re.compile(
    rf"(?:19|20)\d{{2}}\s*年度?[,，]?\s*([\u3400-\u9fff]{{2,30}}?{_ENDING}(?:办公室|办公厅)?)(?=[\u3400-\u9fff])"
)
_SIGNATURE_LINES = 4
_LONGEST_SIGNATURE = 30
_SIGNED = re.compile(r"\s*(?:(?:19|20)\d{2}\s*年|[一二][〇○零Ｏ一二三四五六七八九O0０]{3}\s*年).*$")


def is_agency_name(text: str) -> bool:
    """A body's full name: ends as bodies do, names its place, is no web site's."""
    plain = simplified_prose(close_up(text))
    return _NAME.fullmatch(plain) is not None and _ABBREVIATED.match(plain) is None


def says_no_place(text: str) -> bool:
    """How a body calls itself, or one beside it, at home: 市教育局, 州经信局, 我局. No name by which others know it."""
    return _ABBREVIATED.match(simplified_prose(close_up(text))) is not None


def find_agency(
    title_name: str | None, labels: Sequence[str], introduction: Sequence[str], prose: Sequence[str]
) -> str | None:
    """The fullest name that a document prints for its body; None where it prints none.

    `title_name`: the name in its title; `labels`: 发布机构, 来源 and their like in order of trust; `introduction`: the
    paragraphs before section 1; `prose`: those from section 1 on, the signature last.

    Order of trust: title, labels, introduction, signature, and only where none of them has a full name the sentences of
    the prose. The first source that has a full name decides; another one is taken over it only when it is the same name
    with more in front (临沂市 …), or when the title names a place alone (示范市) and it begins with that place.
    """
    names = [close_up(name) for name in _printed_names(title_name, labels, introduction, prose)]
    full = [name for name in names if is_agency_name(name)]
    if title_name is not None and _ABBREVIATED.match(title_name) is None and not is_agency_name(title_name):
        # A place, or a body whose name ends as no other: its own name with more behind it is fuller.
        return next((name for name in full if name.startswith(title_name)), title_name)
    if not full:
        full = [name for name in _said_names([*introduction, *prose]) if is_agency_name(name)]
    if not full:
        return title_name
    return max((name for name in full if name.endswith(full[0])), key=len)


def _printed_names(
    title_name: str | None, labels: Sequence[str], introduction: Sequence[str], prose: Sequence[str]
) -> Iterator[str]:
    if title_name is not None:
        yield title_name
    yield from labels
    for paragraph in introduction:
        plain = simplified_prose(paragraph)
        for pattern in _INTRODUCTIONS:
            if (match := pattern.search(plain)) is not None:
                yield re.sub(r"^(?:本年度|本)?[报報]告由?|^由", "", paragraph[match.start(1) : match.end(1)])
    for paragraph in (prose or introduction)[-_SIGNATURE_LINES:]:
        if len(paragraph) <= _LONGEST_SIGNATURE:
            yield _SIGNED.sub("", paragraph)


def _said_names(texts: Sequence[str]) -> Iterator[str]:
    """The names that sentences begin with (2022年,迪庆州工业和信息化局主动公开 …), the most frequent first."""
    said = Counter(
        text[match.start(1) : match.end(1)]
        for text in texts
        for match in _YEAR_SENTENCE.finditer(simplified_prose(text))
    )
    for name, _ in said.most_common():
        yield close_up(name)
