"""TLS with verification always on, and with exactly one set of trusted roots.

Scrapy 2.19 checks no certificate by default. `DOWNLOAD_VERIFY_CERTIFICATES` turns the check on against the system's
roots, which is what a live run needs; it has no setting for other roots, and its context factory setting is deprecated.
So the download handler is given its policy here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cryptography import x509
from OpenSSL.crypto import X509
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from twisted.internet.ssl import Certificate, trustRootFromCertificates
from twisted.web.client import BrowserLikePolicyForHTTPS
from twisted.web.iweb import IPolicyForHTTPS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Twisted's types say nothing of these three.
_policy: Any = BrowserLikePolicyForHTTPS
_certificate: Any = Certificate
_trust_root: Any = trustRootFromCertificates


class CertificateAuthorityError(ValueError):
    """The file of trusted certificates cannot be used: one line."""


def policy_for(certificate_authority: str | None) -> IPolicyForHTTPS:
    """Host name and chain are verified against the PEM file's certificates alone, or against the system's roots (None).

    Raises CertificateAuthorityError.
    """
    if certificate_authority is None:
        return cast(IPolicyForHTTPS, _policy())
    try:
        roots = x509.load_pem_x509_certificates(Path(certificate_authority).read_bytes())
    except (OSError, ValueError) as error:
        raise CertificateAuthorityError(
            f"{certificate_authority}: no certificates can be read there ({error})"
        ) from error
    trusted = [_certificate(X509.from_cryptography(root)) for root in roots]
    return cast(IPolicyForHTTPS, _policy(trustRoot=_trust_root(trusted)))


class VerifyingDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with our policy."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = policy_for(crawler.settings["NIANBAO_CERTIFICATE_AUTHORITY"])
