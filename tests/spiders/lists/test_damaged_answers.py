"""Answers that were cut, torn or doubled on their way: a reader gives a page or says what is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import pytest

from crawler.replica.extra import extra_sites
from crawler.replica.faults import Faults
from crawler.replica.truth import registry_csv
from crawler.replica.web import Web
from crawler.sources import Source, parse_sources
from spiders.branches import branches_of
from spiders.inline_report import report_itself
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.readers import READERS

Triple = tuple[Source, Ask, Answer]
WORDS = ("families", "list-in-comment", "year-and-kind", "column-is-report", "file-rows")
STRANGE = (
    "<",
    ">",
    "&#",
    "\x00",
    "￿",
    "{",
    "}",
    "]]>",
    "<![CDATA[",
    "null",
    "-1",
    "9" * 30,
    "</script>",
    "'",
    '"',
    "年",
)


@cache
def answers() -> tuple[Triple, ...]:
    """What the replica's lists answer to a walk of each, family by family."""
    web = Web(extra_sites(WORDS), Faults())
    found: list[Triple] = []
    for source in parse_sources(registry_csv(0, 0, WORDS)):
        waiting = [Ask(source.list_url)]
        asked: set[Ask] = set()
        while waiting:
            ask = waiting.pop()
            if ask in asked or len(asked) > 6:
                continue
            asked.add(ask)
            address = urlsplit(ask.url)
            path = address.path + (f"?{address.query}" if address.query else "")
            reply = web.reply(source.host, path, None if ask.form is None else dict(ask.form))
            answer = Answer(ask.url.partition("#")[0], reply.body.decode("utf-8", errors="replace"))
            found.append((source, ask, answer))
            waiting += READERS[source.family](source, ask, answer).following[:1]
    return tuple(found)


def _cut(draw: random.Random, text: str) -> str:
    return text[: draw.randrange(len(text) + 1)]


def _torn(draw: random.Random, text: str) -> str:
    start = draw.randrange(len(text) + 1)
    return text[:start] + text[start + draw.randrange(1, 400) :]


def _doubled(draw: random.Random, text: str) -> str:
    start = draw.randrange(len(text) + 1)
    return text[:start] + text[max(0, start - draw.randrange(1, 400)) :]


def _strange(draw: random.Random, text: str) -> str:
    start = draw.randrange(len(text) + 1)
    return text[:start] + draw.choice(STRANGE) + text[start + draw.randrange(4) :]


DAMAGES: tuple[Callable[[random.Random, str], str], ...] = (_cut, _torn, _doubled, _strange)


def read_damaged(seed: int) -> None:
    draw = random.Random(f"nianbao damaged answers {seed}")
    source, ask, answer = draw.choice(answers())
    text = answer.text
    for _ in range(draw.randrange(1, 4)):
        text = draw.choice(DAMAGES)(draw, text)
    damaged = Answer(answer.url, text)
    try:
        page = READERS[source.family](source, ask, damaged)
    except ListError as error:
        assert str(error) and "\n" not in str(error), f"seed {seed}"
        return
    assert isinstance(page, ListPage), f"seed {seed}"
    assert len({row.url for row in page.rows}) == len(page.rows), f"seed {seed}: an address twice"
    assert all(urlsplit(row.url).scheme in ("http", "https") for row in page.rows), f"seed {seed}"
    branches_of(text, answer.url, source.branch_pattern)
    report_itself(text, answer.url)


def test_every_family_is_among_them() -> None:
    assert {source.family for source, _, _ in answers()} == set(READERS)
    assert any(ask.form is not None for _, ask, _ in answers())


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_damaged_answers(first: int) -> None:
    for seed in range(first, first + 100):
        read_damaged(seed)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(1_000, 41_000, 1_000))
def test_many_damaged_answers(first: int) -> None:
    for seed in range(first, first + 1_000):
        read_damaged(seed)
