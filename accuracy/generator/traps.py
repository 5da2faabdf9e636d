"""The traps of FORMATS.md §7 (and of §0, §1, §2, §5, §8), each by its name, each in three documents or more."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from accuracy.generator import damages, swallowing
from accuracy.generator import trap_damages as single
from accuracy.generator.damages import MARKS, Damage
from accuracy.generator.drafts import Wishes, draft_report
from accuracy.generator.writing import case_of
from accuracy.model import Case

Shape = tuple[str, str, str]
"""form, format, layout"""
_ANY: tuple[Shape, ...] = (("2021", "html", "plain"), ("2019", "text_rows", "plain"), ("mixed", "markdown", "plain"))
_TABLES: tuple[Shape, ...] = (("2021", "html", "plain"), ("2019", "html", "word_html"), ("mixed", "pdf_ruled", "plain"))
_OLD_TEXT: tuple[Shape, ...] = (
    ("2021", "text_rows_old", "plain"),
    ("2019", "text_cells_piped", "plain"),
    ("mixed", "text_cells_lines", "plain"),
)
_FORM_2019: tuple[Shape, ...] = (
    ("2019", "html", "plain"),
    ("mixed_reversed", "text_rows", "plain"),
    ("2019", "pdf_ruled", "plain"),
)
_FORM_2021: tuple[Shape, ...] = (
    ("2021", "html", "plain"),
    ("mixed", "text_rows", "plain"),
    ("2021", "pdf_ruled", "plain"),
)
_PAGES: tuple[Shape, ...] = (
    ("2021", "html", "plain"),
    ("2019", "html_gb18030", "plain"),
    ("mixed", "html_bom", "layout_tables"),
)

_NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Trap:
    name: str
    damage: Damage
    shapes: tuple[Shape, ...] = _ANY
    wishes: Wishes = _NO_WISHES


_UNCLEAR = ("3.补正后申请内容仍不明确", "3.补征后早请内容仍不明确")
_MARK_NAMES = ("slash", "hyphen", "dash", "two_hyphens", "two_full_width_hyphens", "wu", "not_applicable", "empty_word")
_BROKEN_APPLICANTS = {
    "商业企业": "商 业 企\n业",
    "科研机构": "科研\n机构",
    "社会公益组织": "社会 公益 组织",
    "法律服务机构": "法律 服务\n机构",
}

LABEL_TRAPS = (
    Trap(
        "carried_in_exchanged",
        single.labels(
            {"二、上年结转政府信息公开申请数量": "二、上年转结政府信息公开申请数量"}, "applications.carried_in"
        ),
    ),
    Trap("unclear_misprinted", single.labels(dict([_UNCLEAR]), "applications.unable_unclear")),
    Trap(
        "law_forbids_cut",
        single.labels({"2.其他法律行政法规禁止公开": "2.其他法律行政止公开"}, "applications.denied_law_forbids"),
    ),
    Trap(
        "total_with_inner_blank",
        single.labels({"（七）总计": "（七）总 计", "总计": "总 计"}),
        (*_ANY, ("2021", "pdf_ruled", "plain")),
    ),
    Trap("applicant_with_inner_blank", single.labels(_BROKEN_APPLICANTS), (*_ANY, ("2019", "pdf_ruled", "plain"))),
    Trap("normative_prefix_exchanged", single.normative_prefix_exchanged),
    Trap("enumeration_comma", single.every_label(lambda text: f"{text[0]}、{text[2:]}" if text[1:2] == "." else text)),
    Trap("half_width_brackets", single.every_label(lambda text: text.translate(str.maketrans("（），：", "(),:")))),
    Trap("straight_quotes", single.every_label(lambda text: text.translate(str.maketrans("“”", '""')))),
    Trap(
        "header_broken_over_cells",
        damages.nothing,
        (
            ("2021", "html", "broken_headers"),
            ("2019", "text_rows", "broken_headers"),
            ("mixed", "pdf_ruled", "broken_headers"),
        ),
    ),
    Trap("review_headers_truncated", damages.truncated_headers, (*_ANY, ("2021", "text_rows_old", "plain"))),
    Trap(
        "group_label_torn",
        damages.nothing,
        (("2021", "pdf_torn", "plain"), ("2019", "pdf_torn", "plain"), ("mixed", "pdf_torn", "plain")),
    ),
    Trap(
        "other_handling_shortened",
        single.labels({"（六）其他处理": "（六）其他"}, "applications.other_handling"),
        (("2019", "html", "plain"), ("mixed", "markdown_html", "plain"), ("2019", "markdown_ocr", "plain")),
    ),
    Trap("agency_name_misread", single.other_name_in_text, wishes=Wishes(body="沭阳县发展和改革局", title="usual")),
)
VALUE_TRAPS = (
    Trap("cells_blank", damages.blank_cells, _TABLES),
    Trap("total_column_blank", damages.blank_totals, _TABLES),
    Trap("one_value_in_blank_row", single.one_value_in_blank_rows, (*_TABLES, ("2021", "text_rows", "plain"))),
    Trap("natural_person_and_total_only", single.natural_person_and_total, (*_TABLES, ("2021", "text_rows", "plain"))),
    Trap(
        "zero_with_unit",
        single.printed({"proactive.procurement.amount_yuan": ("0万", 0)}, "unit_converted"),
        _FORM_2019,
    ),
    Trap(
        "amount_in_yuan",
        single.printed({"proactive.procurement.amount_yuan": ("251000元", 251_000)}, "unit_converted"),
        _FORM_2019,
    ),
    Trap(
        "amount_in_wanyuan",
        single.printed({"proactive.procurement.amount_yuan": ("348.37万元", 3_483_700)}, "unit_converted"),
        _FORM_2019,
    ),
    Trap(
        "number_with_note",
        single.printed(
            {
                "proactive.normative_documents.issued": ("22（其中修订 16 件）", 22),
                "proactive.normative_documents.in_force": ("55（含自然失效 29 件）", 55),
            },
            "note_in_cell",
        ),
        _FORM_2021,
    ),
    *(Trap(f"mark_{name}", single.mark(text)) for name, text in zip(_MARK_NAMES, MARKS, strict=True)),
    Trap("thousands_separator", damages.thousands, wishes=Wishes(large=True)),
    Trap(
        "signed_change",
        single.printed({"proactive.licensing.change": ("+1036", 1036), "proactive.penalty.change": ("-3", -3)}),
        _FORM_2019,
    ),
    Trap(
        "decimals", single.printed({"proactive.fees.amount_wanyuan": ("59237.2449", Decimal("59237.2449"))}), _FORM_2021
    ),
    Trap("full_width_digits", damages.full_width, wishes=Wishes(large=True)),
)
TEXT_TRAPS = (
    Trap("swallowed_document_number", swallowing.swallowed_numbers),
    Trap("swallowed_period", swallowing.swallowed_period),
    Trap("swallowed_date", swallowing.swallowed_date),
    Trap(
        "values_detached_from_labels",
        damages.nothing,
        tuple((form, "pdf_dump", "plain") for form in ("2021", "2019", "mixed")),
    ),
    Trap(
        "page_number_in_table",
        damages.nothing,
        (("2021", "pdf_dump", "plain"), ("2019", "pdf_torn", "plain"), ("mixed_reversed", "pdf_dump", "plain")),
    ),
    Trap("footnote", damages.nothing, wishes=Wishes(footnote=True)),
    Trap("tables_as_images", single.tables_as_images, _PAGES),
    Trap("only_attachment", single.only_attachment, _PAGES),
)
FORM_TRAPS = (
    Trap(
        "mixed_forms",
        damages.nothing,
        (("mixed", "html", "plain"), ("mixed", "text_rows_old", "plain"), ("mixed_reversed", "pdf_ruled", "plain")),
    ),
    Trap(
        "five_column_grid",
        damages.nothing,
        (
            ("2019", "html", "five_columns"),
            ("mixed_reversed", "html", "five_columns"),
            ("2019", "pdf_ruled", "five_columns"),
        ),
    ),
    Trap("short_rows", damages.blank_cells, _OLD_TEXT),
    Trap("rows_like_headings", damages.nothing, _OLD_TEXT),
    Trap("headings_restarted", damages.nothing, wishes=Wishes(headings="restarted")),
    Trap("headings_shifted", damages.nothing, wishes=Wishes(headings="shifted")),
    Trap("headings_of_seed_003", damages.nothing, wishes=Wishes(headings="seed_003")),
    Trap(
        "statistics_misprint",
        damages.known_misprints,
        (
            ("statistics", "html", "plain"),
            ("statistics_page", "text_cells_lines", "plain"),
            ("statistics", "pdf_ruled", "plain"),
        ),
    ),
)
TRAPS = (*LABEL_TRAPS, *VALUE_TRAPS, *TEXT_TRAPS, *FORM_TRAPS)
"""None of them is marked [M] in FORMATS.md."""


def trap_cases() -> tuple[Case, ...]:
    """Every trap in each of its shapes: the same documents at every call."""
    return tuple(case for trap in TRAPS for case in _cases(trap))


def _cases(trap: Trap) -> Iterator[Case]:
    for form, file_format, layout in trap.shapes:
        name = "-".join(("trap", trap.name, form, file_format, layout))
        source = random.Random(name)
        wishes = replace(
            trap.wishes,
            headings=trap.wishes.headings or "official",
            head="head_table" if file_format.startswith(("html", "text")) else "none",
            five_columns=layout == "five_columns",
        )
        draft = trap.damage(draft_report(source, form, wishes), source)
        draft = damages.with_unit_flags(draft)
        facets = {"form": form, "format": file_format, "layout": layout, "damage": trap.name}
        yield case_of(name, draft, file_format, layout, source, facets, (trap.name,))
