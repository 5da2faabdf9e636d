"""What went wrong in a download, in one line and in a reader's words."""

from __future__ import annotations

import re

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "the host's name is not known (DNS)"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (DownloadTimeoutError, "no answer in time"),
    (ResponseDataLossError, "the answer broke off before its end"),
    (DownloadFailedError, "the connection broke off"),
)
_TUNNEL = re.compile(r"Could not open CONNECT tunnel.*'status': (\d{3})")
"""How Scrapy words a proxy's refusal; its exception has no field for the status."""


def tls_failure(error: BaseException) -> str | None:
    """The words of the TLS error at the root of a failed download; None where TLS did not fail."""
    cause: BaseException | None = error
    while cause is not None:
        for reason in getattr(cause, "reasons", ()):
            if isinstance(reason.value, SSL.Error):
                return "; ".join(part for entry in reason.value.args[0] for part in entry[2:] if part) or "TLS error"
            if type(reason.value).__name__ in ("VerificationError", "CertificateError"):
                return "the certificate is for another name"
        cause = cause.__cause__
    return None


def is_too_large(error: BaseException) -> bool:
    """Whether the download was given up for its size, on the wire or when decompressed."""
    if isinstance(error, DownloadCancelledError):
        return True
    return isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error)


def describe(error: BaseException) -> str:
    """One line for a download error; a refusal of our own says its own reason."""
    if isinstance(error, HttpError):
        return f"HTTP {error.response.status}"
    if is_too_large(error):
        return "larger than a page or attachment may be"
    tls = tls_failure(error)
    if tls is not None:
        return f"TLS: {tls}"
    tunnel = _TUNNEL.search(str(error))
    if tunnel is not None:
        return f"the proxy did not connect to it (HTTP {tunnel[1]})"
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    return " ".join(str(error).split()) or type(error).__name__
