"""A crawl that gets signals at a named moment.

    MODULE:FUNCTION:CALL:before|after:SIGNAL[+SIGNAL]

The process sends itself the signals (SIGKILL: as a power cut would end it) when FUNCTION of MODULE is called for the
CALLth time. No code of the application knows of this, and nothing is timed: the moment is the same at every start.
"""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Callable
from functools import wraps
from typing import Any


def killing(function: Callable[..., Any], call: int, when: str, signals: list[signal.Signals]) -> Callable[..., Any]:
    calls = 0

    def send() -> None:
        for one in signals:
            os.kill(os.getpid(), one)

    @wraps(function)
    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and when == "before":
            send()
        result = function(*args, **kwargs)
        if calls == call and when == "after":
            send()
        return result

    return counted


def arm(moment: str) -> None:
    """In the process that is to get the signals, before its command begins."""
    module_name, function_name, call, when, names = moment.split(":")
    signals = [signal.Signals[name] for name in names.split("+")]
    # Loaded first, so that the name is replaced where it is used.
    importlib.import_module("crawler.commands.crawl")
    importlib.import_module("crawler.commands.walk")
    # Small groups: how many there are then depends on what was fetched, and hardly on how fast.
    archive_module = importlib.import_module("pipelines.archive")
    archive_module.GROUP = 5  # type: ignore[attr-defined]
    module = importlib.import_module(module_name)
    setattr(module, function_name, killing(getattr(module, function_name), int(call), when, signals))
