"""What SQLite alone can say of a report that the index names: its texts hold a word, or they do not, or it cannot say.

It looks through a text at about half a gigabyte a second; folding one in Python takes ten times as long. Python is
left with the few reports that print one of the word's own characters in another way (`written_otherwise`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.store.search.query import Term
from crawler.store.search.tokens import BLANK, BLANKS_LEFT_OUT, parts_words_with_blanks

_HEAD = "SELECT 1 FROM versions WHERE versions.id = reports.current_version AND "
_SECTIONS = "SELECT 1 FROM sections WHERE sections.version = reports.current_version AND "


@dataclass(frozen=True, slots=True)
class Verdict:
    """An SQL expression over a row of `reports` and of `search_documents`: 1, 0 or NULL, where it cannot say."""

    sql: str
    values: dict[str, str] = field(default_factory=dict)


def verdict(terms: Sequence[Term], section: str | None) -> Verdict:
    """Whether a report's fields hold all of the terms; with `section`, the fields of this section of the report."""
    if not terms:
        return Verdict("1")
    values: dict[str, str] = {}
    parts = [_of_term(term, f"word_{number}", section, values) for number, term in enumerate(terms)]
    if section is not None:
        values["section"] = section
    return Verdict(" AND ".join(f"({part})" for part in parts), values)


def _of_term(term: Term, name: str, section: str | None, values: dict[str, str]) -> str:
    printed = list(_named(filter(_can_be_stored, term.printed), f"{name}_printed", values))
    writings = list(_named(term.writings, f"{name}_written", values))
    # In a GLOB's brackets only ASCII has a meaning, and of that a comparison form holds letters and digits alone.
    values[f"{name}_any"] = f"*[{''.join(sorted({BLANK, *''.join(term.writings)}))}]*"
    # Two Latin words without the blank between them would look like one.
    without_blanks = "NULL" if any(map(parts_words_with_blanks, term.writings)) else "1"
    # A blank of the word itself is left out of a text too, so that its absence there says nothing.
    absent = "NULL" if any(BLANK in writing for writing in term.writings) else "0"
    as_printed = _stands("{}", printed, section) if printed else "0"
    return (
        f"CASE WHEN {as_printed} THEN 1 WHEN search_documents.otherwise GLOB :{name}_any THEN NULL "
        f"WHEN {_stands(_left_out('{}'), writings, section)} THEN {without_blanks} ELSE {absent} END"
    )


def _can_be_stored(text: str) -> bool:
    """No text of a database holds half of a surrogate pair, and none can be asked of it."""
    return not any(0xD800 <= ord(character) <= 0xDFFF for character in text)


def _named(texts: Iterator[str] | Sequence[str], name: str, values: dict[str, str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        values[f"{name}_{number}"] = text
        yield f":{name}_{number}"


def _stands(form: str, words: Sequence[str], section: str | None) -> str:
    """Whether one of the words stands in one of the fields, each field in a form such as `lower({})`."""

    def in_one_of(*columns: str) -> str:
        return " OR ".join(f"instr({form.format(column)}, {word})" for column in columns for word in words)

    in_sections = f"({in_one_of('sections.text', 'sections.heading')})"
    if section is not None:
        # "4+01" is a part of the fourth section under a heading of its own.
        own = "(sections.number = :section OR sections.number GLOB :section || '+*')"
        return f"EXISTS ({_SECTIONS}{own} AND {in_sections})"
    in_head = f"({in_one_of('versions.title', 'versions.agency', 'versions.index_number')})"
    return f"(EXISTS ({_HEAD}{in_head}) OR EXISTS ({_SECTIONS}{in_sections}))"


def _left_out(column: str) -> str:
    for blank in BLANKS_LEFT_OUT:
        column = f"replace({column}, char({ord(blank)}), '')"
    return column
