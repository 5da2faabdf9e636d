"""A running replica, and an HTTP client that goes through its proxy and trusts its authority only."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest

from crawler.replica.process import ReplicaProcess
from crawler.replica.traps import TRAPS


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Client:
    """Keeps one connection a host, as a crawler does."""

    def __init__(self, replica: ReplicaProcess) -> None:
        self.replica = replica
        self._context = ssl.create_default_context(cafile=str(replica.certificate_authority))
        self._connections: dict[tuple[str, str], http.client.HTTPConnection] = {}

    def connection(self, scheme: str, host: str) -> http.client.HTTPConnection:
        key = (scheme, host)
        if key not in self._connections:
            port = urlsplit(self.replica.proxy).port
            if scheme == "https":
                secure = http.client.HTTPSConnection("127.0.0.1", port, context=self._context, timeout=20)
                secure.set_tunnel(host, 443)
                self._connections[key] = secure
            else:
                self._connections[key] = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        return self._connections[key]

    def get(
        self, url: str, headers: dict[str, str] | None = None, method: str = "GET", body: str | None = None
    ) -> Answer:
        address = urlsplit(url)
        connection = self.connection(address.scheme, address.hostname or "")
        target = url
        if address.scheme == "https":
            target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request(method, target, body=body, headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def post(self, url: str, form: dict[str, str]) -> Answer:
        return self.get(url, {"Content-Type": "application/x-www-form-urlencoded"}, "POST", urlencode(form))

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()


StartReplica = Callable[..., Client]


@pytest.fixture
def start_replica() -> Iterator[StartReplica]:
    """Starts a replica with the given arguments of ReplicaProcess; it ends with the test."""
    with ExitStack() as stack:

        def start(**arguments: object) -> Client:
            replica = stack.enter_context(ReplicaProcess(**arguments))  # type: ignore[arg-type]
            client = Client(replica)
            stack.callback(client.close)
            return client

        yield start


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """A client of one replica without faults, shared by all tests that only read."""
    with ReplicaProcess(sites=4, reports=14) as replica:
        shared = Client(replica)
        yield shared
        shared.close()


@pytest.fixture(scope="session")
def trapped() -> Iterator[Client]:
    """A client of one replica with every family and every trap in force, shared by all tests that only read."""
    with ReplicaProcess(extra=("families", "traps")) as replica:
        shared = Client(replica)
        yield shared
        shared.close()


@pytest.fixture(scope="session")
def honest() -> Iterator[Client]:
    """The same sites without their traps."""
    with ReplicaProcess(extra=[f"{name}:off" for name in TRAPS]) as replica:
        shared = Client(replica)
        yield shared
        shared.close()
