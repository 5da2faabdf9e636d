"""Hanweb's paging script: the call `$('#5501').jpage({…})` in a column page, which says all that the list's API wants.

It is JavaScript, not JSON: bare keys, either quote, numbers bare or quoted. So it is read value by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from spiders.lists.answers import COUNT

_COLUMN = re.compile(r"/col/col(\d+)(?:/|$)")
_CALL = re.compile(r"\.\s*jpage\s*\(\s*\{")
_CALL_LENGTH = 5_000
_CALLS_READ = 10
"""A real call has some 600 characters, and a page one to three of them; a hostile page is not read beyond this."""
_STRING = r"'(?:[^'\\]|\\.){0,600}+'|\"(?:[^\"\\]|\\.){0,600}+\""
_ITEM = re.compile(r"\s*('(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\")\s*,?", re.DOTALL)
_PIECE = re.compile(rf"{_STRING}|[{{}}]", re.DOTALL)
_PAIR = re.compile(rf"""['"]?(\w{{1,40}})['"]?\s*:\s*({_STRING}|[^\s,{{}}'"]*)""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_AJAX = re.compile(r"""['"]?ajaxParam['"]?\s*:\s*\{""")


@dataclass(frozen=True, slots=True)
class PagingCall:
    options: dict[str, str]
    """The call's own values: proxyUrl, perPage, totalRecord, dataStore …"""
    parameters: tuple[tuple[str, str], ...]
    """Its ajaxParam: what a browser posts, name by name in the page's order."""

    def parameter(self, name: str) -> str | None:
        return next((value for key, value in self.parameters if key == name), None)

    def count(self, name: str) -> int | None:
        """An option that counts something; None where it is missing or no count."""
        value = self.options.get(name, "").strip()
        return int(value) if re.fullmatch(COUNT, value) and value.isascii() else None


def column_number(address: str) -> str | None:
    """The column that a Hanweb address names (`/col/col901/`): the columnid of its own list's script."""
    found = _COLUMN.search(urlsplit(address).path)
    return found[1] if found else None


def paging_calls(html: str) -> tuple[PagingCall, ...]:
    """Every call of the script in a page, in page order: desktop and mobile twins and side boxes have their own."""
    return tuple(_call(text) for text in _arguments(html))


def string_array(html: str, name: str) -> tuple[str, ...]:
    """The strings of `var name = ['…', '…']`; () where the page has no such array."""
    start = re.search(rf"(?<![\w$]){re.escape(name)}\s*=\s*\[", html)
    if start is None:
        return ()
    found: list[str] = []
    position = start.end()
    while (string := _ITEM.match(html, position)) is not None:
        found.append(_unquoted(string[1]))
        position = string.end()
    return tuple(found)


def _arguments(html: str) -> Iterator[str]:
    for start in islice(_CALL.finditer(html), _CALLS_READ):
        text = html[start.end() : start.end() + _CALL_LENGTH]
        end = _closing(text)
        if end is not None:
            yield text[:end]


def _closing(text: str) -> int | None:
    """Where the brace closes that stands open before the text."""
    depth = 1
    for piece in _PIECE.finditer(text):
        depth += {"{": 1, "}": -1}.get(piece[0], 0)
        if depth == 0:
            return piece.start()
    return None


def _call(text: str) -> PagingCall:
    inner = _AJAX.search(text)
    if inner is None:
        return PagingCall(dict(_pairs(text)), ())
    end = _closing(text[inner.end() :])
    stop = len(text) if end is None else inner.end() + end
    options = _pairs(text[: inner.start()] + text[stop + 1 :])
    return PagingCall(dict(options), tuple(_pairs(text[inner.end() : stop])))


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(pair[1], _unquoted(pair[2])) for pair in _PAIR.finditer(text)]


def _unquoted(value: str) -> str:
    if value[:1] not in ("'", '"'):
        return value
    return _ESCAPE.sub(_unescaped, value[1:-1])


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(escape[3], escape[3])
