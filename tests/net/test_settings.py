"""The manners of a run, as its settings have them."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from crawler.settings import LiveMode, ReplicaMode, crawl_settings

LIVE = Settings(crawl_settings(LiveMode(), contact="me@example.org", item_pipelines={}))
REPLICA = Settings(crawl_settings(ReplicaMode("http://127.0.0.1:1", "ca.pem"), contact="", item_pipelines={}))


@pytest.mark.parametrize(
    ("name", "live", "replica"),
    [
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1, 1),
        ("DOWNLOAD_DELAY", 2.0, 0.001),
        ("AUTOTHROTTLE_ENABLED", True, False),
        ("DOWNLOAD_TIMEOUT", 60, 60),
        ("DOWNLOAD_MAXSIZE", 30 * 1024 * 1024, 30 * 1024 * 1024),
        ("COOKIES_ENABLED", False, False),
        ("TELNETCONSOLE_ENABLED", False, False),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True, True),
        ("JOBDIR", None, None),
        ("HTTPCACHE_ENABLED", False, False),
        ("NIANBAO_PROXY", None, "http://127.0.0.1:1"),
        ("NIANBAO_CERTIFICATE_AUTHORITY", None, "ca.pem"),
        ("NIANBAO_LOOKUPS", True, False),
        ("USER_AGENT", "Nianbao/0.1 (+me@example.org)", "Nianbao/0.1 (+replica)"),
    ],
)
def test_modes(name: str, live: object, replica: object) -> None:
    assert (LIVE[name], REPLICA[name]) == (live, replica)


def test_a_live_crawl_without_a_contact_is_refused() -> None:
    with pytest.raises(ValueError, match="contact"):
        crawl_settings(LiveMode(), contact=" ", item_pipelines={})


def test_a_contact_is_one_line_of_the_header() -> None:
    settings = crawl_settings(LiveMode(), contact="me@example.org\r\nX-Evil: 1", item_pipelines={})
    assert settings["USER_AGENT"] == "Nianbao/0.1 (+me@example.org X-Evil: 1)"
