"""What befalls numbers and labels on their way to the page (FORMATS.md §7), each with the truth after it.

A damage is a function from a draft to a draft: it changes what cells print, what they state, and which flags are due.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from accuracy.generator.edits import (
    label_cells,
    map_cells,
    print_labels,
    print_values,
    row_of,
    value_cells,
    with_flags,
)
from accuracy.generator.misprints import misprint
from accuracy.generator.swallowing import swallowed
from accuracy.generator.values import Cell, Draft, Number, printed_number

Damage = Callable[[Draft, random.Random], Draft]
MARKS = ("/", "-", "—", "--", "－－", "无", "不适用", "空")
KNOWN_MISPRINTS: Mapping[str, str] = {
    "二、上年结转政府信息公开申请数量": "二、上年转结政府信息公开申请数量",
    "3.补正后申请内容仍不明确": "3.补征后早请内容仍不明确",
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "（一）维持具体行政行为或者驳回原告诉讼请求数": "（一）维护具体行政行为或者驳回原告诉讼请求数",
}
"""Misprints of real reports: FORMATS.md §7 ([003], 洪泽区 2023 and 2024) and §5 (河北省教育厅 2018)."""
TRUNCATED: Mapping[str, str] = {"结果纠正": "结果", "其他结果": "其他", "尚未审结": "尚未"}
_FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")
_PUNCTUATION = str.maketrans({"（": "(", "）": ")", "，": ",", "“": '"', "”": '"', "：": ":"})


def nothing(draft: Draft, source: random.Random) -> Draft:
    return draft


def blank_cells(draft: Draft, source: random.Random) -> Draft:
    """Zeros left blank in most rows, some rows wholly blank, one with a single value (S19, 003, 沭阳)."""
    rows = list(dict.fromkeys(row_of(cell.where) for cell in value_cells(draft, "applications")))
    results = [row for row in rows if not row.endswith(("result_total", "new_received", "carried_out", "carried_in"))]
    emptied = set(source.sample(results, 4)) if results else set()
    printed: dict[str, tuple[str, Number | None]] = {}
    for cell in value_cells(draft):
        table = cell.where.partition(".")[0]
        lost = (
            row_of(cell.where) in emptied
            or (table == "applications" and cell.states == 0 and source.random() < 0.8)
            or (table == "review" and source.random() < 0.2)
            or (table in ("proactive", "statistics") and source.random() < 0.2)
        )
        if lost:
            printed[cell.where] = ("", None)
    if results:
        lone = source.choice([row for row in results if row not in emptied])
        kept = source.choice([cell.where for cell in value_cells(draft, "applications") if row_of(cell.where) == lone])
        for cell in value_cells(draft, "applications"):
            if row_of(cell.where) == lone and cell.where != kept:
                printed[cell.where] = ("", None)
    return print_values(draft, printed)


def blank_totals(draft: Draft, source: random.Random) -> Draft:
    """The 总计 column of the result rows blank (S19)."""
    kept = ("new_received", "carried_in", "result_total", "carried_out")
    wheres = [cell.where for cell in value_cells(draft, "applications") if cell.where.endswith(".total")]
    return print_values(draft, {where: ("", None) for where in wheres if where.split(".")[1] not in kept})


def thousands(draft: Draft, source: random.Random) -> Draft:
    return _print_all(draft, _grouped)


def full_width(draft: Draft, source: random.Random) -> Draft:
    return _print_all(draft, lambda text: _grouped(text).translate(_FULL_WIDTH))


def signed_changes(draft: Draft, source: random.Random) -> Draft:
    """本年增/减 with its sign, as in +1036 and -3 (S19); some in full-width signs."""
    plus, minus = source.choice((("+", "-"), ("＋", "－"), ("+", "−")))
    printed: dict[str, tuple[str, Number | None]] = {}
    for cell in value_cells(draft, "proactive"):
        if cell.where.endswith(".change") and cell.states is not None:
            number = cell.states
            sign = plus if number > 0 else (minus if number < 0 else "")
            printed[cell.where] = (f"{sign}{abs(number)}", number)
    return print_values(draft, printed)


def units(draft: Draft, source: random.Random) -> Draft:
    """Units inside cells: 万, 元, 万元. The contract's columns hold 元 or 万元, whichever the cell prints."""
    tenths = source.randint(11, 99)
    choices: dict[str, tuple[tuple[str, Number], ...]] = {
        "proactive.fees.amount_wanyuan": (
            ("348.37万元", Decimal("348.37")),
            (f"{tenths * 1000}元", Decimal(tenths) / 10),
            (f"{tenths}.25万", Decimal(f"{tenths}.25")),
        ),
        "proactive.procurement.amount_yuan": (
            ("348.37万元", 3_483_700),
            ("0万", 0),
            (f"{tenths}.5万", tenths * 10_000 + 5_000),
            (f"{tenths}251元", tenths * 1000 + 251),
        ),
        "proactive.licensing.decisions": ((f"{tenths // 10}.{tenths % 10}万", tenths * 1000),),
        "statistics.budget_wanyuan": (
            (f"{tenths * 1000}元", Decimal(tenths) / 10),
            (f"{tenths}.5万元", Decimal(f"{tenths}.5")),
        ),
        "statistics.disclosed_website": ((f"{tenths // 10}.{tenths % 10}万", tenths * 1000),),
    }
    held = {cell.where for cell in value_cells(draft)}
    printed = {where: source.choice(texts) for where, texts in choices.items() if where in held}
    return with_flags(print_values(draft, printed), "unit_converted", printed)


