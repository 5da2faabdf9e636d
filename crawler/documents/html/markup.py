"""Bounds on markup before a tree is built from it, for the two things that make an HTML tree grow out of hand."""

from __future__ import annotations

import re

from crawler.documents.limits import MAX_DEPTH, MAX_MARKUP_CHARACTERS, MAX_OPEN_FORMATTING
from crawler.documents.model import DocumentError

_FORMATTING_NAMES = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
# Only tags with attributes multiply: of equal elements the standard keeps three. Written without IGNORECASE, which is
# ten times slower, since every page is searched with it; the first two letters refuse most tags (td, tr, span, a, p).
_WITH_ATTRIBUTES = re.compile(
    r"<(?=[bBcCeEfFiInNsStTuU](?![aAcCdDhHpPrR]))"
    r"(?:[bBiIsSuU]|[bB][iI][gG]|[cC][oO][dD][eE]|[eE][mM]|[fF][oO][nN][tT]|[nN][oO][bB][rR]|[sS][mM][aA][lL][lL]"
    r"|[sS][tT][rR][iI][kK][eE]|[sS][tT][rR][oO][nN][gG]|[tT][tT])[\s/]"
)
_FORMATTING = re.compile(rf"<(/?)(?:{_FORMATTING_NAMES})(?=[\s/>])", re.IGNORECASE)
_FORMATTING_TAG = re.compile(rf"</?(?:{_FORMATTING_NAMES})(?:[\s/][^>]*)?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
# Without an end tag by the standard, or closed by their next sibling: they do not deepen the tree by themselves.
_SHALLOW = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "colgroup",
        "caption",
        "body",
        "html",
        "head",
    ]
)


def bounded(markup: str) -> str:
    """The markup, fit to be parsed in bounded time; formatting tags are taken out where they would multiply.

    Raises DocumentError for a page that is too long or nested too deep.
    """
    if len(markup) > MAX_MARKUP_CHARACTERS:
        raise DocumentError(
            f"the page has {len(markup):,} characters, more than the {MAX_MARKUP_CHARACTERS:,} that are read"
        )
    if markup.count("<") > MAX_DEPTH and _deepest(markup) > MAX_DEPTH:
        raise DocumentError(f"the page nests more than {MAX_DEPTH:,} elements: it is broken or hostile")
    if _open_formatting(markup) > MAX_OPEN_FORMATTING:
        return _FORMATTING_TAG.sub("", markup)
    return markup


def _open_formatting(markup: str) -> int:
    if len(_WITH_ATTRIBUTES.findall(markup)) <= MAX_OPEN_FORMATTING:
        return 0
    open_now = most = 0
    for slash in _FORMATTING.findall(markup):
        open_now = max(open_now - 1, 0) if slash else open_now + 1
        most = max(most, open_now)
    return most


def _deepest(markup: str) -> int:
    depth = deepest = 0
    for slash, name in _ANY_TAG.findall(markup):
        if name.lower() in _SHALLOW:
            continue
        depth = max(depth - 1, 0) if slash else depth + 1
        deepest = max(deepest, depth)
    return deepest
