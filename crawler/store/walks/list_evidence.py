"""What a walk saw of each list, as a visit's row keeps it: the evidence that `complete` rests on, list by list."""

from __future__ import annotations

import json
from collections.abc import Iterable

from crawler.items import ListSeen


def lists_to_json(lists: Iterable[ListSeen]) -> str:
    """One object a list, in the order of the walk; its keys are ListSeen's."""
    return json.dumps(
        [
            {
                "url": one.url,
                "branch": one.branch,
                "said": one.said,
                "said_pages": one.said_pages,
                "rows_by_page": one.rows_by_page,
                "evidence": one.evidence,
            }
            for one in lists
        ],
        ensure_ascii=False,
    )


def lists_from_json(text: str) -> tuple[ListSeen, ...]:
    return tuple(
        ListSeen(
            url=one["url"],
            branch=tuple(one["branch"]),
            said=one["said"],
            said_pages=one["said_pages"],
            rows_by_page=tuple(one["rows_by_page"]),
            evidence=one["evidence"],
        )
        for one in json.loads(text)
    )