def notes(draft: Draft, source: random.Random) -> Draft:
    """22（其中修订 16 件）, 55（含自然失效 29 件）: the number is stated, the note beside it is kept in a flag."""
    cells = [
        cell for cell in value_cells(draft) if cell.states and isinstance(cell.states, int) and cell.text.isdigit()
    ]
    by_table: dict[str, list[Cell]] = {}
    for cell in cells:
        by_table.setdefault(cell.where.partition(".")[0], []).append(cell)
    printed: dict[str, tuple[str, Number | None]] = {}
    for found in by_table.values():
        for cell in source.sample(found, min(2, len(found))):
            part = source.randint(0, int(cell.states or 0))
            note = source.choice(("（其中修订 {} 件）", "（含自然失效 {} 件）", "（其中修订{}件）", "(含上年{}件)"))
            printed[cell.where] = (f"{cell.text}{note.format(part)}", cell.states)
    return with_flags(print_values(draft, printed), "note_in_cell", printed)


def marks(draft: Draft, source: random.Random) -> Draft:
    """Marks and words where no number is: most zeros, and a few cells beside them. They state nothing, 0 included."""
    mark = source.choice(MARKS)
    printed: dict[str, tuple[str, Number | None]] = {}
    for cell in value_cells(draft):
        if (cell.states == 0 and source.random() < 0.6) or source.random() < 0.04:
            printed[cell.where] = (mark if source.random() < 0.8 else source.choice(MARKS), None)
    if not printed:
        printed[source.choice(value_cells(draft)).where] = (mark, None)
    return with_flags(print_values(draft, printed), "not_a_number", printed)


def known_misprints(draft: Draft, source: random.Random) -> Draft:
    rows = [row_of(cell.where) for cell in label_cells(draft) if cell.key in KNOWN_MISPRINTS]
    return with_flags(print_labels(draft, KNOWN_MISPRINTS), "fuzzy_label", rows)


def small_misprints(draft: Draft, source: random.Random) -> Draft:
    """One character lost, replaced or swapped in some long labels that no other label resembles. An indicator of the
    body's own is not among them: what stands there is its name, for nobody knows another one."""
    labels = [cell for cell in label_cells(draft) if cell.where != f"statistics.{cell.key}"]
    texts: dict[str, str] = {}
    for cell in labels:
        others = [other.key for other in labels if other.where.partition(".")[0] == cell.where.partition(".")[0]]
        changed = misprint(cell.key, others, source) if others.count(cell.key) == 1 else None
        if changed is not None:
            texts[cell.key] = changed
    chosen = source.sample(sorted(texts), min(4, len(texts)))
    rows = [row_of(cell.where) for cell in labels if cell.key in chosen]
    return with_flags(print_labels(draft, {key: texts[key] for key in chosen}), "fuzzy_label", rows)


def truncated_headers(draft: Draft, source: random.Random) -> Draft:
    """结果纠正, 其他结果, 尚未审结 cut to their first half in the review table, as in seeds 000 and 004."""

    def change(cell: Cell) -> Cell:
        if not cell.where.startswith("review.") or cell.kind != "head":
            return cell
        text = TRUNCATED.get(cell.key, cell.text)
        if cell.key == "结果维持" and not cell.where.startswith("review.review."):
            text = "结果"
        return replace(cell, text=text)

    return with_flags(map_cells(draft, change), "truncated_header", ["review"])


