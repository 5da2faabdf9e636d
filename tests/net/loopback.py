"""A small government web on 127.0.0.1, reached as a proxy, that can misbehave: for the tests of net and spiders.

Plain requests come with absolute addresses, CONNECT is answered and terminated with a certificate of the web's own
authority (or with a self-signed one). Nothing here knows the application.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import trustme

from crawler.sources import Source
from tests.forked import PROJECT, run_forked
from tests.warm_start import Order

Manner = Literal["plain", "drop", "partial", "slow", "silent", "endless"]


@dataclass(frozen=True)
class Answer:
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    manner: Manner = "plain"

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


def redirect(location: str) -> Answer:
    return Answer(status=302, headers={"Location": location})


def gzip_bomb(size: int) -> Answer:
    return Answer(gzip.compress(bytes(size)), headers={"Content-Encoding": "gzip"})


NOT_FOUND = Answer("nothing here", 404)


class Web:
    """Address (host and path, without scheme) → its answers, one a request; the last one is repeated."""

    def __init__(self, directory: Path) -> None:
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        """Scheme and address, method, headers (lower case) of every request, in order."""
        self.self_signed: set[str] = set()
        self.together: dict[str, int] = defaultdict(int)
        """Host → the most requests that it ever served at one time."""
        self._answers: dict[str, list[Answer]] = {}
        self._at_work: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._authority = trustme.CA()
        self._stranger = trustme.CA()
        self._contexts: dict[str, ssl.SSLContext] = {}
        self.certificate_authority = str(directory / "authority.pem")
        self._authority.cert_pem.write_to_path(self.certificate_authority)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.closing = threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def port(self) -> int:
        return self._server.server_port

    def serve(self, address: str, *answers: Answer | str) -> None:
        self._answers[address] = [Answer(answer) if isinstance(answer, str) else answer for answer in answers]

    def asked(self) -> list[str]:
        """The addresses that were asked, in order, without scheme."""
        return [address.split("://", 1)[1] for address, _, _ in self.requests]

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def take(self, url: str, method: str, headers: dict[str, str]) -> Answer:
        address = url.split("://", 1)[1]
        with self._lock:
            self.requests.append((url, method, headers))
            answers = self._answers.get(address, [NOT_FOUND])
            return answers.pop(0) if len(answers) > 1 else answers[0]

    @contextmanager
    def at_work(self, host: str) -> Iterator[None]:
        with self._lock:
            self._at_work[host] += 1
            self.together[host] = max(self.together[host], self._at_work[host])
        try:
            yield
        finally:
            with self._lock:
                self._at_work[host] -= 1

    def context(self, host: str) -> ssl.SSLContext:
        with self._lock:
            if host not in self._contexts:
                authority = self._stranger if host in self.self_signed else self._authority
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                authority.issue_cert(host).configure_cert(context)
                self._contexts[host] = context
            return self._contexts[host]


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        tunnel = ""

        def log_message(self, format: str, *args: Any) -> None:
            """Silent: the requests are in `web.requests`."""

        def do_CONNECT(self) -> None:
            self.send_response(200)
            self.end_headers()
            host = self.path.rsplit(":", 1)[0]
            try:
                secured = web.context(host).wrap_socket(self.connection, server_side=True)
            except (ssl.SSLError, OSError):
                self.close_connection = True
                return
            self.tunnel = f"https://{host}"
            self.connection = secured
            self.rfile = secured.makefile("rb")
            self.wfile = secured.makefile("wb", buffering=0)
            self.close_connection = False

        def do_GET(self) -> None:
            url = self.tunnel + self.path
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = web.take(url, self.command, headers)
            # Counted until the answer begins: once its last byte is out, the next request may rightly be on its way.
            with web.at_work(urlsplit(url).hostname or ""):
                if answer.manner == "slow":
                    web.closing.wait(0.1)
            with suppress(ConnectionError, ssl.SSLError):
                self._send(answer)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.do_GET()

        def _send(self, answer: Answer) -> None:
            if answer.manner == "drop":
                self._hang_up()
                return
            if answer.manner == "silent":
                web.closing.wait(30)
                self._hang_up()
                return
            self.send_response(answer.status)
            for name, value in ({"Content-Type": "text/html; charset=utf-8"} | answer.headers).items():
                self.send_header(name, value)
            if answer.manner == "endless":
                self.send_header("Connection", "close")
                self.end_headers()
                while not web.closing.is_set():
                    self.wfile.write(b"x" * 65536)
                return
            length = len(answer.data) + (1000 if answer.manner == "partial" else 0)
            if answer.status != 304:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(answer.data)
            if answer.manner == "partial":
                self._hang_up()

        def _hang_up(self) -> None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    return Handler


@dataclass(frozen=True)
class Crawl:
    """What a crawl in a process of its own yielded."""

    items: list[dict[str, Any]]
    sockets: list[tuple[str, str]]
    """Audit event and address: every connection and look-up of the process after the start."""
    errors: str

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [item for item in self.items if item["item"] == kind]

    def visits(self) -> dict[str, dict[str, Any]]:
        """The ended visits by source; one a source."""
        ended = self.of("EndedVisit")
        assert len({visit["source_id"] for visit in ended}) == len(ended), ended
        return {visit["source_id"]: visit for visit in ended}


def crawl(
    web: Web,
    sources: Sequence[Source],
    *,
    known: dict[str, Any] | None = None,
    full: bool = False,
    settings: dict[str, Any] | None = None,
    live: bool = False,
    environment: dict[str, str] | None = None,
    trouble: str = "",
) -> Crawl:
    """A real crawl in a process of its own (a reactor starts once). `known`: source id → fields of its KnownList."""
    order = {
        "proxy": web.proxy,
        "certificate_authority": web.certificate_authority,
        "sources": [asdict(source) for source in sources],
        "known": known or {},
        "full": full,
        "settings": settings or {},
        "live": live,
        "trouble": trouble,
    }
    drive = Order("tests.net.drive", (), dict(os.environ if environment is None else environment), str(PROJECT))
    answer = run_forked(drive, json.dumps(order))
    assert answer.code == 0, answer.err[-3000:]
    lines = [json.loads(line) for line in answer.out.splitlines()]
    return Crawl(
        [line for line in lines if "item" in line],
        [(line["audit"], line["address"]) for line in lines if "audit" in line],
        answer.err,
    )


CrawlFunction = Callable[..., Crawl]
