"""describe: a download's failure in one line of a reader's words."""

from __future__ import annotations

import pytest
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, DownloadTimeoutError, IgnoreRequest

from crawler.net.failures import describe


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CannotResolveHostError("x"), "the host's name is not known (DNS)"),
        (DownloadTimeoutError("x"), "no answer in time"),
        (DownloadFailedError("x"), "the connection broke off"),
        (
            TunnelError("Could not open CONNECT tunnel with proxy p:1 [{'status': 502, 'reason': b'Bad Gateway'}]"),
            "the proxy did not connect to it (HTTP 502)",
        ),
        (IgnoreRequest("a reason\n  of our own"), "a reason of our own"),
        (ValueError(), "ValueError"),
    ],
)
def test_one_line_for_each_failure(error: Exception, words: str) -> None:
    assert describe(error) == words
