"""A process that a page's blocks are handed to, one JSON line each, and that answers each with what it printed.

`page_session.py commands`: the words of a `nianbao` command. Each runs in a fork of its own, so that it starts as
afresh as from a shell, and the imports that all of them share are paid for once. `page_session.py python`: Python and
SQL in one namespace and one DuckDB, as in a notebook. What stands on the page as output is what a terminal shows:
standard output and errors together.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import sys
import tempfile
import traceback
from importlib import import_module
from typing import IO


def run_command(words: list[str]) -> int:
    """Returns the exit code of `nianbao WORDS`. In the forked process it does not return."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    code: object = 1
    try:
        import_module("crawler.cli").main(args=words, prog_name="nianbao")
    except SystemExit as ended:
        code = ended.code
    except Exception:  # noqa: BLE001  # as the interpreter itself does at the end of a process
        traceback.print_exc()
    # All that a process does at its end, but for the teardown of its modules, which costs more than the command.
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def run_code(code: str, language: str, names: dict[str, object]) -> int:
    try:
        if language == "sql":
            answer = import_module("duckdb").sql(code)
            if not code.startswith("CREATE"):
                answer.show()
        else:
            exec(compile(code, "<page>", "exec"), names)
    except Exception:  # noqa: BLE001  # whatever the page's code raises is the answer
        traceback.print_exc()
        return 1
    return 0


def serve(kind: str, answers: IO[str]) -> None:
    if kind == "commands":
        main = import_module("crawler.cli").main
        context = import_module("click").Context(main)
        for verb in main.list_commands(context):
            main.get_command(context, verb)
        gc.freeze()
    names: dict[str, object] = {"__name__": "__main__"}
    for line in sys.stdin:
        language, code = json.loads(line)
        with tempfile.TemporaryFile() as printed:
            os.dup2(printed.fileno(), 1)
            os.dup2(printed.fileno(), 2)
            result = run_command(code) if kind == "commands" else run_code(code, language, names)
            sys.stdout.flush()
            sys.stderr.flush()
            printed.seek(0)
            said = printed.read().decode()
        answers.write(json.dumps([result, said]) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.argv[1], os.fdopen(os.dup(1), "w", encoding="utf-8"))
