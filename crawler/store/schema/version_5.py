"""Schema 5: what a corpus that is cited needs beside its readings: successions, corrections, withholdings, search.

Each part stands in a module of its own (`version_5_…`), since each has its own reason to change until a release has
used it; after that all of them are history, as schema 1 is. `BROWSE` is run first.
"""

from __future__ import annotations

BROWSE = """
CREATE TABLE overrides (
    what TEXT NOT NULL, action TEXT NOT NULL CHECK
        (action IN ('body', 'report_year', 'same_report', 'apart', 'not_a_report')),
    value TEXT NOT NULL, stated_on TEXT NOT NULL, stated_by TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (what, action, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE reparse_progress (
    parser_version TEXT PRIMARY KEY, selection TEXT NOT NULL, started_at TEXT NOT NULL, done_through INTEGER NOT NULL,
    read INTEGER NOT NULL, not_a_report INTEGER NOT NULL, failed INTEGER NOT NULL, compared INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reparse_changes (
    candidate TEXT NOT NULL, ordinal INTEGER NOT NULL, was TEXT NOT NULL, changes TEXT NOT NULL,
    PRIMARY KEY (candidate, ordinal)
) STRICT, WITHOUT ROWID;
"""
"""`overrides` is data/overrides.csv as it was last applied. `reparse_progress` has a row only while a re-parse is under
way, or was killed: the sequence number of the last candidate that it has applied, how many it has read, and how many
stored readings were held against the new ones. `reparse_changes` lives as long: what has changed so far. A row with
`ordinal` −1 says how a candidate's reading had ended before; another one which report it had been ('' = none), and what
its stored reading now says otherwise (crawler.store.rereading.reading_changes)."""

RAW = """
CREATE TABLE dictionaries (
    id TEXT PRIMARY KEY, family TEXT NOT NULL, trained_at TEXT NOT NULL, samples INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE INDEX dictionaries_of_family ON dictionaries(family);
CREATE TRIGGER dictionaries_are_kept BEFORE DELETE ON dictionaries
    BEGIN SELECT RAISE(ABORT, 'a dictionary is never deleted: blobs cannot be read without it'); END;
CREATE TRIGGER dictionaries_are_not_changed BEFORE UPDATE ON dictionaries
    BEGIN SELECT RAISE(ABORT, 'a dictionary is never changed: blobs cannot be read without it'); END;
ALTER TABLE blobs ADD COLUMN dictionary TEXT REFERENCES dictionaries(id);
ALTER TABLE blobs ADD COLUMN family TEXT;
CREATE INDEX blobs_plain ON blobs(family, sha256) WHERE dictionary IS NULL AND family IS NOT '';
"""
"""A dictionary's id is the SHA-256 of its bytes. A blob without one (`dictionary` NULL) is plain zstd. `family`: the
page family whose dictionaries may hold it; '': none may (a PDF); NULL: not asked yet, a blob of an older store."""
