"""The generated set: every pair of form, format, layout and damage that can meet, met at least once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from accuracy.generator.axes import AXES, allowed
from accuracy.generator.damages import damaged
from accuracy.generator.drafts import STATISTICS_FORMS, Wishes, draft_report
from accuracy.generator.facts import facts
from accuracy.generator.pages import HEAD_SHAPES
from accuracy.generator.pairwise import covering_rows
from accuracy.generator.writing import case_of
from accuracy.model import Case

_LARGE = ("thousands", "full_width")


def generated_cases(seed: int = 1) -> tuple[Case, ...]:
    """Documents with pairwise coverage of form × format × layout × damage; the same ones for the same seed.

    What cannot meet is listed with its reason in axes.EXCLUSIONS. Head shapes, wordings of section headings, titles,
    contact and period sentences are drawn, and stand in the facets too.
    """
    return tuple(each_case(seed))


def each_case(seed: int) -> Iterator[Case]:
    """The cases of `generated_cases`, one by one."""
    rows, _ = covering_rows(AXES, allowed, random.Random(f"rows {seed}"))
    for number, row in enumerate(rows, start=1):
        name = "-".join((f"{number:03}", *row.values()))
        source = random.Random(f"{seed} {name}")
        wishes = wishes_for(row["format"], row["layout"], row["damage"], source)
        if row["form"] in STATISTICS_FORMS:
            # A dump prints 序号 in the middle of a wrapped label: no reader tells the two apart, and none is asked to.
            ordinals = source.random() < 0.25 and row["format"] != "pdf_dump"
            wishes = replace(wishes, ordinals=ordinals, local_rows=source.choice((0, 0, 1, 2)))
        draft = damaged(draft_report(source, row["form"], wishes), row["damage"], source)
        facets = {**row, "head": wishes.head, "headings": wishes.headings}
        yield case_of(name, draft, row["format"], row["layout"], source, facets)


def wishes_for(file_format: str, layout: str, damage: str, source: random.Random) -> Wishes:
    """What the draft of a row must have, and the drawn rest."""
    if file_format.startswith("html"):
        head = source.choice(HEAD_SHAPES)
    elif file_format.startswith("pdf"):
        head = "none"
    else:
        head = source.choice(("head_table", "one_line", "none"))
    return Wishes(
        headings=source.choice(list(facts("wording")["headings"])),
        head=head,
        large=damage in _LARGE or source.random() < 0.15,
        five_columns=layout == "five_columns",
        footnote=source.random() < 0.1,
        title_year=1 if damage == "title_year" else 0,
    )
