"""From Scrapy's responses to the values that the pipelines keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from scrapy.http import Response

from crawler.documents.encoding import decode
from crawler.items import CaptureKind, FetchedResponse
from crawler.net.block_pages import text_headers


def page_text(response: Response) -> str:
    """A page's text by what its bytes are; the charset header of some sites is wrong."""
    return decode(response.body, text_headers(response).get("content-type")).text


def tls_state(response: Response) -> str | None:
    """Who vouches for the host; None over plain HTTP. A certificate that did not verify never gets this far."""
    certificate = response.certificate
    if certificate is None or not response.url.startswith("https:"):
        return None
    issuer = certificate.getIssuer()
    name = getattr(issuer, "commonName", None) or getattr(issuer, "organizationName", None) or b"unnamed issuer"
    return f"verified, issued by {name.decode('utf-8', errors='replace')}"


def fetched(
    response: Response,
    source_id: str,
    kind: CaptureKind,
    url: str,
    *,
    candidate_url: str | None = None,
    attachment_urls: Sequence[str] = (),
) -> FetchedResponse:
    """`url` is the address that was asked, before redirects. The body is as sent, transfer compression undone."""
    return FetchedResponse(
        source_id=source_id,
        kind=kind,
        url=url,
        final_url=response.url,
        candidate_url=candidate_url,
        attachment_urls=tuple(attachment_urls),
        fetched_at=datetime.now(UTC),
        status=response.status,
        headers=text_headers(response),
        tls=tls_state(response),
        body=response.body,
    )
