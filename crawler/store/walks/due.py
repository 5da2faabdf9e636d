"""When a list is walked whole again and a page is asked again: spread by a hash, so that no night has them all."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

FULL_WALK_PERIOD = timedelta(days=7)
RECENT_PERIOD = timedelta(days=30)
OLDER_PERIOD = timedelta(days=365)
RECENT = timedelta(days=548)
"""Eighteen months: a report can still be corrected until the next one is out."""
SECOND_LOOKS = timedelta(days=7)
_SOONEST = timedelta(hours=20)
"""Two runs in one night never ask twice, even when a due date falls between them."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def full_walk_due(source_id: str, last_complete: datetime | None, now: datetime) -> bool:
    return _due(source_id, FULL_WALK_PERIOD, last_complete, now)


def recheck_due(url: str, last_checked: datetime, published: date | None, now: datetime) -> bool:
    """Monthly for what was published within eighteen months (or on a day that nobody knows), else yearly."""
    recent = published is None or now.date() - published <= RECENT
    return _due(url, RECENT_PERIOD if recent else OLDER_PERIOD, last_checked, now)


def second_look_due(fetched_at: datetime, last_checked: datetime, now: datetime) -> bool:
    """For a page that its list calls a report and that is none: it may have been the site's front page, sent with 200
    on a bad night. It is asked again every night for a week, then as any other page.
    """
    return last_checked - fetched_at < SECOND_LOOKS and now - last_checked >= _SOONEST


def _due(key: str, period: timedelta, last: datetime | None, now: datetime) -> bool:
    """Each key has a moment of its own in every period; it is due when one has passed since `last`."""
    if last is None:
        return True
    if now - last < _SOONEST:
        return False
    fraction = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64
    start = _EPOCH + period * fraction
    return (now - start) // period > (last - start) // period
