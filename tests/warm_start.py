"""Loads the program once, then forks for each run that it is handed: started as a script by `forked`.

    python tests/warm_start.py SOCKET

To load Scrapy and all that a crawl wants takes two seconds of processor time, and the tests crawl some hundred times. A
fork has it in memory and is in all else a process of its own: its arguments, its environment, its limits, its standard
streams and its exit are those of a program that was started by itself. What is loaded here stops short of whatever a
process makes when a crawl begins (no reactor, no thread, no database, no other process).
"""

from __future__ import annotations

import gc
import json
import os
import resource
import socket
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

LONGEST_ORDER = 1 << 17
"""Bytes: a command and its environment are a few thousand."""
LOADED = (
    "crawler.cli",
    "crawler.commands.crawl",
    "crawler.commands.walk",
    "crawler.commands.import_files",
    "crawler.net.address_guard",
    "crawler.net.block_pages",
    "crawler.net.certificates",
    "crawler.net.hosts",
    "crawler.net.proxy",
    "crawler.net.retry",
    "crawler.net.robots",
    "scrapy.core.engine",
    "scrapy.downloadermiddlewares.cookies",
    "scrapy.downloadermiddlewares.redirect",
    "scrapy.extensions.feedexport",
    "scrapy.extensions.remote_control",
    "scrapy.extensions.telnet",
    "spiders.isolation",
)


@dataclass(frozen=True, slots=True)
class Order:
    """One run of a program."""

    program: Literal["crawler.cli", "tests.net.drive"]
    """A module with a `main`."""
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    """The whole of it."""
    folder: str
    largest_file: int | None = None
    """A limit in bytes on what it may write to one file."""
    moment: str | None = None
    """When it gets which signals (see road/killed_run.py)."""

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Order:
        fields = json.loads(data)
        return cls(**fields | {"arguments": tuple(fields["arguments"])})


def become(order: Order, streams: list[int]) -> None:
    """What a process is started with, in the fork. `streams`: the three standard ones."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)
    if order.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest_file, order.largest_file))
    sys.argv = ["nianbao", *order.arguments]


def next_order(orders: socket.socket) -> Order | None:
    """In a fork: the order that it is to carry out. In the process that forks: None, when nobody hands out more."""
    while True:
        data, streams, _, _ = socket.recv_fds(orders, LONGEST_ORDER, 3)
        if not data:
            return None
        order = Order.from_json(data)
        child = os.fork()
        if not child:
            orders.close()
            become(order, streams)
            return order
        for stream in streams:
            os.close(stream)
        orders.send(json.dumps(child).encode())
        _, status = os.waitpid(child, 0)
        orders.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def main() -> None:
    sys.path[0] = str(Path.cwd())  # as `python -m` has it: `tests` holds folders that are named like packages
    for name in LOADED:
        import_module(name)
    if "twisted.internet.reactor" in sys.modules:
        raise RuntimeError("a reactor was installed before the fork")
    gc.freeze()  # what is shared stays shared
    order = next_order(socket.socket(fileno=int(sys.argv[1])))
    if order is None:
        return
    if order.moment is not None:
        import_module("tests.road.killed_run").arm(order.moment)
    import_module(order.program).main()


if __name__ == "__main__":
    main()
