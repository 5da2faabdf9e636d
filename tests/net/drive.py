"""Runs one crawl in this process and prints its items as JSON lines. The order comes as JSON on stdin."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawler.commands.walk import start_crawlers
from crawler.items import KnownEntry, KnownList
from crawler.settings import LiveMode, ReplicaMode, crawl_settings
from crawler.sources import Source

WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto")


class Print:
    def process_item(self, item: Any) -> Any:
        fields = asdict(item) | {"item": type(item).__name__}
        if "body" in fields:
            fields["size"] = len(fields["body"])
            fields["body"] = fields["body"][:2000].decode("utf-8", errors="replace")
        print(json.dumps(fields, default=str), flush=True)
        return item


def main() -> None:
    order: dict[str, Any] = json.load(sys.stdin)

    def known(source: Source) -> KnownList:
        if order["trouble"] == source.id:
            raise LookupError(f"what is held of {source.id}\nis not to be had")
        fields = dict(order["known"].get(source.id, {}))
        fields["entries"] = tuple(KnownEntry(**entry) for entry in fields.get("entries", ()))
        return KnownList(**fields)

    seen: list[tuple[str, str]] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in WATCHED:
            # socket.connect and sendto begin with the socket itself; a look-up with the name.
            address = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
            seen.append((event, str(address)))

    sources = tuple(Source(**{**row, "aliases": tuple(row["aliases"])}) for row in order["sources"])
    mode = LiveMode(proxy=None) if order["live"] else ReplicaMode(order["proxy"], order["certificate_authority"])
    settings = crawl_settings(mode, contact="tests@example.org", item_pipelines={Print: 100}) | order["settings"]
    process = AsyncCrawlerProcess(settings)
    start_crawlers(process, sources, settings, mode, known=known, full=order["full"])
    sys.addaudithook(watch)
    process.start()
    for event, address in seen:
        print(json.dumps({"audit": event, "address": address}))
