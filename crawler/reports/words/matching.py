"""Find which label of a form a printed label is: exactly, or, guarded, as the one that it is clearly nearest to.

The guard. A print that is no known label is accepted as a misprint of one when, and only when, one of these holds:

* likeness ≥ 0.7 (1 − edit distance ÷ the longer length; a swap of two neighbours counts as one edit) and every other
  label is at least 0.15 less like it. Both prints have at least four characters. The damage met on real pages lies
  above: 上年转结… 0.93, 补征后早请… 0.82, 其他法律行政止公开 0.75; two different labels of one form that are most alike
  (本年新收…, 上年结转…) reach 0.71 and are told apart by the distance to the second.
* it is the beginning of exactly one label and has at least five characters (a page break tears labels so).

Words of another time or of another body (上年, 2022年, 全县) are never a misprint of 本年, nor of nothing: the print
then names other numbers, and is no label of the form.

Where several labels are near, those of the group that the row stands in (（四）无法提供 …) are tried alone.
What is accepted so is never silent: the reader flags the row `fuzzy_label`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crawler.reports.words.normalise import label_key

LEAST_LIKENESS = 0.7
LEAST_LEAD = 0.15
LEAST_LENGTH = 4
LEAST_TORN_LENGTH = 5

_OTHER_YEAR = re.compile("上一?年|去年|往年|前年|20[0-9]{2}年")
_THIS_YEAR = re.compile("本年|今年")
_WHOLE_PLACE = re.compile("全[省市县区州旗镇乡]|全系统")


@dataclass(frozen=True, slots=True)
class Match:
    key: str
    exact: bool
    """False: a misprint that was accepted; the reader flags it."""
    label: str
    """The label of the form that the print stands for."""


class Vocabulary:
    """The labels of one axis of a form. Keys are the contract's words, labels what the forms print."""

    def __init__(
        self, labels: Mapping[str, Iterable[str]], misprints: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._exact: dict[str, Match] = {}
        self._labels: dict[str, list[str]] = {}
        for key, printed in labels.items():
            for label in printed:
                normal = label_key(label)
                known = self._exact.get(normal)
                if known is not None and known.key != key:
                    raise ValueError(f"label {label!r} stands for both {known.key} and {key}")
                self._exact[normal] = Match(key, exact=True, label=label)
                self._labels.setdefault(key, []).append(normal)
        for key, printed in (misprints or {}).items():
            for label in printed:
                official = next(match.label for match in self._exact.values() if match.key == key)
                self._exact[label_key(label)] = Match(key, exact=False, label=official)
        # The same labels stand in every report, and the guard costs a comparison with each label of the form.
        self._guarded = lru_cache(maxsize=4096)(self._guard)

    def keys(self) -> frozenset[str]:
        return frozenset(self._labels)

    def printed_keys(self) -> frozenset[str]:
        """The `label_key` of every label, layout and known misprint: what `exact` finds."""
        return frozenset(self._exact)

    def official(self, key: str) -> str:
        """What the form prints for a key (the first of its layouts). Raises KeyError for a key that is not here."""
        try:
            return next(match.label for match in self._exact.values() if match.key == key)
        except StopIteration:
            raise KeyError(key) from None

    def begins(self, text: str) -> bool:
        """Whether a label of the form, or a misprint known by name, begins with the text (the whole label counts)."""
        normal = label_key(text)
        return any(label.startswith(normal) for label in self._exact)

    def exact(self, text: str) -> Match | None:
        """A label of the form or one of its layouts; misprints that are known by name come back with exact=False."""
        return self._exact.get(label_key(text))

    def match(self, text: str, group: Collection[str] | None = None) -> Match | None:
        """The label that `text` is, or by the guard can only be; None when no label or more than one is near.

        group: the keys among which a print that is near to several labels is tried again.
        """
        normal = label_key(text)
        found = self._exact.get(normal)
        if found is not None:
            return found
        return self._guarded(normal, frozenset(group) if group is not None else None)

    def _guard(self, normal: str, group: frozenset[str] | None) -> Match | None:
        key = self._nearest(normal, self._labels)
        if key is None and group is not None:
            key = self._nearest(normal, [known for known in self._labels if known in group])
        if key is None or not any(_says_the_same(normal, label) for label in self._labels[key]):
            return None
        official = next(match.label for match in self._exact.values() if match.key == key)
        return Match(key, exact=False, label=official)

    def _nearest(self, normal: str, keys: Iterable[str]) -> str | None:
        if len(normal) < LEAST_LENGTH:
            return None
        candidates = list(keys)
        if len(normal) >= LEAST_TORN_LENGTH:
            torn = [key for key in candidates if any(label.startswith(normal) for label in self._labels[key])]
            if len(torn) == 1:
                return torn[0]
        ranked = sorted(
            ((max(_likeness(normal, label) for label in self._labels[key]), key) for key in candidates), reverse=True
        )
        if not ranked or ranked[0][0] < LEAST_LIKENESS:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAST_LEAD:
            return None
        return ranked[0][1]


def _says_the_same(printed: str, label: str) -> bool:
    """Whether the print speaks of the year and of the body that the label speaks of, as far as it names them."""
    if _OTHER_YEAR.search(printed) and not _OTHER_YEAR.search(label):
        return False
    if _THIS_YEAR.search(printed) and _OTHER_YEAR.search(label):
        return False
    return not _WHOLE_PLACE.search(printed) or bool(_WHOLE_PLACE.search(label))


@lru_cache(maxsize=16384)
def _likeness(one: str, other: str) -> float:
    """1 for equal, 0 for nothing in common; 0 at once where it is too low to be accepted or to be in the way.

    The characters of one that the other has too bound the likeness from above, and cost far less to count.
    """
    if min(len(one), len(other)) < LEAST_LENGTH:
        return 0.0
    longer = max(len(one), len(other))
    common = min(len(one), len(other))
    if common / longer >= LEAST_LIKENESS - LEAST_LEAD:
        common = min(sum(map(other.__contains__, one)), len(other))
    if common / longer < LEAST_LIKENESS - LEAST_LEAD:
        return 0.0
    return 1 - edit_distance(one, other) / longer


def edit_distance(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn one word into the other."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, character in enumerate(one, start=1):
        current = [row]
        for column, opposite in enumerate(other, start=1):
            cost = min(
                last[column] + 1,
                current[column - 1] + 1,
                last[column - 1] + (character != opposite),
            )
            if row > 1 and column > 1 and character == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return last[-1]
