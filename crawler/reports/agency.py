"""Which name a report prints for the body that publishes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.reports.spacing import close_up

_ENDING = (
    r"(?:人民政府|办公厅|办公室|委员会|管委会|街道办事处|办事处|监督管理局|分局|总局|厅|局|部|院|处|署|中心|总队|支队|大队|公司|学校|大学"
    r"|学院|馆|联合会|协会|政府|委|办|团|所|社|园区|开发区|新区)"
)
_NAME = re.compile(rf"[\u3400-\u9fff〇·（）()]{{2,40}}{_ENDING}(?:办公室|办公厅)?|[\u3400-\u9fff]{{2,30}}{_ENDING}")
_ABBREVIATED = re.compile(r"(?:省|市|州|区|县|旗|镇|乡|厅|局|委)(?![东西南北中]区)|本|我|全|该|各")
"""市政务服务局, 州经信局, 我局: how a body calls itself at home. 市南区, 市中区 … are places."""
_INTRODUCTIONS = (
    re.compile(r"由([^，,。；;（()）：:《]{3,40}?)(?:结合|编制|依据|根据|按照|负责|汇总|编写|撰写)"),
    re.compile(r"(?:现公布|现发布|现将|公布)([^，,。；;（()）：:《]{3,40}?)(?:19|20)\d{2}\s*年"),
    re.compile(r"(?:^|。)([^，,。；;（()）：:《]{3,40}?)(?:根据|依据|按照)《"),
)
_YEAR_SENTENCE = re.compile(
    rf"(?:19|20)\d{{2}}\s*年度?[,，]?\s*([\u3400-\u9fff]{{2,30}}?{_ENDING}(?:办公室|办公厅)?)(?=[\u3400-\u9fff])"
)
_SIGNATURE_LINES = 4


def is_agency_name(text: str) -> bool:
    """A body's full name: ends as bodies do, names its place, is no web site's."""
    plain = close_up(text)
    return _NAME.fullmatch(plain) is not None and _ABBREVIATED.match(plain) is None


def find_agency(
    title_name: str | None, labels: Sequence[str], introduction: Sequence[str], prose: Sequence[str]
) -> str | None:
    """The fullest name that a document prints for its body; None where it prints none.

    `title_name`: the name in its title; `labels`: 发布机构, 来源 and their like in order of trust; `introduction`: the
    paragraphs before section 1; `prose`: those from section 1 on, the signature last. The first source that has a
    full name decides; another one is taken over it only when it is the same name with more in front (临沂市 …).
    """
    names = [close_up(name) for name in _printed_names(title_name, labels, introduction, prose)]
    full = [name for name in names if is_agency_name(name) or (name == title_name and not _ABBREVIATED.match(name))]
    if not full:
        return title_name
    chosen = full[0]
    return max((name for name in full if name.endswith(chosen)), key=len)


def _printed_names(
    title_name: str | None, labels: Sequence[str], introduction: Sequence[str], prose: Sequence[str]
) -> Iterator[str]:
    if title_name is not None:
        yield title_name
    yield from labels
    for paragraph in introduction:
        for pattern in _INTRODUCTIONS:
            if (match := pattern.search(paragraph)) is not None:
                yield re.sub(r"^(?:本报告|本年度报告|报告)", "", match[1])
    for paragraph in prose[-_SIGNATURE_LINES:]:
        if len(paragraph) <= 30:
            yield paragraph
    said = Counter(match[1] for paragraph in [*introduction, *prose] for match in _YEAR_SENTENCE.finditer(paragraph))
    for name, _ in said.most_common():
        yield name
