"""The index is kept level with the texts: each change in the transaction that makes it.

The FTS5 table is contentless: it keeps no text, so that an entry can be taken out only by somebody who knows what was
put in. That is the reason for `search_follows`: the texts of before stand in the store until the change is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from sqlite_utils import Database

from crawler.store.errors import StoreError
from crawler.store.search.fields import Field, fields_of_group, fields_of_version
from crawler.store.search.tokens import TOKENS_VERSION, tokens_of_fields, written_otherwise
from crawler.store.transactions import transaction

Progress = Callable[[int, int], None]
"""Called with how many reports are indexed, and of how many."""


@dataclass(frozen=True, slots=True)
class IndexDifference:
    report: str
    """The report's id; where an entry belongs to none, the entry's number."""
    problem: str


def index_is_current(browse: Database) -> bool:
    """Whether the index was made, and with today's tokens."""
    row = browse.execute("SELECT tokens_version FROM search_state").fetchone()
    return row is not None and row[0] == TOKENS_VERSION


def require_index(browse: Database) -> None:
    """Raises StoreError where a search would silently miss what was never indexed."""
    if not index_is_current(browse):
        file = browse.execute("PRAGMA database_list").fetchone()[2]
        raise StoreError(f"{file}: its search index is missing or of another version; run `nianbao reindex`")


def ensure_index(browse: Database) -> None:
    """Make the index anew where it was never made (the store was migrated), or with other tokens than today's."""
    if not index_is_current(browse):
        rebuild_index(browse)


def rebuild_index(browse: Database, progress: Progress | None = None) -> int:
    """Index every report anew, in one transaction: a killed run leaves the index of before. Returns their number."""
    with transaction(browse):
        browse.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
        browse.execute("DELETE FROM search_documents")
        browse.execute("DELETE FROM search_state")
        rows = browse.execute("SELECT id, current_version FROM reports ORDER BY id").fetchall()
        for done, (report, version) in enumerate(rows, start=1):
            _insert(browse, report, fields_of_version(browse, version))
            if progress is not None:
                progress(done, len(rows))
        browse.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")
        browse.execute("INSERT INTO search_state (tokens_version) VALUES (?)", [TOKENS_VERSION])
    return len(rows)


@contextmanager
def search_follows(browse: Database, body: str, report_year: int) -> Iterator[None]:
    """Around any change to the reports of a body and year, or to what they say; inside the caller's transaction.

    Reports whose fields are the same before and after are not touched. An index that is not `index_is_current` is left
    alone: it is made anew as a whole when the store is next opened for writing.
    """
    if not index_is_current(browse):
        yield
        return
    before = fields_of_group(browse, body, report_year)
    yield
    _follow(browse, before, fields_of_group(browse, body, report_year))


def _follow(browse: Database, before: Mapping[str, Sequence[Field]], after: Mapping[str, Sequence[Field]]) -> None:
    for report, fields in before.items():
        if report not in after:
            _take_out(browse, _document(browse, report), fields)
            browse.execute("DELETE FROM search_documents WHERE report = ?", [report])
    for report, fields in after.items():
        if report not in before:
            _insert(browse, report, fields)
        elif fields != before[report]:
            document = _document(browse, report)
            _take_out(browse, document, before[report])
            _put_in(browse, document, fields)
            browse.execute("UPDATE search_documents SET otherwise = ? WHERE id = ?", [_otherwise(fields), document])


def _document(browse: Database, report: str) -> int:
    row = browse.execute("SELECT id FROM search_documents WHERE report = ?", [report]).fetchone()
    if row is None:
        raise StoreError(f"{report}: not in the search index; run `nianbao reindex`")
    return int(row[0])


def _insert(browse: Database, report: str, fields: Sequence[Field]) -> None:
    row = browse.execute(
        "INSERT INTO search_documents (report, otherwise) VALUES (?, ?) RETURNING id", [report, _otherwise(fields)]
    ).fetchone()
    _put_in(browse, row[0], fields)


def _put_in(browse: Database, document: int, fields: Sequence[Field]) -> None:
    browse.execute("INSERT INTO search_index (rowid, tokens) VALUES (?, ?)", [document, _tokens(fields)])


def _take_out(browse: Database, document: int, fields: Sequence[Field]) -> None:
    """`fields` must be what was put in: FTS5 cannot know, and would leave the rest in the index for ever."""
    browse.execute(
        "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', ?, ?)", [document, _tokens(fields)]
    )


def _tokens(fields: Sequence[Field]) -> str:
    return " ".join(tokens_of_fields(field.text for field in fields))


def _otherwise(fields: Sequence[Field]) -> str:
    return written_otherwise(field.text for field in fields)


def index_differences(browse: Database) -> list[IndexDifference]:
    """Where the index is not what a fresh one of today's texts would be; [] = it is. Writes nothing.

    For each report the tokens that the index holds are compared with those of its text, as a sum of their hashes (64
    bits, BLAKE2b) and their number, so that no second index is needed.
    """
    if not index_is_current(browse):
        return [IndexDifference("", "the search index is missing or of another version")]
    held = _held_tokens(browse)
    rows = browse.execute("SELECT report, id, otherwise FROM search_documents").fetchall()
    documents = {report: document for report, document, _ in rows}
    written = {report: otherwise for report, _, otherwise in rows}
    differences = []
    for report, version in browse.execute("SELECT id, current_version FROM reports ORDER BY id").fetchall():
        if report not in documents:
            differences.append(IndexDifference(report, "not in the search index"))
            continue
        fields = fields_of_version(browse, version)
        tokens = tokens_of_fields(field.text for field in fields)
        fresh = (len(tokens), sum(map(_token_hash, tokens)))
        found = held.pop(documents.pop(report), (0, 0))
        if found != fresh:
            differences.append(
                IndexDifference(report, f"the search index holds {found[0]} tokens of it, its text has {fresh[0]}")
                if found[0] != fresh[0]
                else IndexDifference(report, "the search index holds other tokens than its text has")
            )
        elif written[report] != _otherwise(fields):
            differences.append(IndexDifference(report, "search_documents.otherwise is not what its text has"))
    differences += [IndexDifference(report, "indexed, and no report") for report in sorted(documents)]
    orphans = sorted(set(held) - set(documents.values()))
    return differences + [IndexDifference(f"entry {entry}", "belongs to no report") for entry in orphans]


def _held_tokens(browse: Database) -> dict[int, tuple[int, int]]:
    """Entry → how many tokens the index holds of it, and the sum of their hashes."""
    held: dict[int, tuple[int, int]] = {}
    # In the temporary schema, which a read-only connection may write too.
    browse.execute("CREATE VIRTUAL TABLE temp.search_instances USING fts5vocab('main', 'search_index', 'instance')")
    try:
        for token, entry in browse.execute("SELECT term, doc FROM temp.search_instances"):
            number, total = held.get(entry, (0, 0))
            held[entry] = (number + 1, total + _token_hash(token))
    finally:
        browse.execute("DROP TABLE temp.search_instances")
    return held


@cache
def _token_hash(token: str) -> int:
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest())