def inner_blanks(draft: Draft, source: random.Random) -> Draft:
    """Blanks and line ends inside labels: （七）总 计, 商业 企业, 社会 公益 组织."""

    def change(cell: Cell) -> Cell:
        if cell.kind == "value" or len(cell.text) < 2 or len(cell.text) > 14 or source.random() < 0.4:
            return cell
        if cell.key in (
            "商业企业",
            "科研机构",
            "社会公益组织",
            "法律服务机构",
            "结果维持",
            "结果纠正",
            "其他结果",
            "尚未审结",
        ):
            pieces = [cell.text[place : place + 2] for place in range(0, len(cell.text), 2)]
            return replace(cell, text=source.choice((" ", "\n")).join(pieces))
        place = source.randrange(max(1, len(cell.text) - 3), len(cell.text))
        return replace(cell, text=f"{cell.text[:place]}{source.choice((' ', chr(0x3000)))}{cell.text[place:]}")

    return map_cells(draft, change)


def failed_sums(draft: Draft, source: random.Random) -> Draft:
    """Totals that do not add up. The numbers are right as printed; a check has to fail."""
    held = {cell.where: cell.states for cell in value_cells(draft)}
    wrong = [
        where
        for where in (
            "applications.granted.total",
            "applications.result_total.natural_person",
            "review.litigation_direct.total",
            "statistics.applications_received",
            "statistics.staff_total",
        )
        if held.get(where) is not None
    ]
    printed: dict[str, tuple[str, Number | None]] = {}
    for where in wrong:
        number = int(held[where] or 0) + source.randint(1, 9)
        printed[where] = (str(number), number)
    return print_values(draft, printed)


def decimals(draft: Draft, source: random.Random) -> Draft:
    """万元 to the last 元 (59237.2449), and less than one (0.05)."""
    amounts = (Decimal("59237.2449"), Decimal("0.05"), Decimal("7730.28"), Decimal("4068.208"), Decimal("96171.6"))
    printed: dict[str, tuple[str, Number | None]] = {}
    for cell in value_cells(draft):
        amount = source.choice(amounts)
        if cell.where.endswith("_wanyuan"):
            printed[cell.where] = (printed_number(amount), amount)
        elif cell.where.endswith("amount_yuan"):
            yuan = Decimal(source.randint(100_000, 999_999)) / 100
            printed[cell.where] = (f"{printed_number(yuan)}元", yuan)
    return print_values(draft, printed)


def half_width_punctuation(draft: Draft, source: random.Random) -> Draft:
    """( ) and , for （ ） ，; straight quotes; 1、 for 1. (淮安)."""

    def change(cell: Cell) -> Cell:
        if cell.kind == "value" or not cell.key:
            return cell
        text = cell.text.translate(_PUNCTUATION)
        return replace(cell, text=f"{text[0]}、{text[2:]}" if text[1:2] == "." else text)

    return map_cells(draft, change)


def _grouped(text: str) -> str:
    whole, point, fraction = text.partition(".")
    return f"{int(whole):,}{point}{fraction}"


def _print_all(draft: Draft, printed: Callable[[str], str]) -> Draft:
    """Every number printed another way; a unit behind it stays."""

    def change(cell: Cell) -> Cell:
        figure = cell.text.removesuffix("元")
        if cell.kind != "value" or not figure:
            return cell
        return replace(cell, text=printed(figure) + cell.text[len(figure) :])

    return map_cells(draft, change)


DAMAGES: Mapping[str, Damage] = {
    "none": nothing,
    "blank_cells": blank_cells,
    "blank_totals": blank_totals,
    "thousands": thousands,
    "full_width": full_width,
    "signed_changes": signed_changes,
    "units": units,
    "notes": notes,
    "marks": marks,
    "known_misprints": known_misprints,
    "small_misprints": small_misprints,
    "truncated_headers": truncated_headers,
    "swallowed": swallowed,
    "inner_blanks": inner_blanks,
    "failed_sums": failed_sums,
    "title_year": nothing,
    "decimals": decimals,
    "half_width": half_width_punctuation,
}
"""`title_year` is a damage of the words: drafts.Wishes brings it in."""


def damaged(draft: Draft, damage: str, source: random.Random) -> Draft:
    """The draft after `damage`, with every flag that is due, those of undamaged units (251000元) included."""
    changed = DAMAGES[damage](draft, source)
    if damage == "title_year":
        changed = with_flags(changed, "disagreement", ["period"])
    return with_unit_flags(changed)


def with_unit_flags(draft: Draft) -> Draft:
    """采购总金额 of the 2019 form is printed with its unit: no plain number, so a flag keeps the words."""
    flagged = {flag.where for flag in draft.flags}
    amounts = [cell for cell in value_cells(draft, "proactive") if cell.text.endswith("元")]
    return with_flags(draft, "unit_converted", [cell.where for cell in amounts if cell.where not in flagged])
