"""`nianbao browse`: Datasette on this machine only, over the browsing file of a pair. The raw file is never served."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from crawler.browse.server import datasette_arguments
from crawler.commands.console import fail, notices, one_line_errors
from crawler.commands.databases import choose_database
from crawler.configuration import load_configuration
from crawler.store.database import close_pair, read_pair


@click.command("browse")
@click.option("--database", type=click.Path(path_type=Path), help="The database to serve [reports.db, else demo.db].")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free port.")
@one_line_errors
def browse(database: Path | None, port: int) -> None:
    """Serve the database with Datasette on 127.0.0.1 until it is interrupted."""
    chosen = choose_database(load_configuration().data, database)
    pair = read_pair(chosen)
    kind = "demonstration data (演示数据)" if pair.origin == "replica" else "the real corpus"
    close_pair(pair)
    _check_port(port)
    notices.print(f"serving {chosen}: {kind}; end it with Ctrl-C")
    arguments = datasette_arguments(chosen, port)
    os.execv(arguments[0], arguments)


def _check_port(port: int) -> None:
    """Says in one line what Datasette would say in twenty."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            fail(f"port {port} cannot be had ({error.strerror}); name another with --port (0 = any free one)")
