"""What goes wrong with the structure of tables on their way to a page: elements lost, doubled, swapped, unwrapped,
spans lost, the page cut off. Never a digit: every number of a mutated page is one that the page had.

(Where a mutation takes tags away, the words beside them meet: `<td>1</td><td>2</td>` out of any table reads 12. That is
the damage, and the reader's to notice.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from accuracy.elements import Element, table_elements

_SPAN = re.compile(r"""\s(?:rowspan|colspan)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.,，．]*")

WEIGHTS: dict[tuple[str, str], int] = {
    **{(operation, "td"): 4 for operation in ("drop", "duplicate", "swap", "unwrap")},
    **{(operation, "tr"): 3 for operation in ("drop", "duplicate", "swap", "unwrap")},
    **{(operation, "table"): 1 for operation in ("drop", "duplicate", "swap", "unwrap")},
    ("drop span", "td"): 6,
    ("truncate", "page"): 4,
}
"""How often each is drawn: the more places it can be done at, the more often."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mutated piece of markup, with what was done to it."""

    operation: str
    kind: str
    detail: str
    """Which elements, as their words or numbers, for a person who looks for the place."""
    markup: str
    words: tuple[str, ...] = ()
    """What the elements of a swap hold."""
    cut: bool = False
    """The page ends here: nothing may follow the markup."""


def mutate(markup: str, random: Random) -> Mutation:
    """One mutation of the tables in `markup`, drawn by WEIGHTS. ValueError: there is no table in it."""
    elements = table_elements(markup)
    if not elements:
        raise ValueError("there is no table in this markup to mutate")
    operation, kind = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    if operation == "truncate":
        return _truncated(markup, random)
    if operation == "drop span":
        return _without_span(markup, random)
    chosen = [element for element in elements if element.kind == kind]
    return _OPERATIONS[operation](markup, chosen, kind, random)


def _drop(markup: str, elements: list[Element], kind: str, random: Random) -> Mutation:
    gone = random.choice(elements)
    return Mutation("drop", kind, _name(markup, gone), markup[: gone.start] + markup[gone.end :])


def _duplicate(markup: str, elements: list[Element], kind: str, random: Random) -> Mutation:
    doubled = random.choice(elements)
    copy = markup[doubled.start : doubled.end]
    return Mutation("duplicate", kind, _name(markup, doubled), markup[: doubled.end] + copy + markup[doubled.end :])


def _unwrap(markup: str, elements: list[Element], kind: str, random: Random) -> Mutation:
    bare = random.choice(elements)
    inner = markup[bare.inner_start : bare.inner_end]
    return Mutation("unwrap", kind, _name(markup, bare), markup[: bare.start] + inner + markup[bare.end :])


def _swap(markup: str, elements: list[Element], kind: str, random: Random) -> Mutation:
    """Every second time two of one parent (two cells of a row, two rows of a table), else any two apart."""
    first = random.choice(elements)
    others = [other for other in elements if other.end <= first.start or other.start >= first.end]
    siblings = [other for other in others if other.parent == first.parent]
    choice = siblings if siblings and random.random() < 0.5 else others
    if not choice:  # a single table has nothing to change places with
        return Mutation("swap", kind, "nothing: there is one only", markup)
    before, after = sorted((first, random.choice(choice)), key=lambda element: element.start)
    swapped = "".join(
        (
            markup[: before.start],
            markup[after.start : after.end],
            markup[before.end : after.start],
            markup[before.start : before.end],
            markup[after.end :],
        )
    )
    words = (_words(markup, before), _words(markup, after))
    return Mutation("swap", kind, f"{_name(markup, before)} with {_name(markup, after)}", swapped, words)


_OPERATIONS: dict[str, Callable[[str, list[Element], str, Random], Mutation]] = {
    "drop": _drop,
    "duplicate": _duplicate,
    "swap": _swap,
    "unwrap": _unwrap,
}


def _without_span(markup: str, random: Random) -> Mutation:
    spans = list(_SPAN.finditer(markup))
    if not spans:
        return Mutation("drop span", "td", "nothing: there is none", markup)
    gone = random.choice(spans)
    cell = next(
        element for element in reversed(table_elements(markup)) if element.kind == "td" and element.start < gone.start()
    )
    return Mutation(
        "drop span",
        "td",
        f"{gone.group().strip()} of {_name(markup, cell)}",
        markup[: gone.start()] + markup[gone.end() :],
    )


def _truncated(markup: str, random: Random) -> Mutation:
    place = random.randrange(len(markup))
    for number in _NUMBER.finditer(markup):
        if number.start() < place < number.end():
            place = number.end()
    return Mutation("truncate", "page", f"after {place} of {len(markup)} characters", markup[:place], cut=True)


def _name(markup: str, element: Element) -> str:
    return f"{element.kind} at {element.start} ({_words(markup, element)[:40] or 'blank'})"


def _words(markup: str, element: Element) -> str:
    return " ".join(re.sub(r"<[^>]*>|&nbsp;", " ", markup[element.inner_start : element.inner_end]).split())
