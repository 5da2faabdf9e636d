"""When a page that answered 304 counts as checked: not before its last attachment, and not if one is to come again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.items import NotModified
from crawler.sources import Source
from spiders.walk import Recheck, Walk

PAGE = "https://zwfw.km.gov.cn/c/2023-01-22/1.shtml"


@pytest.mark.parametrize(
    ("answers", "checked_at"),
    [
        ([True], 1),
        ([True, True, True], 3),
        ([False], None),
        ([False, True], None),
        ([True, False], None),
    ],
)
def test_a_page_is_checked_with_its_last_attachment(
    answers: list[bool], checked_at: int | None, source: Callable[..., Source]
) -> None:
    page = NotModified("kunming-zwfw", PAGE, datetime(2026, 11, 22, tzinfo=UTC))
    walk = Walk(source())
    walk.rechecks[PAGE] = Recheck(page, waiting=len(answers))
    said = [walk.rechecked(PAGE, answered=answered) for answered in answers]
    assert said == [page if number == checked_at else None for number in range(1, len(answers) + 1)]


def test_an_attachment_of_a_page_that_was_fetched_settles_no_recheck(source: Callable[..., Source]) -> None:
    assert Walk(source()).rechecked(PAGE, answered=True) is None
