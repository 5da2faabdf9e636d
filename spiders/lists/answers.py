"""What list APIs answer with, held against what was expected: one clear line where it is something else."""

from __future__ import annotations

import json
import re
from typing import Any

from spiders.lists.model import ListError

_SHOWN = 60
_MARKUP_START = re.compile(r"\s*<")
COUNT = r"\d{1,9}"
"""A count in an answer: longer numbers are no count of a list's entries, and nothing is computed from them."""


def shown(text: str) -> str:
    """The beginning of what stood where something else was expected, on one line."""
    folded = " ".join(text[: _SHOWN * 4].split()).encode("utf-8", errors="replace").decode("utf-8")
    if not folded:
        return "nothing"
    return repr(folded[:_SHOWN] + ("…" if len(folded) > _SHOWN else ""))


def json_object(text: str, what: str) -> dict[str, Any]:
    """`what` names the answer in the error's line. Raises ListError."""
    found: Any = None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, or nested beyond all sense
        kind = "markup" if _MARKUP_START.match(text) else "no JSON"
        raise ListError(f"expected {what} as a JSON object, found {kind}: {shown(text)}") from None
    if not isinstance(found, dict):
        raise ListError(f"expected {what} as a JSON object, found {shown(text)}")
    return found


def count_of(value: object) -> int | None:
    """A count as APIs write it, 31 or "31"; None for anything else, and for numbers of ten digits or more."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 10**9 else None
    return int(value) if re.fullmatch(rf"\s*{COUNT}\s*", value) and value.isascii() else None
