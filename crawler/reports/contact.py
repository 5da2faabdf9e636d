"""The sentence that says whom to ask: 请与X联系（地址：…，邮编：…，电话：…）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from crawler.reports.model import Contact
from crawler.reports.spacing import close_up

_UNIT = r"(?P<unit>[^，,。；;（）()：:“”《》]{2,60}?)"
_WITHOUT_REQUEST = re.compile(rf"与\s*{_UNIT}(?<!的)\s*(?:取得)?\s*联系(?=\s*[（(，,：:])")
"""与X联系 without 请 may be prose (加强与代表的联系): it counts only with details behind it."""
_SENTENCES = (
    re.compile(rf"请\s*(?:直接|及时|径)?\s*(?:与|同|向)\s*{_UNIT}\s*(?:取得)?\s*(?:联系|咨询|反映|垂询)"),
    re.compile(rf"请\s*(?:直接)?\s*(?:联系|致电|咨询)\s*{_UNIT}\s*(?=[（(，,。：:]|$)"),
    _WITHOUT_REQUEST,
)
_LABELS = {
    "address": r"(?:联系|通讯|通信|办公)?地\s*址",
    "postcode": r"邮\s*政?\s*编\s*码?",
    "phone": r"(?:联系|咨询|办公)?电\s*话(?:号码)?|联系方式",
    "fax": r"传\s*真(?:号码)?",
    "email": r"(?:电子)?邮\s*箱(?:地址)?|电子邮件|[Ee]-?[Mm]ail",
    "other": r"网\s*址|网站|联\s*系\s*人|办公时间",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()))
_DETAIL = re.compile(rf"(?:{'|'.join(_LABELS.values())})\s*(?:[：:]|为|是)\s*")
_SENTENCE_END = re.compile(r"[。\n]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_FOLLOWING = 4


def find_contact(paragraphs: Sequence[str]) -> Contact:
    """Who answers questions, in the words of the report; each None where it is not printed.

    Numbers keep the dashes they are printed with (0871—63149962), only blanks are closed up. Without a sentence that
    says to get in touch with somebody there is no contact: an address in the prose is not one.
    """
    for number, paragraph in enumerate(paragraphs):
        for pattern in _SENTENCES:
            for match in pattern.finditer(paragraph):
                details: dict[str, str] = {}
                for clause in [_clause(paragraph[match.end() :]), *_detail_lines(paragraphs[number + 1 :])]:
                    details = _details(clause) | details
                if details or pattern is not _WITHOUT_REQUEST:
                    return Contact(unit=close_up(match["unit"]), **details)
    return Contact()


def _clause(rest: str) -> str:
    """What belongs to the sentence: its bracket, or all up to its full stop."""
    stripped = rest.lstrip()
    if stripped[:1] in ("（", "("):
        return _up_to_bracket(stripped[1:])
    return _SENTENCE_END.split(stripped, maxsplit=1)[0]


def _detail_lines(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs below that go on with a detail: some reports give each a line."""
    found: list[str] = []
    for paragraph in paragraphs[:_FOLLOWING]:
        if _DETAIL.match(paragraph.strip()) is None:
            break
        found.append(_SENTENCE_END.split(paragraph.strip(), maxsplit=1)[0])
    return found


def _details(clause: str) -> dict[str, str]:
    labels = list(_DETAIL.finditer(clause))
    found: dict[str, str] = {}
    for label, following in zip_longest(labels, labels[1:]):
        name = next(name for name, value in _named(label[0]).items() if value)
        value = _up_to_bracket(clause[label.end() : following.start() if following is not None else len(clause)])
        value = value.strip(" \u3000，,；;、.")
        if name != "other" and value:
            found.setdefault(name, _email(value) if name == "email" else _closed(name, value))
    return found


def _named(label: str) -> dict[str, str]:
    match = _LABEL.match(label)
    return match.groupdict(default="") if match is not None else {}


def _up_to_bracket(text: str) -> str:
    """Up to the bracket that closes what was opened before the text."""
    depth = 0
    for place, character in enumerate(text):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth -= 1
            if depth < 0:
                return text[:place]
    return text


def _closed(name: str, value: str) -> str:
    return close_up(value) if name == "address" else re.sub(r"\s+", "", value)


def _email(value: str) -> str:
    match = _EMAIL.search(re.sub(r"\s+", "", value))
    return match[0] if match is not None else value
