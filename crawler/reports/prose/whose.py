"""Whose figures a clause of the prose speaks of: the body's own, a whole area's, or another body's."""

from __future__ import annotations

import re

from crawler.reports.words.normalise import fold_blanks

_SCOPE = re.compile(
    r"全[省市区县州旗盟镇乡]|全系统|[省市区县州旗][级直](?:各)?(?:部门|单位|机关)|[省市区县州旗]?[局厅委]机关|下属(?:单位|部门|机构)|直属(?:单位|机构)"
    r"|各(?:级|部门|单位|镇街|街镇|乡镇|街道|县区|区县|县市区|镇|乡)"
    r"|[省市区县州旗](?:人民)?政府(?:办公厅|办公室|办)?|本(?:机关|单位|部门|局|厅|委|办|级|镇|乡|街道|院|中心)"
    r"|我(?:省|市|区|县|州|旗|镇|乡|街道|局|厅|委|办|院|处|中心|单位|部门|机关)"
)
_BEFORE = re.compile(r"^(?:(?:19|20)\d{2}年度?|本年度?|年度?内|全年|今年|当年|期间|,)+")
_BODY = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{0,30}(?:局|委|委员会|厅|镇|乡|院|街道|中心|政府|办事处|办公室|办|公司|学校|大学|村|社区))"
    r"(?:共计|总共|一共|累计|合计|分别|全年|本年度?|当年|依法|今年|共|新|已|均|总)*"
)
_OWN_OR_AREA = re.compile(r"全|各|本|我|该|[省市区县州旗](?:人民)?政府")


def scope_of(text: str) -> str:
    """The last word of a sentence, blanks left out, that says whose figures it speaks of; "" where none does."""
    found: list[str] = _SCOPE.findall(text)
    return found[-1] if found else ""


def is_of_another_body(subject: str, agency: str | None) -> bool:
    """Whether what stands before the verb ends with the name of a body that is not the report's own.

    A body calls itself by less than its name (州经信局), so the characters of the one must stand in the other in their
    order. Words for an area or a government (全县, 县政府办) are scopes and no other bodies, and nothing is known to be
    another's where the report's own body is not (`agency` is None).
    """
    named = _BODY.fullmatch(_BEFORE.sub("", subject)) if agency is not None else None
    if agency is None or named is None or _OWN_OR_AREA.match(named["body"]):
        return False
    own, body = fold_blanks(agency), named["body"]
    return not (_is_within(body, own) or _is_within(own, body))


def _is_within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)
