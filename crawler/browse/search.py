"""Datasette's search box, over the store's own search. Loaded by crawler/browse/plugins.

Datasette 0.65 asks an FTS table and believes it. Ours names candidates only (a word of five characters is four bigrams
there). So the box is answered by `search_reports`, an SQL function that gives what `nianbao search` finds: rows, their
number, facets and exports all run over the same SQL, which its own page shows.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, finalize

import datasette as datasette_package
from datasette import filters as default_filters
from datasette.app import Datasette
from datasette.filters import FilterArguments
from datasette.plugins import pm
from datasette.utils import escape_sqlite
from datasette.utils.asgi import Request
from datasette.views.base import DatasetteError
from markupsafe import Markup
from sqlite_utils import Database as Store

from crawler.store.search.fields import Field, fields_of_version, holds
from crawler.store.search.index import index_is_current
from crawler.store.search.matching import reports_holding
from crawler.store.search.passages import Passage, passages, whole
from crawler.store.search.query import match_expression, parse_query
from crawler.store.withheld.redaction import WITHHELD

Hook = TypeVar("Hook", bound=Callable[..., object])
hookimpl: Callable[..., Callable[[Hook], Hook]] = datasette_package.hookimpl

INDEX = "search_index"
"""What the metadata's `fts_table` says of a table that the box searches; its `fts_pk` is the column of report ids."""
OWN_TEXT = {"current_sections": ("heading", "text")}
"""Tables whose rows are parts of a report: the words must stand in these columns of the row."""
_KEPT = 32
"""Answers that are kept a database, until it changes: a page asks for its rows, their number and each facet."""
_NOTHING = '"\u3000\u3000"'
"""An expression that no text answers to: no two blanks follow each other in comparison form."""
_REINDEX = "The search index of this database is missing or of another version: run `nianbao reindex`."


class Searcher:
    """Answers searches of one database file over a connection of its own.

    Its own, since it has no time limit of Datasette's inside an SQL function, and one `PRAGMA data_version` to say when
    what it remembers has become old. Used from several threads, one at a time.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._store = Store(self._connection)
        self._lock = Lock()
        self._answers: OrderedDict[str, str] = OrderedDict()
        self._data_version = 0
        finalize(self, self._connection.close)

    def reports(self, words: str) -> str:
        """The ids of the reports that hold the words, as a JSON list. Raises StoreError as `reports_holding` does."""
        with self._lock:
            version = self._store.execute("PRAGMA data_version").fetchone()[0]
            if version != self._data_version:
                self._answers.clear()
                self._data_version = version
            if words not in self._answers:
                self._answers[words] = json.dumps(reports_holding(self._store, words), ensure_ascii=False)
                if len(self._answers) > _KEPT:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(words)
            return self._answers[words]

    def passages(self, report: str, words: str) -> list[Passage]:
        """The passages of a report's current version that show the words."""
        with self._lock:
            row = self._store.execute("SELECT current_version FROM reports WHERE id = ?", [report]).fetchone()
            return [] if row is None else passages(fields_of_version(self._store, row[0]), parse_query(words))

    def is_withheld(self, report: str) -> bool:
        """Whether all of a report's current version is kept out of sight."""
        sql = (
            "SELECT versions.withheld = 'report' FROM reports JOIN versions ON versions.id = reports.current_version "
            "WHERE reports.id = ?"
        )
        with self._lock:
            row = self._store.execute(sql, [report]).fetchone()
            return row is not None and bool(row[0])

    def is_current(self) -> bool:
        with self._lock:
            return index_is_current(self._store)


_answered: ContextVar[tuple[tuple[str, str], str] | None] = ContextVar("answered", default=None)
"""The table whose page is being made, and the words that it answers: `render_cell` is told neither."""
_searchers: WeakKeyDictionary[Datasette, dict[str, Searcher]] = WeakKeyDictionary()
_opening = Lock()


def searcher(datasette: Datasette, database: str) -> Searcher:
    """The one searcher of a served file."""
    with _opening:
        own = _searchers.setdefault(datasette, {})
        if database not in own:
            own[database] = Searcher(Path(datasette.databases[database].path))
        return own[database]


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    """The functions of search in SQL, last of all plugins: Datasette's own `escape_fts` is replaced."""
    served = datasette.databases.get(database)
    if served is None or served.path is None:
        return

    def search_reports(words: str | None) -> str:
        if not parse_query(words or "").terms:
            return "[]"
        return searcher(datasette, database).reports(words or "")

    def search_passage(report: str | None, words: str | None) -> str:
        found = searcher(datasette, database).passages(report or "", words or "")
        return " ".join(passage.text for passage in found)

    conn.create_function("escape_fts", 1, expression_of, deterministic=True)
    conn.create_function("search_reports", 1, search_reports)
    conn.create_function("search_passage", 2, search_passage)
    conn.create_function("search_holds", -1, _search_holds, deterministic=True)
    conn.create_function("search_passage_of", 2, _search_passage_of, deterministic=True)


