"""What one list's walk makes of a page that says that it goes on without saying where."""

from __future__ import annotations

import pytest

from spiders.list_walk import IDLE_LIMIT, ListWalk
from spiders.lists.model import Ask, ListPage
from spiders.lists.rows import Row

URL = "https://example.gov.cn/zfxxgk/nb/"


def rows(*numbers: int) -> tuple[Row, ...]:
    return tuple(Row(f"{URL}{number}.html", f"第{number}条", None) for number in numbers)


def troubles(*pages: ListPage) -> list[str]:
    walk = ListWalk(URL)
    for page in pages:
        walk.take(page, (), URL)
    return [trouble.reason for trouble in walk.all_troubles()]


def test_a_list_that_goes_on_without_an_address_was_not_seen_whole() -> None:
    assert troubles(ListPage(rows(1, 2), unfollowed="加载更多")) == [
        "the list goes on by a pager that gives no address (加载更多), and only its first page was walked"
    ]


def test_what_the_list_states_weighs_more_than_its_pager() -> None:
    assert troubles(ListPage(rows(1, 2), said=2, unfollowed="加载更多")) == []
    assert troubles(ListPage(rows(1, 2), said_pages=1, unfollowed="加载更多")) == []


def test_a_list_that_was_followed_to_its_last_page_ends_there() -> None:
    first = ListPage(rows(1, 2), (Ask(URL + "index_2.html"),))
    assert troubles(first, ListPage(rows(3), unfollowed="1")) == []


def test_lines_that_are_kept_on_top_of_each_page_are_lines_of_each() -> None:
    pages = [ListPage(rows(9, 1, 2), said_pages=3), ListPage(rows(9, 3, 4)), ListPage(rows(9, 5))]
    assert troubles(*pages) == []
    assert troubles(pages[0], ListPage(rows(2, 3, 9)), pages[2]) == ["page 2 of 3 shows 1 entries, page 1 shows 3"]


def test_branches_among_the_lines_are_counted_with_them() -> None:
    walk = ListWalk(URL)
    walk.take(ListPage(rows(1), said=5, said_pages=2), ("/2023/", "/2022/"), URL)
    walk.take(ListPage(), ("/2021/", "/2020/"), URL)
    assert walk.all_troubles() == ()
    assert walk.seen().rows_by_page == (1, 0)
    walk.take(ListPage(), ("/2021/",), URL)
    assert [trouble.reason for trouble in walk.all_troubles()] == []


@pytest.mark.parametrize("overlapping", [False, True])
def test_a_list_that_claims_more_pages_than_it_has_is_left_in_time(overlapping: bool) -> None:
    following = tuple(Ask(f"{URL}index_{number}.html") for number in range(1, 900))
    page = ListPage(rows(1, 2), following, said=9_000, said_pages=900, overlapping=overlapping)
    walk = ListWalk(URL)
    walk.take(page, (), URL)
    asked = 0
    while walk.next_ask() is not None:
        asked += 1
        walk.take(page, (), URL)
    assert asked == IDLE_LIMIT
    reasons = [trouble.reason for trouble in walk.all_troubles()]
    assert any("brought no new entry" in reason for reason in reasons)
