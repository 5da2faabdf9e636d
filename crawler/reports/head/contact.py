"""Whom to ask: 请与X联系（地址：…，邮编：…，电话：…）, a list of 联系单位：X, 地址：…, or 请拨打0871-…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from crawler.reports.model import Contact
from crawler.reports.words.simplify import simplified_prose
from crawler.reports.words.spacing import close_up

_ORDINAL = r"(?:(?:\d|[一二三四五六])\s*[.、．])?"
_UNIT = r"(?P<unit>[^，,。；;（）()：:“”《》]{2,60}?)"
_WITHOUT_REQUEST = re.compile(rf"与\s*{_UNIT}(?<!的)\s*(?:取得)?\s*联系(?=\s*[（(，,：:])")
"""与X联系 without 请 may be prose (加强与代表的联系): it counts only with details behind it."""
_UNIT_AND_BRACKET = re.compile(
    rf"(?:与|同|向)\s*{_UNIT}\s*(?=[（(][^（）()]{{4,200}}[）)]\s*(?:取得)?\s*(?:联系|咨询|反映))"
)
"""请与X（地址：…，电话：…）联系."""
_CALL = re.compile(
    r"(?:请|可)\s*(?:直接|及时)?\s*(?:来电|致电|拨打|来信|来函|联系|咨询|反馈)(?:我们)?(?=\s*[（(，,：:]|[^。，,]{0,6}电\s*话|\s*\d)"
)
"""如有疑问，请拨打联系电话：0871-…: nobody is named."""
_SENTENCES = (
    re.compile(rf"请\s*(?:直接|及时|径)?\s*(?:与|同|向)\s*{_UNIT}\s*(?:取得)?\s*(?:联系|咨询|反映|垂询)"),
    re.compile(rf"请\s*(?:直接)?\s*(?:联系|致电|咨询)\s*[：:]?\s*(?![地邮电传]){_UNIT}\s*(?=[（(，,。：:]|$)"),
    _UNIT_AND_BRACKET,
    _WITHOUT_REQUEST,
    _CALL,
)
_NEEDS_DETAILS = frozenset({_WITHOUT_REQUEST, _CALL})
_LISTED_UNIT = re.compile(
    rf"\s*{_ORDINAL}\s*(?:联\s*系|受\s*理|承\s*办|咨\s*询|工\s*作)\s*"
    r"(?:单\s*位|部\s*门|机\s*构|科\s*室|处\s*室|方\s*式)\s*[：:]\s*"
    r"(?![\d（(]|(?:联系|通讯|通信|办公)?\s*[地邮电传])(?P<unit>[^，,。；;：:]{2,60}?)"
    r"(?=\s*(?:[，,。；;]|$|\s(?:联系|通讯|通信|办公)?(?:地|邮|电|传)))"
)
_UNIT_WITHIN = re.compile(r"(?<=[。；;，,：:\s])联\s*系\s*(?:单\s*位|部\s*门|机\s*构|科\s*室|处\s*室)\s*[：:]")
"""联系单位：X in the midst of a paragraph; 承办单位：X there is a page's foot."""
_OPENS_LIST = re.compile(r"\s*联\s*系\s*方\s*式\s*(?:如下)?\s*[：:]?\s*$")
_LABELS = {
    "address": r"(?:联\s*系|通\s*讯|通\s*信|办\s*公|单\s*位)?\s*地\s*址",
    "postcode": r"邮\s*政?\s*编\s*码?",
    "phone": r"(?:联\s*系|咨\s*询|办\s*公|固\s*定)?\s*电\s*话(?:号码)?|联系方式",
    "fax": r"传\s*真(?:号码|电话)?",
    "email": r"(?:电\s*子)?\s*邮\s*箱(?:地址)?|电\s*子\s*邮\s*件|[Ee]-?[Mm]ail",
    "other": r"网\s*址|网站|联\s*系\s*人|办公时间|工作时间",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()))
