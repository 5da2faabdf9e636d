"""A draft as the bytes of a file, in each format and charset, and what of it cannot be known from those bytes."""

from __future__ import annotations

import codecs
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accuracy.generator.answer import tables_answer
from accuracy.generator.facts import facts
from accuracy.generator.markdown import MARKDOWN_FORMATS, markdown_page
from accuracy.generator.pages import html_page
from accuracy.generator.pdf import PDF_FORMATS, pdf_page
from accuracy.generator.plain_text import DROPPING, text_page, unknowable_rows
from accuracy.generator.values import Draft
from accuracy.model import Case, ExpectedFlag

_WRONG_CHARSETS = (
    ("utf-8", "gb2312", None),
    ("gb18030", "utf-8", "text/html; charset=utf-8"),
    ("utf-8", "iso-8859-1", "text/html; charset=ISO-8859-1"),
)
"""(what the bytes are, what the page's meta tag says, what the server says)."""
_TABLES = ("proactive", "applications", "review", "statistics")


@dataclass(frozen=True, slots=True)
class Written:
    data: bytes
    suffix: str
    media_type: str | None


def write(draft: Draft, file_format: str, layout: str, source: random.Random) -> Written:
    """The file. ValueError: no such format."""
    if file_format in PDF_FORMATS:
        return Written(pdf_page(draft, file_format, layout, source), ".pdf", "application/pdf")
    if file_format in MARKDOWN_FORMATS:
        return Written(markdown_page(draft, file_format, layout, source).encode(), ".md", None)
    if file_format.startswith("html"):
        return _html(draft, file_format, layout, source)
    text = text_page(draft, file_format, layout, source)
    charset = source.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030"))
    return Written(text.encode(charset), ".txt", None)


def _html(draft: Draft, file_format: str, layout: str, source: random.Random) -> Written:
    if file_format == "html_wrong_charset":
        real, said, media_type = source.choice(_WRONG_CHARSETS)
        return Written(html_page(draft, layout, said, source).encode(real), ".html", media_type)
    if file_format == "html_bom":
        page = html_page(draft, layout, source.choice(("", "gb2312", "utf-8")), source)
        return Written(codecs.BOM_UTF8 + page.encode(), ".html", "text/html")
    if file_format == "html_gb18030":
        return Written(html_page(draft, layout, "gb2312", source).encode("gb18030"), ".html", "text/html")
    if file_format == "html_big5":
        page = traditional(html_page(draft, layout, "big5", source))
        return Written(page.encode("big5", errors="xmlcharrefreplace"), ".html", "text/html")
    if file_format != "html":
        raise ValueError(f"no format {file_format!r}")
    return Written(html_page(draft, layout, "utf-8", source).encode(), ".html", "text/html; charset=utf-8")


def traditional(text: str) -> str:
    """Traditional characters, one for one, as the gate/big5 pages of government sites are converted."""
    return text.translate(str.maketrans(facts("traditional")["characters"]))


def case_of(
    name: str,
    draft: Draft,
    file_format: str,
    layout: str,
    source: random.Random,
    facets: Mapping[str, str],
    traps: tuple[str, ...] = (),
) -> Case:
    """The document with its answer: what it states after all that was done to it."""
    written = write(draft, file_format, layout, source)
    unknowable = draft.unknowable | (unknowable_rows(draft, layout) if file_format in DROPPING else frozenset())
    words: Any = _printed_words(draft, file_format)
    tables: Any = _without(tables_answer(draft.tables()), unknowable)
    flags = [flag for flag in draft.flags if not any(_below(flag.where, prefix) for prefix in unknowable)]
    if file_format == "html_big5":
        words, tables = _traditional_words(words), _traditional_words(tables)
        flags = [ExpectedFlag(flag.kind, traditional(flag.where)) for flag in flags]
    if layout == "mobile_twin":
        flags += [ExpectedFlag("repeated_table", table) for table in _TABLES if tables[table] is not None]
    return Case(
        name=name,
        origin="generated",
        data=written.data,
        file_name=f"{name}{written.suffix}",
        media_type=written.media_type,
        answer={**words, "forms": dict(draft.forms), **tables} if draft.document_class != "other" else {},
        facets=dict(facets),
        traps=traps,
        unknowable=frozenset(unknowable),
        expected_flags=tuple(dict.fromkeys(flags)),
        document_class=draft.document_class,
    )


def _printed_words(draft: Draft, file_format: str) -> dict[str, Any]:
    """The answer's words, without a head where the format prints none."""
    words = dict(draft.words)
    if file_format in (*PDF_FORMATS, "pdf_dump"):
        words |= {"metadata": {}, "index_number": None}
    return words


def _traditional_words(value: Any) -> Any:
    if isinstance(value, str):
        return traditional(value)
    if isinstance(value, dict):
        return {
            (traditional(key) if any("\u3400" <= letter <= "\u9fff" for letter in key) else key): _traditional_words(
                item
            )
            for key, item in value.items()
        }
    return value


def _below(where: str, prefix: str) -> bool:
    return where == prefix or where.startswith(f"{prefix}.")


def _without(tables: dict[str, Any], unknowable: frozenset[str]) -> dict[str, Any]:
    """The tables with null at every cell whose value cannot be known."""

    def emptied(where: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: emptied(f"{where}.{key}", item) for key, item in value.items()}
        gone = any(_below(where, prefix) for prefix in unknowable)
        if isinstance(value, list):
            return [None] * len(value) if gone else value
        return None if gone else value

    return {name: emptied(name, table) for name, table in tables.items()}
