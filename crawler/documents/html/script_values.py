"""A value written in a page's script → Python values: JSON, or an object of JavaScript (bare names, either quote).

Nothing is run: what is no plain value (a call, a sum, a name of the script's own) is refused. One pass from left to
right without going back, so that a hostile script costs its length and no more. Source: ECMAScript, "Literals".
"""

from __future__ import annotations

import json
import re

MAX_DEPTH = 32
"""Objects and lists open at once. gkmlpt's articles have three."""

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]

_BLANK = re.compile(r"(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+")
_NAME = re.compile(r"[A-Za-z_$][\w$]*+")
# More digits are no number that a page means, and Python refuses to read some thousands of them.
_NUMBER = re.compile(r"-?+\d{1,40}+(?:\.\d{1,40}+)?+(?:[eE][+-]?+\d{1,3}+)?+")
_INSIDE = {quote: re.compile(rf"[^{quote}\\]*+(?:\\.[^{quote}\\]*+)*+", re.DOTALL) for quote in "'\""}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{0{0,2}([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_MOST_CODE_POINTS = 0x110000
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_JSON = json.JSONDecoder(strict=False)
"""Line breaks may stand in its texts as they are."""
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "undefined": None}


class ScriptValueError(ValueError):
    """What stands in the script is no plain value."""


def script_value(text: str, start: int) -> Value:
    """The value that begins at `start` (blanks and comments before it are passed over); what follows it is not read.

    Raises ScriptValueError where no plain value stands there, or one beyond MAX_DEPTH.
    """
    return _Reader(text, start).value(0)


class _Reader:
    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._place = start

    def value(self, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise self._error(f"at most {MAX_DEPTH} objects and lists inside each other")
        character = self._next()
        if character == "{":
            return self._object(depth)
        if character == "[":
            return self._list(depth)
        if character in _INSIDE:
            return self._string()
        if (number := _NUMBER.match(self._text, self._place)) is not None:
            self._place = number.end()
            return float(number[0]) if set(".eE") & set(number[0]) else int(number[0])
        if (name := _NAME.match(self._text, self._place)) is not None and name[0] in _WORDS:
            self._place = name.end()
            return _WORDS[name[0]]
        raise self._error("a value")

    def _object(self, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        self._place += 1
        while self._next() != "}":
            name = self._name()
            if self._next() != ":":
                raise self._error("a colon")
            self._place += 1
            found[name] = self.value(depth + 1)
            self._pass_comma("}")
        self._place += 1
        return found

    def _list(self, depth: int) -> list[Value]:
        found: list[Value] = []
        self._place += 1
        while self._next() != "]":
            found.append(self.value(depth + 1))
            self._pass_comma("]")
        self._place += 1
        return found

    def _name(self) -> str:
        if self._next() in _INSIDE:
            return self._string()
        if (found := _NAME.match(self._text, self._place) or _NUMBER.match(self._text, self._place)) is None:
            raise self._error("a name")
        self._place = found.end()
        return found[0]

    def _string(self) -> str:
        quote = self._text[self._place]
        inside = _INSIDE[quote].match(self._text, self._place + 1)
        if inside is None or not self._text.startswith(quote, inside.end()):
            raise self._error(f"the closing {quote} of what begins")
        self._place = inside.end() + 1
        return _whole(_decoded(inside[0], quote) if "\\" in inside[0] else inside[0])

    def _pass_comma(self, end: str) -> None:
        following = self._next()
        if following == ",":
            self._place += 1
        elif following != end:
            raise self._error(f"a comma or {end}")

    def _next(self) -> str:
        """The next character that counts; "" at the end."""
        if (blank := _BLANK.match(self._text, self._place)) is not None:
            self._place = blank.end()
        return self._text[self._place : self._place + 1]

    def _error(self, expected: str) -> ScriptValueError:
        return ScriptValueError(f"expected {expected} at character {self._place + 1} of the script")


def _decoded(inside: str, quote: str) -> str:
    """What is written between the quotes, its escapes resolved. Nearly always it is JSON, which is read 20 times
    faster: a site may write each Chinese character as an escape."""
    if quote == '"':
        try:
            decoded: str = _JSON.decode(f'"{inside}"')
        except json.JSONDecodeError:
            return _ESCAPE.sub(_unescaped, inside)
        return decoded
    return _ESCAPE.sub(_unescaped, inside)


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code is None:
        return _ESCAPED.get(escape[4], escape[4])
    number = int(code, 16)
    return chr(number) if number < _MOST_CODE_POINTS else "\ufffd"


def _whole(text: str) -> str:
    """The text with the two halves that JavaScript writes a rare character in put together; a half alone is U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
