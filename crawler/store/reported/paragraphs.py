"""Two texts held against each other, paragraph by paragraph, and word by word within a paragraph. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

LEAST_LIKE = 0.5
"""Of the pieces of two paragraphs, the share that must be the same for one to be the other, changed."""
_PIECE = re.compile(r"\d+(?:[.,，]\d+)*%?|[A-Za-z]+|.", re.DOTALL)
"""A number is one piece: 13 that becomes 18 is not a 1 that stays and a 3 that becomes an 8."""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a changed paragraph: `before` and `after` are equal where it is unchanged."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """`words` in order; an appeared paragraph has nothing before, a disappeared one nothing after."""

    kind: Literal["appeared", "disappeared", "changed"]
    words: tuple[Words, ...]

    @property
    def before(self) -> str:
        return "".join(one.before for one in self.words)

    @property
    def after(self) -> str:
        return "".join(one.after for one in self.words)


@dataclass(frozen=True, slots=True)
class TextChanges:
    changes: tuple[ParagraphChange, ...]
    unchanged: int
    """Paragraphs that both texts have."""


def text_changes(before: str, after: str) -> TextChanges:
    """What the paragraphs of `after` say otherwise. A paragraph that only moved has disappeared and appeared."""
    old, new = (tuple(line for line in text.split("\n") if line) for text in (before, after))
    changes: list[ParagraphChange] = []
    unchanged = 0
    for tag, start, end, other_start, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            unchanged += end - start
        else:
            changes += _replaced(old[start:end], new[other_start:other_end])
    return TextChanges(tuple(changes), unchanged)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[ParagraphChange]:
    """Paragraphs in place of others: each is paired with the first that is alike enough, in order."""
    waiting = list(new)
    for paragraph in old:
        place = next((at for at, other in enumerate(waiting) if _alike(paragraph, other)), None)
        if place is None:
            yield ParagraphChange("disappeared", (Words(paragraph, ""),))
            continue
        for other in waiting[:place]:
            yield ParagraphChange("appeared", (Words("", other),))
        yield ParagraphChange("changed", tuple(changed_words(paragraph, waiting[place])))
        del waiting[: place + 1]
    for other in waiting:
        yield ParagraphChange("appeared", (Words("", other),))


def _alike(left: str, right: str) -> bool:
    matcher = SequenceMatcher(None, _PIECE.findall(left), _PIECE.findall(right), autojunk=False)
    return matcher.quick_ratio() >= LEAST_LIKE and matcher.ratio() >= LEAST_LIKE


def changed_words(before: str, after: str) -> Iterator[Words]:
    """The stretches of one paragraph, alternately unchanged and changed."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    for _, start, end, other_start, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Words("".join(old[start:end]), "".join(new[other_start:other_end]))