_DETAIL = re.compile(rf"(?:{'|'.join(_LABELS.values())})\s*(?:[：:]|为|是|(?=[（(]?\d))\s*")
_LISTED_DETAIL = re.compile(rf"\s*{_ORDINAL}\s*{_DETAIL.pattern}")
_SENTENCE_END = re.compile(r"[。\n]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DIGIT = re.compile(r"\d")
_ASKS = ("联", "电", "咨询", "反映", "垂询", "咨 询")
"""One of these stands in every paragraph that says whom to ask."""
_FOLLOWING = 7


def find_contact(paragraphs: Sequence[str]) -> Contact:
    """Who answers questions, in the words of the report; each None where it is not printed.

    Numbers keep the dashes they are printed with (0871—63149962), only blanks are closed up. Without a sentence that
    says to get in touch, or a list that begins with 联系单位 or 联系方式, there is no contact: an address in the prose
    is not one.
    """
    plain = [simplified_prose(paragraph) for paragraph in paragraphs]
    found = _find(plain)
    return found if found == Contact() or plain == list(paragraphs) else _as_printed(found, paragraphs, plain)


def _as_printed(found: Contact, paragraphs: Sequence[str], plain: Sequence[str]) -> Contact:
    """The same in the characters of the report, where they were turned to be recognised."""
    printed, turned = ("".join("".join(texts).split()) for texts in (paragraphs, plain))

    def restored(value: str | None) -> str | None:
        asked = "".join(value.split()) if value is not None else ""
        place = turned.find(asked) if asked else -1
        return value if place < 0 else printed[place : place + len(asked)]

    return Contact(
        unit=restored(found.unit),
        address=restored(found.address),
        postcode=found.postcode,
        phone=restored(found.phone),
        fax=restored(found.fax),
        email=found.email,
    )


def _find(paragraphs: Sequence[str]) -> Contact:
    for number, paragraph in enumerate(paragraphs):
        if not any(word in paragraph for word in _ASKS):
            continue
        found = _in_sentence(paragraph, paragraphs[number + 1 : number + 1 + _FOLLOWING])
        if found is None and (len(paragraph) <= 200 or _UNIT_WITHIN.search(paragraph) is not None):
            found = _in_list(paragraph, paragraphs[number + 1 : number + 1 + _FOLLOWING])
        if found is not None:
            return found
    return Contact()


def _in_sentence(paragraph: str, following: Sequence[str]) -> Contact | None:
    for pattern in _SENTENCES:
        for match in pattern.finditer(paragraph):
            details: dict[str, str] = {}
            for clause in [_clause(paragraph[match.end() :]), *_detail_lines(following)]:
                details = _details(clause) | details
            if details or pattern not in _NEEDS_DETAILS:
                unit = match.groupdict().get("unit")
                return Contact(unit=close_up(unit) if unit else details.pop("unit", None), **_without_unit(details))
    return None


def _in_list(paragraph: str, following: Sequence[str]) -> Contact | None:
    """联系单位：X, with the details behind it or on the lines below it."""
    named = _LISTED_UNIT.match(paragraph)
    if named is None and (within := _UNIT_WITHIN.search(paragraph)) is not None:
        paragraph = _SENTENCE_END.split(paragraph[within.start() :], maxsplit=1)[0]
        named = _LISTED_UNIT.match(paragraph)
    if named is None and _OPENS_LIST.match(paragraph) is None:
        return None
    details = _details(paragraph[named.end() :]) if named is not None else {}
    for clause in _detail_lines(following):
        details = _details(clause) | details
    unit = close_up(named["unit"]) if named is not None else details.get("unit")
    return Contact(unit=unit, **_without_unit(details)) if details else None


def _without_unit(details: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in details.items() if name != "unit"}


def _clause(rest: str) -> str:
    """What belongs to the sentence: its bracket, or all up to its full stop."""
    stripped = rest.lstrip()
    if stripped[:1] in ("（", "("):
        return _up_to_bracket(stripped[1:])
    return _SENTENCE_END.split(stripped, maxsplit=1)[0]


def _detail_lines(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs below that go on with a detail: some reports give each a line."""
    found: list[str] = []
    for paragraph in paragraphs:
        if _LISTED_DETAIL.match(paragraph) is None and _LISTED_UNIT.match(paragraph) is None:
            break
        found.append(_SENTENCE_END.split(paragraph.strip(), maxsplit=1)[0])
    return found


def _details(clause: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if (named := _LISTED_UNIT.match(clause)) is not None:
        found["unit"] = close_up(named["unit"])
    labels = list(_DETAIL.finditer(clause))
    for label, following in zip_longest(labels, labels[1:]):
        name = next(name for name, value in _named(label[0].lstrip()).items() if value)
        value = _up_to_bracket(clause[label.end() : following.start() if following is not None else len(clause)])
        value = value.strip(" \u3000，,；;、.。")
        if name == "other" or not value or (name in ("phone", "fax", "postcode") and _DIGIT.search(value) is None):
            continue
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
