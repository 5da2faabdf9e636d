"""The run's own proxy, and no other."""

from __future__ import annotations

import pytest
from scrapy import Request

from crawler.net.proxy import RunProxy


def sent(proxy: str | None, meta: dict[str, object]) -> Request:
    request = Request("https://a.gov.cn/", meta=meta, headers={"Proxy-Authorization": "Basic stale"})
    RunProxy(proxy).process_request(request)
    return request


@pytest.mark.parametrize(
    ("proxy", "address", "authorization"),
    [
        (None, None, None),
        ("", None, None),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", None),
        ("http://[::1]:8080", "http://[::1]:8080", None),
        ("http://proxy.example", "http://proxy.example:80", None),
        ("http://me:p%40ss@proxy.example:3128", "http://proxy.example:3128", b"Basic bWU6cEBzcw=="),
    ],
)
def test_every_request_gets_it(
    monkeypatch: pytest.MonkeyPatch, proxy: str | None, address: str | None, authorization: bytes | None
) -> None:
    monkeypatch.setenv("https_proxy", "http://environment.example:1")
    request = sent(proxy, {"proxy": "http://another.example:9"})
    assert request.meta["proxy"] == address
    assert request.headers.get("Proxy-Authorization") == authorization


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "127.0.0.1:8080", "http://"])
def test_a_proxy_that_cannot_be_used_is_one_clear_line(proxy: str) -> None:
    with pytest.raises(ValueError, match="expected http://HOST:PORT"):
        RunProxy(proxy)
