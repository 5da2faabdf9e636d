"""The Datasette plugin: what no metadata file can say. Loaded by crawler/browse/plugins, see `nianbao browse`.

It says 演示数据 on every page of a demonstration store, lists what to begin with, links keys in views and query results
to what they name, and gives a database of any name the metadata of the corpus.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlencode

import datasette as datasette_package
import yaml
from datasette import handle_exception as default_handler
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from datasette.utils import is_url, sqlite3, tilde_encode
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from crawler.browse.metadata import DATABASES, METADATA

Hook = TypeVar("Hook", bound=Callable[..., object])
hookimpl: Callable[[Hook], Hook] = datasette_package.hookimpl

PREFIX = "current_"
"""Views that show the newest version of each report begin with this; they are what a reader should meet first."""
_VIEWS_OVER_TIME = ("series", "year_checks", "replacements")
_KEY_SHOWN = 10
"""Characters of a hash that are shown; the link and its title have the whole."""


@cache
def _corpus_metadata() -> dict[str, Any]:
    corpus: dict[str, Any] = yaml.safe_load(METADATA.read_text(encoding="utf-8"))["databases"][DATABASES[0]]
    return corpus


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """A store named on the command line has the metadata of reports.db; the file itself wins for the names in it."""
    others = [name for name in datasette.databases if name not in (*DATABASES, "_internal", "_memory")]
    return {"databases": dict.fromkeys(others, _corpus_metadata())} if others else {}


async def _origin(database: Database) -> str | None:
    """live or replica; None for a file that is no store."""
    if not await database.table_exists("store_info"):
        return None
    row = (await database.execute("SELECT origin FROM store_info")).first()
    return row["origin"] if row else None


async def _current_views(datasette: Datasette, database: Database) -> list[dict[str, Any]]:
    """The views to begin with, current_reports first, with what each holds; rows None = counting took too long."""
    names = [name for name in await database.view_names() if name.startswith(PREFIX)]
    tables = datasette.metadata("tables", database=database.name, fallback=False) or {}
    views = []
    for name in sorted(names, key=lambda name: (list(tables).index(name) if name in tables else len(tables), name)):
        try:
            rows = (await database.execute(f"SELECT count(*) FROM [{name}]", custom_time_limit=200)).first()[0]
        except sqlite3.OperationalError:
            rows = None
        views.append(
            {
                "path": datasette.urls.table(database.name, name),
                "title": tables.get(name, {}).get("title", name),
                "description": tables.get(name, {}).get("description", ""),
                "rows": rows,
            }
        )
    return views


async def _queries(datasette: Datasette, database: Database) -> list[dict[str, Any]]:
    queries = await datasette.get_canned_queries(database.name, None)
    return [
        {
            "path": datasette.urls.query(database.name, name),
            "title": query.get("title", name),
            "description": query.get("description", ""),
        }
        for name, query in queries.items()
    ]


@hookimpl
def extra_template_vars(datasette: Datasette, view_name: str) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def variables() -> dict[str, Any]:
        served = [database for name, database in datasette.databases.items() if name not in ("_internal", "_memory")]
        found: dict[str, Any] = {
            "demonstration": [database.name for database in served if await _origin(database) == "replica"]
        }
        if view_name in ("index", "database"):
            found["corpora"] = {
                database.name: {
                    "views": await _current_views(datasette, database),
                    "queries": await _queries(datasette, database),
                }
                for database in served
            }
        return found

    return variables


@hookimpl
def render_cell(value: object, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """Keys as links where Datasette makes none: in views and in queries' results. A report's text is shown whole."""
    without_keys = table is None or table.startswith(PREFIX) or table in _VIEWS_OVER_TIME
    if not isinstance(value, str) or not value or not without_keys:
        return None
    if column == "value" and table is None and not is_url(value):
        return Markup.escape(value)
    if column == "report":
        address = datasette.urls.query(database, "one_report") + "?" + urlencode({"report": value})
        return Markup('<a href="{}">{}</a>').format(address, value)
    if column in ("version", "version_before", "version_after"):
        address = datasette.urls.table(database, "versions") + "/" + tilde_encode(value)
        shown = value if len(value) <= _KEY_SHOWN else value[:_KEY_SHOWN] + "…"
        return Markup('<a href="{}" title="{}">{}</a>').format(address, value, shown)
    if column in ("body", "reporting_body"):
        address = datasette.urls.table(database, "bodies") + "/" + tilde_encode(value)
        return Markup('<a href="{}">{}</a>').format(address, value)
    return None


@hookimpl
def startup(datasette: Datasette) -> None:
    """Datasette 0.65 prints a traceback for every address that does not exist, and asks its own handler whatever other
    plugins answer. So its handler is taken out, and `handle_exception` below asks it for true faults only."""
    if pm.has_plugin(default_handler.__name__):
        pm.unregister(name=default_handler.__name__)


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """What cannot be answered is a page, and no traceback in the terminal; a fault of the program keeps it."""
    if isinstance(exception, DatasetteError):
        status, message, title = exception.status, exception.message, exception.title
    elif isinstance(exception, Base400):
        status, message, title = exception.status, str(exception), None
    else:
        faulty: Callable[[], Awaitable[Response]] = default_handler.handle_exception(datasette, request, exception)
        return faulty

    async def answer() -> Response:
        info = {"ok": False, "error": message, "status": status, "title": title}
        if request.path.endswith(".json"):
            return Response.json(info, status=status)
        return Response.html(await datasette.render_template("error.html", info, request=request), status=status)

    return answer