def expression_of(words: str | None) -> str:
    """What FTS5 is asked for a user's words: all characters are plain text, and no words find nothing."""
    query = parse_query(words or "")
    return match_expression(query) if query.terms else _NOTHING


def _search_holds(words: str | None, *texts: str | None) -> int:
    query = parse_query(words or "")
    return int(bool(query.terms) and holds([text for text in texts if text], query.terms))


def _search_passage_of(text: str | None, words: str | None) -> str:
    """The passages of one text that show the words."""
    return " ".join(passage.text for passage in passages([Field("", "", text or "")], parse_query(words or "")))


@hookimpl()
def startup(datasette: Datasette) -> None:
    """Datasette's own answer to `_search` would stand beside ours, and turns an empty box into no rows at all. So its
    module is taken out, and its other two filters are put back as they are."""
    if pm.has_plugin(default_filters.__name__):
        pm.unregister(name=default_filters.__name__)
        pm.register(_OtherFilters, name="datasette.filters without search")


class _OtherFilters:
    where_filters = staticmethod(default_filters.where_filters)
    through_filters = staticmethod(default_filters.through_filters)


@hookimpl(specname="filters_from_request")
def search_filter(
    request: Request, database: str, table: str, datasette: Datasette
) -> Callable[[], Awaitable[FilterArguments]]:
    """`?_search=` of the tables that our index serves; of any other table it is Datasette's own."""
    settings = datasette.table_metadata(database, table)
    if settings.get("fts_table") != INDEX:
        own: Callable[[], Awaitable[FilterArguments]] = default_filters.search_filters(
            request, database, table, datasette
        )
        return own

    async def filters() -> FilterArguments:
        words = request.args.get("_search") or ""
        _answered.set(None)
        if not searcher(datasette, database).is_current():
            if words:
                raise DatasetteError(_REINDEX, title="No search index", status=503)
            return FilterArguments([], extra_context={"supports_search": False})
        context: dict[str, Any] = {"supports_search": True, "search": words}
        query = parse_query(words)
        if not query.terms:
            # A box left empty beside another filter; one of blanks or the like is said to be empty.
            said = ["nothing is searched for: the box holds no word"] if words else []
            return FilterArguments([], human_descriptions=said, extra_context=context)
        # The work is done here, in a thread: inside the SQL it would be cut off by Datasette's time limit.
        await asyncio.to_thread(searcher(datasette, database).reports, words)
        clauses = [f"{escape_sqlite(settings['fts_pk'])} in (select value from json_each(search_reports(:search)))"]
        if columns := OWN_TEXT.get(table):
            clauses.append(f"search_holds(:search, {', '.join(map(escape_sqlite, columns))})")
        _answered.set(((database, table), words))
        what = "section" if table in OWN_TEXT else "report"
        said = [f"the {what} holds {'' if len(query.terms) == 1 else 'all of '}{query.said}"]
        return FilterArguments(clauses, {"search": words}, said, context)

    return filters


@hookimpl()
def render_cell(row: sqlite3.Row, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """What was found is shown where it was: below the title of a report, in place of the text of a section."""
    table_and_words = _answered.get()
    if table_and_words is None or table_and_words[0] != (database, table):
        return None
    words = table_and_words[1]
    if table in OWN_TEXT:
        if column != "text":
            return None
        field = Field("", row["heading"], row["text"])
        return Markup("<br>").join(map(marked, passages([field], parse_query(words)))) or None
    if column != "title":
        return None
    key = datasette.table_metadata(database, table)["fts_pk"]
    if key not in row.keys():  # noqa: SIM118  "in" would look among a row's values
        return None
    asked = searcher(datasette, database)
    printed = whole(Field("title", "", row["title"] or ""), parse_query(words))
    title = Markup.escape(WITHHELD) if asked.is_withheld(row[key]) else marked(printed)
    found = [one for one in asked.passages(row[key], words) if one.where != "title"]
    lines = Markup("").join(
        Markup('<div class="passage">{}{}</div>').format(
            Markup("<span>{}</span> ").format(one.heading) if one.heading else "", marked(one)
        )
        for one in found
    )
    return title + lines or None


def marked(passage: Passage) -> Markup:
    """The passage as HTML, the words between <mark> tags."""
    html, end = Markup(""), 0
    for start, stop in passage.marks:
        html += Markup("{}<mark>{}</mark>").format(passage.text[end:start], passage.text[start:stop])
        end = stop
    return html + passage.text[end:]
