"""The proxy: HTTP/1.1 on a loopback port, absolute addresses for http, CONNECT with TLS terminated here for https."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TextIO
from urllib.parse import parse_qsl, urlsplit

from crawler.replica.certificates import Authority
from crawler.replica.reply import PLAIN, Reply
from crawler.replica.web import Web, not_modified

HEAD_LIMIT = 64 * 1024
PHRASES = {int(status): status.phrase for status in HTTPStatus}
"""Of the statuses that have one; protection services answer with others as well."""
DEFAULT_PORTS = {"http": 80, "https": 443}


class BadRequest(Exception):
    """A request that cannot be understood; the message is the answer's text."""


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str
    headers: dict[str, str]
    """Names in lower case; the last of a repeated field."""

    @property
    def keeps_alive(self) -> bool:
        words = f"{self.headers.get('connection', '')},{self.headers.get('proxy-connection', '')}".lower()
        return "close" not in words


def parse_request(head: bytes) -> Request:
    """The request line and the fields. Raises BadRequest."""
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise BadRequest(f"not an HTTP/1 request line: {lines[0][:80]!r}")
    headers = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return Request(words[0], words[1], headers)


def _reply_head(reply: Reply, length: int, keep_alive: bool) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} {PHRASES.get(reply.status, 'Unknown')}", "Server: replica"]
    if reply.status != HTTPStatus.NOT_MODIFIED:
        lines += [f"Content-Type: {reply.content_type}", f"Content-Length: {length}"]
    if reply.etag:
        lines.append(f"ETag: {reply.etag}")
    if reply.last_modified:
        lines.append(f"Last-Modified: {reply.last_modified}")
    lines += [f"{name}: {value}" for name, value in reply.fields]
    lines.append(f"Connection: {'keep-alive' if keep_alive else 'close'}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def refuse_newer_tls(context: ssl.SSLContext, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers a client's first words with the alert that OpenSSL has for a version that `context` does not speak.

    asyncio's own handshake drops the connection without the alert. A client that does speak it is not served further:
    none here may.
    """
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    incoming.write(await reader.read(HEAD_LIMIT))
    with suppress(ssl.SSLError):
        context.wrap_bio(incoming, outgoing, server_side=True).do_handshake()
    writer.write(outgoing.read())
    await writer.drain()


class Proxy:
    """Serves connections until it is closed; every request becomes a line of the log."""

    def __init__(self, web: Web, authority: Authority, log: TextIO | None) -> None:
        self._web = web
        self._authority = authority
        self._log = log
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, port: int) -> asyncio.Server:
        return await asyncio.start_server(self._accepted, "127.0.0.1", port, limit=HEAD_LIMIT)

    async def close(self) -> None:
        """Ends the connections that are still open."""
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)
        try:
            # The client went away, or does not trust the authority: its matter, and it knows.
            with suppress(ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
                await self._converse(reader, writer)
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Requests of one connection, before and after a CONNECT, until one side closes."""
        tunnel: str | None = None
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
                started = time.monotonic()
                request = parse_request(head)
                body = await reader.readexactly(int(request.headers.get("content-length", "0")))
                if request.method == "CONNECT" and tunnel is None:
                    tunnel = await self._connect(request, reader, writer, started)
                    if tunnel is None:
                        return
                    continue
                scheme, host, path = self._address(request, tunnel)
            except (BadRequest, asyncio.LimitOverrunError, ValueError) as error:
                await self._send(writer, Reply(400, f"{error}\n".encode()), keep_alive=False)
                return
            refusal = self._web.refusal(scheme, host)
            reply = self._answer(request, body, host, path) if refusal is None else Reply(502, f"{refusal}\n".encode())
            keep_alive = request.keeps_alive and not reply.breaks
            await asyncio.sleep(self._web.delay(host))
            self._record(request.method, host, path, reply.status, started)
            await self._send(writer, reply, keep_alive, with_body=request.method != "HEAD")
            if not keep_alive:
                return

    async def _connect(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, started: float
    ) -> str | None:
        """Answers CONNECT and terminates TLS. The host, or None if it was refused."""
        host, _, port = request.target.rpartition(":")
        refusal = self._web.refusal("https", host)
        if refusal is None and port != "443":
            refusal = f"{request.target}: the replica answers on port 443 only"
        if refusal is not None:
            self._record("CONNECT", host, "", 502, started)
            await self._send(writer, Reply(502, f"{refusal}\n".encode()), keep_alive=False)
            return None
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        fault = self._web.tls_fault(host)
        context = self._authority.context(host, fault)
        if fault == "tls-legacy":
            await refuse_newer_tls(context, reader, writer)
            return None
        await writer.start_tls(context)
        return host

    def _address(self, request: Request, tunnel: str | None) -> tuple[str, str, str]:
        """Scheme, host and path (with query) of a request. Raises BadRequest."""
        if tunnel is not None:
            named = request.headers.get("host", tunnel).partition(":")[0]
            if named != tunnel or not request.target.startswith("/"):
                raise BadRequest(f"{request.target[:80]} of {named} asked for in the tunnel to {tunnel}")
            return "https", tunnel, request.target
        address = urlsplit(request.target)
        if address.scheme != "http" or not address.hostname:
            raise BadRequest("this is a proxy: expected an absolute http address, or CONNECT for https")
        if address.port not in (None, DEFAULT_PORTS["http"]):
            raise BadRequest(f"{address.netloc}: the replica answers on port 80 only")
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        return "http", address.hostname, path

    def _answer(self, request: Request, body: bytes, host: str, path: str) -> Reply:
        if request.method not in ("GET", "HEAD", "POST"):
            return Reply(405, b"only GET, HEAD and POST\n")
        form = None
        if request.method == "POST":
            form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        reply = self._web.reply(host, path, form, request.headers)
        if form is not None:
            return reply
        matched = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        if not_modified(reply, *matched):
            return Reply(304, b"", PLAIN, reply.etag, reply.last_modified)
        return reply

    async def _send(self, writer: asyncio.StreamWriter, reply: Reply, keep_alive: bool, with_body: bool = True) -> None:
        head = _reply_head(reply, len(reply.body), keep_alive)
        body = reply.body if with_body and reply.status != HTTPStatus.NOT_MODIFIED else b""
        writer.write(head + (body[: len(body) // 2] if reply.breaks else body))
        await writer.drain()

    def _record(self, method: str, host: str, path: str, status: int, started: float) -> None:
        """Writes the line before the answer goes out, so that whoever has an answer finds its line."""
        if self._log is not None:
            entry = {"host": host, "method": method, "path": path, "status": status}
            line = json.dumps(entry | {"started": started, "ended": time.monotonic()}, ensure_ascii=False)
            self._log.write(line + "\n")
            self._log.flush()
