"""A crawl that is killed with SIGKILL at a named moment: run as a script, with the command line after the moment.

    python tests/road/killed_run.py MODULE:FUNCTION:CALL:before|after ARGUMENTS…

The process kills itself, as a power cut would, when FUNCTION of MODULE is called for the CALLth time. No code of the
application knows of this, and nothing is timed: the moment is the same at every start.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any


def killing(function: Callable[..., Any], call: int, when: str) -> Callable[..., Any]:
    calls = 0

    @wraps(function)
    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **kwargs)
        if calls == call and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return counted


def main() -> None:
    module_name, function_name, call, when = sys.argv[1].split(":")
    # Loaded first, so that the name is replaced where it is used.
    importlib.import_module("crawler.commands.crawl")
    importlib.import_module("crawler.commands.walk")
    # Small groups: how many there are then depends on what was fetched, and hardly on how fast.
    archive_module = importlib.import_module("pipelines.archive")
    archive_module.GROUP = 5  # type: ignore[attr-defined]
    module = importlib.import_module(module_name)
    setattr(module, function_name, killing(getattr(module, function_name), int(call), when))
    from crawler.cli import main as nianbao

    nianbao(sys.argv[2:], prog_name="nianbao")


if __name__ == "__main__":
    main()
