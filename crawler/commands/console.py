"""How commands speak: results on standard output, everything else on standard error, one line for an error."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import click
from rich.console import Console
from rich.table import Table

from crawler.commands.interruption import Interrupted
from crawler.configuration import ConfigurationError
from crawler.documents.model import DocumentError
from crawler.replica.values import ReplicaError
from crawler.sources import RegistryError
from crawler.store.errors import StoreError
from pipelines.errors import ReadingStopped

COULD_NOT_RUN = 1
USAGE = 2


def stop_printing() -> None:
    """Whoever read the output has closed it (`nianbao status | head`): no error. The command goes on to its own exit
    code, since an incomplete crawl must not look complete because nobody read its table."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class ResultConsole(Console):
    def on_broken_pipe(self) -> None:
        stop_printing()  # rich's own ends the process with 1


output = ResultConsole(soft_wrap=True, highlight=False)
notices = Console(stderr=True, soft_wrap=True, highlight=False)

LOG_WIDTH = 200


def print_table(table: Table) -> None:
    """As wide as the window. A log has none: there each row stands on one line, so that it can be searched for."""
    if output.is_terminal:
        output.print(table)
    else:
        ResultConsole(file=output.file, width=LOG_WIDTH, highlight=False).print(table)


Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def fail(message: str, code: int = COULD_NOT_RUN) -> NoReturn:
    """One line on standard error, and the exit code."""
    click.echo(f"nianbao: {message}", err=True)
    sys.exit(code)


def one_line_errors(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """What a command cannot use ends it with its line and exit code 1, never with a traceback."""

    @wraps(command)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except RegistryError as error:
            for problem in str(error).splitlines():
                click.echo(f"nianbao: {problem}", err=True)
            sys.exit(COULD_NOT_RUN)
        except Interrupted as stopped:
            fail(f"stopped by {stopped}; what was committed is kept, run it again to go on")
        except KeyboardInterrupt:  # by a command that has nothing to bring to an end
            fail("stopped by SIGINT; nothing is left half-made")
        except (StoreError, DocumentError, ConfigurationError, ReadingStopped, ReplicaError) as error:
            fail(str(error))
        except sqlite3.Error as error:
            fail(f"the database could not be used: {error}; what was committed before is kept")
        except BrokenPipeError:
            stop_printing()  # from click.echo, which is the last thing that a command prints
            sys.exit(0)
        except OSError as error:
            fail(f"{error.filename or 'input'}: {error.strerror or error}")

    return guarded
