"""That the search index is a fresh one's, and that a search finds its way in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from crawler.store.database import Pair
from crawler.store.search.index import index_differences, index_is_current
from crawler.store.verify.model import RESTORE, Fault, Findings

_INDEX = "search_index"
_PARTS = ("data", "idx", "docsize", "config")
"""The tables in which FTS5 keeps an index without content."""
_REINDEX = "`nianbao reindex` makes it anew"


def verify_index(pair: Pair, findings: Findings) -> None:
    """Compare it, report by report, with what today's texts would give."""
    try:
        if not index_is_current(pair.browse):
            findings.add([Fault("index", "there is no index of today's tokens", "search_index", "", "", _REINDEX)])
            return
        for one in index_differences(pair.browse):
            findings.add([Fault("index", "the index differs", f"report {one.report}", "", one.problem, _REINDEX)])
        findings.add(_broken_inside(pair.browse))
        [documents] = pair.browse.execute("SELECT count(*) FROM search_documents").fetchone()
        findings.checked["indexed reports"] += documents
    except sqlite3.DatabaseError as error:
        findings.add([Fault("index", "a page of the file is damaged", str(pair.path), "", str(error), RESTORE)])


def _broken_inside(browse: Database) -> list[Fault]:
    """FTS5's own check: the entries may all be there, and the way that a search takes to them lead elsewhere.

    SQLite has it as a command that writes, so it is given a copy of the index alone, in a temporary file.
    """
    with TemporaryDirectory(prefix="nianbao-verify-") as folder:
        file = Path(folder) / "index.db"
        [made_by] = browse.execute("SELECT sql FROM sqlite_master WHERE name = ?", [_INDEX]).fetchone()
        with closing(sqlite3.connect(file)) as copy:
            copy.execute(made_by)
            for table in (f"{_INDEX}_{part}" for part in _PARTS):
                rows = browse.conn.execute(f"SELECT * FROM {table}")
                marks = ", ".join("?" * len(rows.description))
                copy.execute(f"DELETE FROM {table}")
                copy.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            copy.commit()
        # Opened again: what a connection has learned of an index it does not ask anew.
        with closing(sqlite3.connect(file)) as copy:
            try:
                copy.execute(f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('integrity-check')")
            except sqlite3.DatabaseError as error:
                return [Fault("index", "the index is damaged inside", "search_index", "", str(error), _REINDEX)]
    return []
