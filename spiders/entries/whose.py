"""Whose a line is: the registry row's body, another body, or nobody by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.sources import Source
from spiders.entries.titles import YEAR, in_brackets, plain, subject

Whose = Literal["own", "maybe", "other", "unnamed"]
"""maybe = what is named may be short for the body, or is no body's name."""

_GOVERNMENT = re.compile(r"(?:人民)?政府$")
_BODY = re.compile(
    r".*(?:政府|局|厅|委|委员会|管委会|协会|联合会|办|办公室|办公厅|办事处|中心|部|院|处|署|镇|乡|街道|县|市|区|州|盟|旗|省|苏木"
    r"|银行|分行|社|馆|所|队|公司|集团|厂|站|台|联|会|校|中学|小学|大学|幼儿园|园区|开发区|村)"
)
_LOCAL = re.compile(r"(?:我|全|本)?(?P<place>省|市|县|区|州|盟|旗|镇|乡)(?:级|本级|(?:人民)?政府(?:本级)?)?")
_PLACES = frozenset({"province", "prefecture", "county", "township"})
"""The levels whose bodies are governments, however the registry names them (昆明市)."""
_DOES = re.compile(r"召开|举行|举办|开展|组织(?!部)|赴|推进|调研|加强|学习|部署|启动|走进|深入|通过|[,。!?:;]")
"""A body's name holds no verb: what does is news of the body."""
_KIND = re.compile(
    r"(?:各|全)?(?:[省市县区州盟旗乡镇]{0,3})(?:级|直|属|辖|本级)?(?:各)?"
    r"(?:部门|单位|工作部门|直属单位|直属部门|组成部门|机构|派出机构|企事业单位|公共企事业单位"
    r"|区县|县区|县市区|县\(市、?区\)|市县|旗县|旗县区|乡镇|镇乡|镇街|街镇|乡镇街道|镇\(街道\)|街道|政府办?|本级|级|年)"
    r"(?:、?和?(?:部门|单位|机构|乡镇|街道|县区|区县|园区|开发区))*"
)
"""市直部门, 县(市、区), 乡镇街道: a kind of bodies names none."""
SHORTEST_NAME = 3
SHORTEST_END = 4
"""工信局 ends the names of hundreds of bodies; 区工业和信息化局 in the column of one of them is that one."""


@dataclass(frozen=True, slots=True)
class Names:
    """A body's names in their plain form."""

    body: str
    aliases: tuple[str, ...]

    def every(self) -> tuple[str, ...]:
        return (self.body, *self.aliases)


def names_of(source: Source) -> Names:
    return Names(_name(source.body), tuple(_name(alias) for alias in source.aliases))


def _name(text: str) -> str:
    """昆明市 and 昆明市人民政府 are one body's names; 市政府办公室 is another's."""
    folded = plain(text)
    return _GOVERNMENT.sub("", folded) or folded


def named_by(words: str) -> str:
    """The words of a title that may name a body; only where none stand outside of brackets, those within."""
    inside = (subject(text) for text in in_brackets(words))
    return subject(words) or next((name for name in inside if is_name_of_a_body(name)), "")


def whose(named: str, source: Source) -> Whose:
    """Whose a line is by the words that may name a body; "" names nobody."""
    if not named:
        return "unnamed"
    names, name = names_of(source), _name(named)
    own = source.scope == "own"
    if _is_body(name, names) or (own and _is_end_of_name(name, names)):
        return "own"
    if own and _is_own_government(named, source):
        return "own"
    if _is_end_of_name(name, names) or _may_be_short_for(name, names.body):
        return "maybe"
    if _names_nobody(named) and (own or any(name.startswith(full) for full in names.every())):
        return "maybe"
    return "other"


def whose_branch(branch: Sequence[str], source: Source) -> tuple[Whose, str]:
    """Whose the lines of a sub-column are by its titles, outermost first, and the name that says so.

    The innermost that names a body decides; a year, a kind of bodies (市直部门) or a place that the body lies in names
    none. A short name (教育局) below another place's (连山区) is that place's.
    """
    said = [(verdict, name) for title in branch if (verdict := _branch_says(name := subject(plain(title)), source))]
    if not said:
        return "unnamed", ""
    verdict, name = said[-1]
    if verdict == "maybe":
        return next(((outer, place) for outer, place in reversed(said) if outer == "other"), (verdict, name))
    return verdict, name


def _branch_says(name: str, source: Source) -> Whose | None:
    if not is_name_of_a_body(name):
        return None
    found = whose(name, source)
    if found != "other":
        return found
    full = plain(source.body)
    if _name(name) in full:
        # 教育局 of 葫芦岛市教育局 is too short for a line's title, but not for a branch's; 葫芦岛市 is where it lies.
        return "maybe" if full.endswith(name) else None
    return "other"


def is_name_of_a_body(words: str) -> bool:
    """Whether the words look like a body's name and nothing else (昆明市财政局)."""
    return (
        len(words) >= SHORTEST_NAME
        and _BODY.fullmatch(words) is not None
        and not says_what_is_done(words)
        and _KIND.fullmatch(words) is None
    )


def says_what_is_done(words: str) -> bool:
    """Whether words tell what a body does (昆明市政务服务管理局召开), which no body's name does."""
    return _DOES.search(words) is not None


def own_name_removed(words: str, source: Source) -> str | None:
    """The words of a cut title without the body's name, or without the beginning of it that they end with.

    None: they show neither. A place before the name (云南省昆明市…) goes with it.
    """
    rest = YEAR.sub("", words)
    for name in sorted(names_of(source).every(), key=len, reverse=True):
        place = rest.find(name)
        if place >= 0 and rest[:place] in plain(source.body):
            return rest[place + len(name) :]
    return None


def ends_with_beginning_of_name(words: str, source: Source) -> bool:
    """Whether a cut title ends within the body's own name (云南省昆明市政务服务管...)."""
    return any(
        len(words) - start >= SHORTEST_END and name.startswith(words[start:])
        for name in names_of(source).every()
        for start in range(len(words))
    )


def _is_body(name: str, names: Names) -> bool:
    """Whether a name is the body's: equal, or longer by a place that lies above it.

    河东区工业和信息化局 is an alias in 临沂 and the name of another body in 天津, so what stands before an alias must
    itself stand in the body's full name.
    """
    if name in names.every() or name.endswith(names.body):
        return True
    return any(name.endswith(alias) and name.removesuffix(alias) in names.body for alias in names.aliases)


def _is_end_of_name(name: str, names: Names) -> bool:
    """区工业和信息化局 in the own column of 河东区工业和信息化局: the body's site need not say which district it is."""
    return len(name) >= SHORTEST_END and any(full.endswith(name) for full in names.every())


def _names_nobody(named: str) -> bool:
    """A slip (…局政府信息公工作) or a word of the report's own (主动公开). What does something is news."""
    words = plain(named)
    return _BODY.fullmatch(words) is None and _DOES.search(words) is None


def _is_own_government(named: str, source: Source) -> bool:
    """县政府, 全县 or 县人民政府 in the own column of a county's government; 县政府办公室 is another body."""
    body = plain(source.body)
    found = _LOCAL.fullmatch(plain(named))
    if found is None or not (body.endswith("政府") or source.level in _PLACES):
        return False
    return _name(body).endswith(found["place"])


def _may_be_short_for(name: str, body: str) -> bool:
    """市政务局 for 昆明市政务服务管理局: its characters stand in the body's name in this order, and both end alike."""
    if len(name) < 3 or name[-1] != body[-1]:
        return False
    place = -1
    for character in name:
        place = body.find(character, place + 1)
        if place < 0:
            return False
    return True
