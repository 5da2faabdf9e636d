"""`python -m crawler.replica`: serves until its standard input ends or it is terminated."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.replica.certificates import Authority
from crawler.replica.corpus import all_sites
from crawler.replica.extra import WORDS_MEAN
from crawler.replica.faults import FAULTS, Faults, parse_fault
from crawler.replica.server import Proxy
from crawler.replica.traps import TRAPS
from crawler.replica.values import ReplicaError
from crawler.replica.web import Web


def _told(meanings: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {meaning}" for name, meaning in meanings.items())


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m crawler.replica",
        description="A small government web behind an HTTP proxy on 127.0.0.1. Prints a line of JSON when it is ready.",
        epilog=f"Faults: {_told(FAULTS)}. Traps: {_told({name: trap.meaning for name, trap in TRAPS.items()})}.",
    )
    parser.add_argument("--sites", type=int, default=0, metavar="N", help="synthetic sites beside the five real ones")
    parser.add_argument("--reports", type=int, default=20, metavar="M", help="reports of each synthetic site")
    parser.add_argument("--log", type=Path, metavar="FILE", help="append one line of JSON for every request")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[@HOST]", help="switch a fault on")
    parser.add_argument(
        "--with", action="append", default=[], metavar="WORD", dest="extra", help="sites beside the five: " + WORDS_MEAN
    )
    parser.add_argument("--prepare", action="store_true", help="make every page before the ready line (benchmarks)")
    parser.add_argument("--port", type=int, default=0, metavar="P", help="the port (0 = any free one)")
    return parser.parse_args(words)


def _watch_standard_input(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """Sets `ended` when the parent is gone: its end of the pipe closes even when it is killed with -9."""

    def wait() -> None:
        with suppress(OSError):  # no standard input at all is the same as one that has ended
            while os.read(0, 4096):
                continue
        if not loop.is_closed():
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, name="standard input", daemon=True).start()


async def _serve(proxy: Proxy, authority: Authority, port: int, certificate: Path, log: Path) -> None:
    server = await proxy.start(port)
    authority.write(certificate)
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    _watch_standard_input(loop, ended)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    ready = {"proxy": address, "certificate_authority": str(certificate), "pid": os.getpid(), "log": str(log)}
    print(json.dumps(ready), flush=True)
    await ended.wait()
    server.close()
    await proxy.close()


def main(words: Sequence[str] | None = None) -> int:
    """Serves until the end. 0 = ended as asked; 1 = could not start; 2 = bad usage."""
    arguments = _arguments(words)
    try:
        sites = all_sites(arguments.sites, arguments.reports if arguments.sites else 0, tuple(arguments.extra))
        hosts = {site.host for site in sites}
        faults = Faults(tuple(parse_fault(text, hosts) for text in arguments.fault))
    except ReplicaError as error:
        print(f"replica: {error}", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="nianbao-replica-")))
        try:
            # Without a name the log goes with the folder: this process outlives a parent that is killed, and tidies up.
            log_path = arguments.log or folder / "requests.jsonl"
            log = stack.enter_context(log_path.open("a", encoding="utf-8"))
            authority = Authority()
            web = Web(sites, faults)
            if arguments.prepare:
                web.prepare()
            proxy = Proxy(web, authority, log)
            asyncio.run(_serve(proxy, authority, arguments.port, folder / "ca.pem", log_path))
        except OSError as error:
            print(f"replica: cannot start on port {arguments.port}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
