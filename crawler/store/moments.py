"""Moments as the store writes them: UTC, ISO 8601, fixed width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def stored_moment(moment: datetime) -> str:
    """`2024-01-31T02:03:04.000005+00:00`. Raises ValueError for a moment without a time zone: it would be a guess."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone cannot be stored: {moment.isoformat()}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
