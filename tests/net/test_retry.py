"""How long to wait before a host is asked again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.retry import BackOff, retry_after_seconds

NOW = datetime(2026, 11, 22, 20, 0, 0, tzinfo=UTC)
BACK_OFF = BackOff(base=2.0, longest=60.0, retry_after_cap=120.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("30", 30.0),
        (" 0 ", 0.0),
        ("Sun, 22 Nov 2026 20:01:30 GMT", 90.0),
        ("Sun, 22 Nov 2026 19:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("３０", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


@pytest.mark.parametrize(
    ("attempt", "retry_after", "jitter", "seconds"),
    [
        (1, None, 0.5, 2.0),
        (2, None, 0.5, 4.0),
        (3, None, 0.5, 8.0),
        (1, None, 0.0, 1.0),
        (1, None, 1.0, 3.0),
        (10, None, 0.5, 60.0),
        (1, 30.0, 0.0, 30.0),
        (1, 30.0, 1.0, 30.0),
        (1, 0.0, 0.5, 2.0),
        (1, 86_400.0, 0.5, 120.0),
    ],
)
def test_the_wait_grows_and_the_site_s_word_is_kept_up_to_the_cap(
    attempt: int, retry_after: float | None, jitter: float, seconds: float
) -> None:
    assert BACK_OFF.seconds(attempt, retry_after, jitter) == seconds


@given(st.integers(1, 50), st.none() | st.floats(0, 1e9), st.floats(0, 1))
def test_no_wait_is_longer_than_its_caps(attempt: int, retry_after: float | None, jitter: float) -> None:
    assert 1.0 <= BACK_OFF.seconds(attempt, retry_after, jitter) <= 120.0


def test_in_the_replica_nothing_waits() -> None:
    assert BackOff(base=0.0, longest=60.0, retry_after_cap=0.0).seconds(3, 30.0, 1.0) == 0.0
