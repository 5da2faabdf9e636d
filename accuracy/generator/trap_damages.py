"""Single damages of FORMATS.md §7, one for each named trap that is not a damage of the pairwise set already."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from accuracy.generator.damages import Damage
from accuracy.generator.edits import map_cells, print_labels, print_values, row_of, value_cells, with_flags
from accuracy.generator.values import Draft, Number


def labels(texts: Mapping[str, str], *flagged: str) -> Damage:
    """`texts`: official wording → what is printed; `flagged`: the rows that are found by a misprinted label."""

    def damage(draft: Draft, source: random.Random) -> Draft:
        return with_flags(print_labels(draft, texts), "fuzzy_label", flagged)

    return damage


def every_label(change: Callable[[str], str]) -> Damage:
    """All heads and labels changed in the same way, without a flag: spelling, not misprint."""

    def damage(draft: Draft, source: random.Random) -> Draft:
        return map_cells(draft, lambda cell: cell if cell.kind == "value" else replace(cell, text=change(cell.text)))

    return damage


def mark(text: str) -> Damage:
    """`text` in most cells that would hold a zero, and in one that would not."""

    def damage(draft: Draft, source: random.Random) -> Draft:
        cells = value_cells(draft)
        chosen = [cell.where for cell in cells if cell.states == 0 and source.random() < 0.7]
        chosen.append(source.choice([cell.where for cell in cells if cell.states]))
        return with_flags(print_values(draft, dict.fromkeys(chosen, (text, None))), "not_a_number", chosen)

    return damage


def printed(texts: Mapping[str, tuple[str, Number]], flag: str | None = None) -> Damage:
    """`texts`: `where` → what is printed there and what it states, each under the flag, where one is due."""

    def damage(draft: Draft, source: random.Random) -> Draft:
        changed = print_values(draft, texts)
        return changed if flag is None else with_flags(changed, flag, texts)

    return damage


def one_value_in_blank_rows(draft: Draft, source: random.Random) -> Draft:
    """The result rows blank but for one number each in three of them (seed 003)."""
    kept_rows = ("new_received", "carried_in", "result_total", "carried_out")
    cells = [
        cell for cell in value_cells(draft, "applications") if cell.where.split(".")[1] not in kept_rows and cell.states
    ]
    kept = {cell.where for cell in source.sample(cells, 3)}
    blank = [
        cell.where
        for cell in value_cells(draft, "applications")
        if cell.where.split(".")[1] not in kept_rows and cell.where not in kept
    ]
    return print_values(draft, dict.fromkeys(blank, ("", None)))


def natural_person_and_total(draft: Draft, source: random.Random) -> Draft:
    """Only 自然人 and 总计 filled (沭阳县发展和改革局 2023); the total is that of the persons."""
    persons = {
        row_of(cell.where): cell.states
        for cell in value_cells(draft, "applications")
        if cell.where.endswith(".natural_person")
    }
    texts: dict[str, tuple[str, Number | None]] = {}
    for cell in value_cells(draft, "applications"):
        column = cell.where.rpartition(".")[2]
        if column == "total":
            texts[cell.where] = (str(persons[row_of(cell.where)]), persons[row_of(cell.where)])
        elif column != "natural_person":
            texts[cell.where] = ("", None)
    return print_values(draft, texts)


def normative_prefix_exchanged(draft: Draft, source: random.Random) -> Draft:
    """规范性文件 on the 2021 form, 行政规范性文件 on that of 2019: both are met, and neither decides the form."""
    return print_labels(draft, {"行政规范性文件": "规范性文件", "规范性文件": "行政规范性文件"})


def other_name_in_text(draft: Draft, source: random.Random) -> Draft:
    """沐阳 for 沭阳 in the text, as character recognition prints it; the title has the right name."""
    introduction = tuple(text.replace("沭阳", "沐阳", 1) for text in draft.introduction)
    return replace(draft, introduction=introduction)


def tables_as_images(draft: Draft, source: random.Random) -> Draft:
    """Pictures where the tables should stand: nothing of them is stated in words."""
    sections = tuple(
        replace(
            section, tables=(), images=tuple(f"W0202401{source.randint(10_000, 99_999)}.png" for _ in section.tables)
        )
        for section in draft.sections
    )
    return replace(draft, sections=sections, forms=dict.fromkeys(draft.forms), flags=())


def only_attachment(draft: Draft, source: random.Random) -> Draft:
    """The page holds a link to the report, and no word of it."""
    suffix = source.choice(("pdf", "docx", "doc"))
    return replace(
        draft,
        introduction=(),
        sections=(),
        signature=(),
        attachments=(f"P0202401{source.randint(10_000, 99_999)}.{suffix}",),
        document_class="other",
        flags=(),
    )
