"""Only public addresses are asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from crawler.net.address_guard import is_public, literal_address
from crawler.sources import Source


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("222.221.5.1", True),
        ("2408:8000::1", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:222.221.5.1", True),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("host", "literal"), [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("gxt.yn.gov.cn", None), ("2130706433", None)]
)
def test_addresses_written_as_such(host: str, literal: str | None) -> None:
    assert literal_address(host) == literal


def test_a_live_crawl_asks_no_private_address_and_no_proxy_of_the_environment(
    web: Any, loopback: ModuleType, source: Callable[..., Source]
) -> None:
    """localhost is a name that resolves to 127.0.0.1 on every machine; 2130706433 is 127.0.0.1 as one number."""
    hosts = {"name": "localhost", "literal": "127.0.0.1", "number": "2130706433"}
    sources = [source(id=name, list_url=f"http://{host}:{web.port}/zfxxgk/") for name, host in hosts.items()]
    sources.append(source(id="unknown", list_url="http://nobody.invalid/zfxxgk/"))
    environment = dict(os.environ) | dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "all_proxy"), web.proxy)
    quick = {"NIANBAO_RETRY_BASE": 0, "DOWNLOAD_DELAY": 0.001, "AUTOTHROTTLE_ENABLED": False}

    crawl = loopback.crawl(web, sources, live=True, settings=quick, environment=environment)

    assert web.requests == []
    assert not [address for event, address in crawl.sockets if event == "socket.connect" and str(web.port) in address]
    visits = crawl.visits()
    assert {visit["outcome"] for visit in visits.values()} == {"down"}
    for name, host in hosts.items():
        assert "not a public address" in visits[name]["reason"], visits[name]
        assert host in visits[name]["reason"]
    assert "not known (DNS)" in visits["unknown"]["reason"]
    assert "Traceback" not in crawl.errors
