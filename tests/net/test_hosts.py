"""Exact host names only."""

from __future__ import annotations

import pytest

from crawler.net.hosts import is_registered

HOSTS = frozenset({"gxt.yn.gov.cn", "hedong.gov.cn"})


@pytest.mark.parametrize(
    ("url", "registered"),
    [
        ("https://gxt.yn.gov.cn/a", True),
        ("http://gxt.yn.gov.cn:8080/a", True),
        ("https://GXT.yn.gov.cn/a", True),
        ("https://yn.gov.cn/a", False),
        ("https://www.gxt.yn.gov.cn/a", False),
        ("https://gxt.yn.gov.cn.casino.cn/a", False),
        ("https://gxt.yn.gov.cn@casino.cn/a", False),
        ("https://casino.cn/?gxt.yn.gov.cn", False),
        ("ftp://gxt.yn.gov.cn/a", False),
        ("file:///etc/passwd", False),
        ("data:,x", False),
    ],
)
def test_registered_hosts(url: str, registered: bool) -> None:
    assert is_registered(url, HOSTS) is registered
