"""The prose of generated reports: a voice that sisters share, filled with an office's own name and figures."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from accuracy.duplicates.generator.page import Size

Length = Literal["long", "middle", "short", "none"]
UNNAMED = "本机关"


@cache
def words() -> Any:
    """data/prose.json; read once, and never to be changed by a caller."""
    return json.loads(Path(__file__).with_name("data").joinpath("prose.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Voice:
    """Sentences without their figures: what a circular's template gives to all offices under it."""

    sections: Mapping[str, tuple[str, ...]]


def voice(source: random.Random, length: Length) -> Voice:
    if length == "none":
        return Voice({})
    if length == "short":
        return Voice({"1": (source.choice(words()["short"]),)})
    chosen = {key: tuple(source.choice(choices) for choices in words()[key]) for key in ("1", "5", "6")}
    return Voice(chosen if length == "long" else {"1": chosen["1"][:3]})


def own_figures(source: random.Random, size: Size) -> dict[str, int]:
    """n1 … n6 of one office and year."""
    most = {"large": 900, "small": 120, "zero": 60}[size]
    return {f"n{at}": source.randint(1, most if at <= 2 else 40 if at == 3 else 9) for at in range(1, 7)}


def filled(spoken: Voice, name: str | None, year: int, figures: Mapping[str, int], received: object) -> dict[str, str]:
    """Section number → text."""
    values = {**figures, "name": name or UNNAMED, "year": year, "next": year + 1, "received": received}
    return {
        number: "\n".join(sentence.format_map(values) for sentence in sentences)
        for number, sentences in spoken.sections.items()
    }


def with_navigation(source: random.Random, sections: Mapping[str, str]) -> dict[str, str]:
    """A portal's line before the first section's text and another behind the last one's."""
    if not sections:
        return {}
    before, after = source.sample(words()["navigation"], 2)
    first, last = min(sections), max(sections)
    changed = dict(sections)
    changed[first] = f"{before}\n{changed[first]}"
    changed[last] = f"{changed[last]}\n{after}"
    return changed


def with_other_dates(sections: Mapping[str, str], published: str) -> dict[str, str]:
    """2023年1月1日 as 2023-01-01, full-width brackets and commas as narrow ones, the date of publication at the end."""
    if not sections:
        return {}
    changed = {
        number: re.sub(r"(20\d\d)年(\d+)月(\d+)日", r"\1-\2-\3", text)
        .replace("（", "(")
        .replace("）", ")")
        .replace("，", ",")
        for number, text in sections.items()
    }
    last = max(changed)
    changed[last] += f"\n发布日期：{published}"
    return changed


def as_printed(sections: Mapping[str, str]) -> dict[str, str]:
    """As a PDF's text layer gives it: lines broken at 38 characters, full-width digits, page numbers between."""
    changed = {}
    for page, (number, text) in enumerate(sections.items(), start=1):
        dense = "".join(text.split()).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        lines = [dense[start : start + 38] for start in range(0, len(dense), 38)]
        changed[number] = "\n".join([*lines, f"- {page} -"])
    return changed


def with_one_figure_more(sections: Mapping[str, str]) -> dict[str, str]:
    """The first count of 条 or 件 raised by one: a figure that was put right."""
    changed, done = {}, False
    for number, text in sections.items():
        new = text if done else re.sub(r"(\d+)(?=[条件])", lambda found: str(int(found[1]) + 1), text, count=1)
        done = done or new != text
        changed[number] = new
    return changed


def rewritten(source: random.Random, sections: Mapping[str, str], year: int) -> dict[str, str]:
    """Every second sentence of the first section replaced."""
    changed = dict(sections)
    for number, text in sections.items():
        lines = text.split("\n")
        for at in range(0, len(lines), 2):
            lines[at] = source.choice(words()["rewritten"]).format(year=year)
        changed[number] = "\n".join(lines)
    return changed
