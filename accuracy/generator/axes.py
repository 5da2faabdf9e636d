"""The axes of pairwise coverage, and which of their values cannot meet, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accuracy.generator.damages import DAMAGES
from accuracy.generator.drafts import FORMS, STATISTICS_FORMS
from accuracy.generator.markdown import MARKDOWN_FORMATS
from accuracy.generator.pdf import PDF_FORMATS
from accuracy.generator.plain_text import DROPPING, TEXT_FORMATS

HTML_FORMATS = ("html", "html_bom", "html_gb18030", "html_big5", "html_wrong_charset")
GRID_LAYOUTS = ("plain", "split_with_header", "split_without_header", "four_tables", "broken_headers", "five_columns")
"""What any format can print."""
MARKUP_LAYOUTS = ("nested", "hidden_cells", "breaks_in_cells", "word_html", "th_cells", "no_tbody", "odd_spans")
PAGE_LAYOUTS = ("layout_tables", "mobile_twin", "mobile_twin_hidden")

AXES: Mapping[str, tuple[str, ...]] = {
    "form": (*FORMS, *STATISTICS_FORMS),
    "format": (*HTML_FORMATS, *TEXT_FORMATS, *MARKDOWN_FORMATS, *PDF_FORMATS),
    "layout": (*GRID_LAYOUTS, *MARKUP_LAYOUTS, *PAGE_LAYOUTS),
    "damage": tuple(DAMAGES),
}
_NO_MARKUP = (*TEXT_FORMATS, *PDF_FORMATS, "markdown", "markdown_ocr")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Values of two axes that cannot meet in one document."""

    left: tuple[str, tuple[str, ...]]
    right: tuple[str, tuple[str, ...]]
    reason: str


EXCLUSIONS = (
    Exclusion(
        ("format", _NO_MARKUP),
        ("layout", ("nested", "hidden_cells", "word_html", "th_cells", "no_tbody", "odd_spans", "layout_tables")),
        "a matter of markup, and this format has none",
    ),
    Exclusion(
        ("format", (*TEXT_FORMATS, *PDF_FORMATS)), ("layout", ("breaks_in_cells",)), "a break in a cell is markup"
    ),
    Exclusion(
        ("format", (*_NO_MARKUP, "markdown_html")), ("layout", ("mobile_twin_hidden",)), "hiding is a matter of pages"
    ),
    Exclusion(
        ("format", ("markdown_html",)),
        ("layout", ("nested", "hidden_cells", "word_html", "layout_tables")),
        "converters print plain tables of their own",
    ),
    Exclusion(("format", PDF_FORMATS), ("layout", ("mobile_twin",)), "a PDF has no twin for telephones"),
    Exclusion(
        ("format", ("pdf_torn",)),
        ("layout", ("split_with_header", "split_without_header", "broken_headers")),
        "the page break is the split",
    ),
    Exclusion(
        ("format", DROPPING),
        ("layout", ("broken_headers", "split_without_header")),
        "without blanks a broken or missing header leaves nothing that says what a column is",
    ),
    Exclusion(
        ("form", STATISTICS_FORMS),
        ("layout", ("four_tables", "broken_headers", "five_columns")),
        "a matter of the three standard tables",
    ),
    Exclusion(("form", ("2021", "mixed")), ("layout", ("five_columns",)), "the grid of five columns is that of 2019"),
    Exclusion(
        ("form", STATISTICS_FORMS),
        ("damage", ("blank_totals", "signed_changes", "truncated_headers")),
        "a matter of the three standard tables",
    ),
    Exclusion(("form", ("2021", "mixed")), ("damage", ("signed_changes",)), "本年增/减 stands on the 2019 form alone"),
    Exclusion(
        ("form", ("statistics_page",)),
        ("damage", ("swallowed", "title_year")),
        "the page prints no prose and no period",
    ),
    Exclusion(("layout", ("broken_headers",)), ("damage", ("inner_blanks",)), "the label is already in two cells"),
)


def allowed(row: Mapping[str, str]) -> bool:
    """Whether the values of a row, or of a part of one, can meet."""
    return not any(
        row.get(exclusion.left[0]) in exclusion.left[1] and row.get(exclusion.right[0]) in exclusion.right[1]
        for exclusion in EXCLUSIONS
    )
