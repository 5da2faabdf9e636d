"""How the corpus is served: Datasette 0.65's command line, with our metadata, pages and plugin."""

from __future__ import annotations

import sys
from pathlib import Path

from crawler.browse.metadata import METADATA

TEMPLATES = Path(__file__).with_name("templates")
PLUGINS = Path(__file__).with_name("plugins")
SETTINGS: dict[str, int] = {
    "default_page_size": 50,
    "sql_time_limit_ms": 3000,
    "allow_download": False,
    # Long texts are cut in lists; a report's own page shows them whole.
    "truncate_cells_html": 300,
    # The facets worth having are named in the metadata: guessing more costs a query a column on every page.
    "suggest_facets": False,
}


def datasette_arguments(database: Path, port: int) -> list[str]:
    """The command that serves this browsing file, and nothing else, on 127.0.0.1. Port 0 = any free one."""
    return [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        str(database),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--metadata",
        str(METADATA),
        "--template-dir",
        str(TEMPLATES),
        "--plugins-dir",
        str(PLUGINS),
        *(word for name, value in SETTINGS.items() for word in ("--setting", name, str(int(value)))),
    ]
