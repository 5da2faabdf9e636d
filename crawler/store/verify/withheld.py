"""What of a reading may still stand in the rows of a version that is withheld."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.reports.model import Reading, Report
from crawler.store.migrations import browse_migrations
from crawler.store.readings.reading_rows import insert_reading, load_report, version_columns
from crawler.store.withheld.redaction import redact
from crawler.withholdings import Scope


class Redactor:
    """Writes a reading's rows into a database of its own, in memory, and takes out of them what is withheld: by the
    store's own redaction, so that a verification knows no second rule for it."""

    def __init__(self, browse: Database) -> None:
        self._browse = browse
        self._memory: Database | None = None
        self._versions = 0

    def redacted(self, reading: Reading, ordinal: int, scope: Scope) -> Report:
        memory = self._opened()
        self._versions += 1
        version = str(self._versions)
        columns = {
            "id": version,
            "report": "",
            "position": 1,
            "byte_identity": "",
            "content": "",
            **version_columns(reading, ordinal),
        }
        marks = ", ".join(f":{name}" for name in columns)
        memory.execute(f"INSERT INTO versions ({', '.join(columns)}) VALUES ({marks})", columns)
        insert_reading(memory, version, reading, ordinal)
        redact(memory, version, scope)
        return load_report(memory, version)

    def _opened(self) -> Database:
        if self._memory is None:
            self._memory = Database(memory=True)
            browse_migrations.apply(self._memory)
            self._memory.execute("PRAGMA foreign_keys = OFF")
            # Names that every page of the corpus shows anyway are not taken out.
            columns = [row[1] for row in self._memory.execute("PRAGMA table_info(bodies)").fetchall()]
            names = ", ".join(columns)
            self._memory.conn.executemany(
                f"INSERT INTO bodies ({names}) VALUES ({', '.join('?' * len(columns))})",
                self._browse.execute(f"SELECT {names} FROM bodies").fetchall(),
            )
        return self._memory
