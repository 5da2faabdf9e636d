"""What the replica answers to one request."""

from __future__ import annotations

from dataclasses import dataclass

PLAIN = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    content_type: str = PLAIN
    etag: str | None = None
    last_modified: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """Further fields of the head, as they are printed."""
    breaks: bool = False
    """The connection is dropped in the middle of the body."""
