"""The replica of traps for identity, two nights of it: how each trap must end, against how it ended."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from filelock import FileLock
from rich.cells import cell_len

from crawler.replica.truth import Ends, IdentityTruth, identity_truth
from tests.road.command_line import nianbao

SOURCES = [source for trap in identity_truth() for source in trap.source_ids]
A_YEAR_AND_MORE = "-400 days"
ONE_WORKER = {"NIANBAO_WORKERS": "1"}
"""Sixty small pages: a process more costs more than it reads."""


def crawl(database: Path, word: str) -> None:
    chosen = [argument for source in SOURCES for argument in ("--source", source)]
    answer = nianbao(
        "crawl", "--replica", "--replica-with", word, *chosen, "--full", "--database", database, environment=ONE_WORKER
    )
    assert answer.code == 0, answer.out + answer.err


def walked(folder: Path) -> None:
    """first.db = after the first night, later.db = after a later one, when every page is due again."""
    crawl(folder / "first.db", "identity")
    for half in ("", "-raw"):
        shutil.copy(folder / f"first{half}.db", folder / f"later{half}.db")
    with closing(sqlite3.connect(folder / "later.db")) as connection, connection:
        for column in ("fetched_at", "last_checked"):
            # Pages are asked again when they are due; the night before was a year ago.
            connection.execute(
                f"UPDATE captures SET {column} = strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', {column}, ?)",
                [A_YEAR_AND_MORE],
            )
    crawl(folder / "later.db", "identity:later")


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "identity"
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            folder.mkdir()
            walked(folder)
    return folder


@pytest.fixture(scope="module", params=["first", "later"])
def night(request: pytest.FixtureRequest, nights: Path) -> Iterator[tuple[str, sqlite3.Connection]]:
    with closing(sqlite3.connect(f"file:{nights / request.param}.db?mode=ro", uri=True)) as connection:
        yield request.param, connection


def ended(connection: sqlite3.Connection, trap: IdentityTruth) -> Ends:
    """The same words of what the store holds."""
    sources = f"source IN ({', '.join('?' * len(trap.source_ids))})"
    bodies = f"body IN (SELECT body FROM sources WHERE {sources.replace('source', 'id', 1)})"
    reports, versions, collision, same_body_year = connection.execute(
        "SELECT count(*), coalesce(sum(version_count), 0), coalesce(sum(collision), 0), "
        f"coalesce(sum(same_body_year), 0) FROM reports WHERE {bodies}",
        trap.source_ids,
    ).fetchone()
    captures = connection.execute(
        f"SELECT count(*) FROM captures WHERE kind IN ('page', 'attachment') AND {sources}", trap.source_ids
    ).fetchone()[0]
    replaced = connection.execute(
        "SELECT replacements.kind, announcement FROM replacements JOIN reports ON reports.id = replacements.report "
        f"WHERE {bodies} ORDER BY 1, 2",
        trap.source_ids,
    ).fetchall()
    return Ends(reports, versions, captures, collision, same_body_year, tuple(replaced))


def test_each_trap_ends_as_it_must(night: tuple[str, sqlite3.Connection]) -> None:
    name, connection = night
    expected = {trap.trap: trap.ends for trap in identity_truth(later=name == "later")}
    got = {trap.trap: ended(connection, trap) for trap in identity_truth(later=name == "later")}
    printed = table(name, expected, got)
    print(printed)
    assert got == expected, printed


def table(name: str, expected: dict[str, Ends], got: dict[str, Ends]) -> str:
    """One line a trap: expected and got."""
    lines = [f"{'after the ' + name + ' night':24}{'expected':60}{'got':60}"]
    lines += [
        f"{trap:24}{_words(expected[trap]):60}{_words(got[trap]):60}{'' if expected[trap] == got[trap] else '  <<<'}"
        for trap in expected
    ]
    return "\n" + "\n".join(lines)


def _words(ends: Ends) -> str:
    counts = [f"{value} {name}" for name, value in asdict(ends).items() if isinstance(value, int) and value]
    return ", ".join([*counts, *(f"{announcement} {kind}" for kind, announcement in ends.replaced)])


def test_why_each_page_belongs_where_it_does(nights: Path) -> None:
    """The rule of every decision about a trap with two pages, and that only what must be is joined."""
    with closing(sqlite3.connect(nights / "later.db")) as connection:
        for trap, rules in RULES.items():
            (truth,) = (one for one in identity_truth(later=True) if one.trap == trap)
            found = connection.execute(
                "SELECT DISTINCT rule FROM identity_decisions AS decided JOIN candidates ON candidates.id = candidate "
                f"WHERE source IN ({', '.join('?' * len(truth.source_ids))})",
                truth.source_ids,
            ).fetchall()
            assert {rule for (rule,) in found} <= rules, trap


CONFIRMED = {"numbers", "prose"}
RULES = {
    "same-number": {"alone"},
    "two-numbers": CONFIRMED,
    "twins": {"alone"},
    "corrected-in-place": {"index_number"},
    "corrected-elsewhere": CONFIRMED,
    "counter": {"index_number"},
    "template-number": {"alone"},
}


def test_diff_says_what_was_replaced_and_how(nights: Path) -> None:
    (trap,) = (one for one in identity_truth(later=True) if one.trap == "replaced-file")
    named = f"{trap.bodies[0]} 2023"
    answer = nianbao("diff", named, "--database", nights / "later.db")
    assert answer.code == 0, answer.err
    assert "replaced in silence" in answer.out
    assert "行政许可 / 本年处理决定数量" in answer.out
    assert max(map(cell_len, answer.out.splitlines())) <= 100
    assert "\x1b" not in answer.out
    said = json.loads(nianbao("diff", named, "--json", "--database", nights / "later.db").out)
    assert [one["where"] for one in said["numbers"]] == ["proactive.licensing.decisions"]
    assert [(one["kind"], one["announcement"]) for one in said["replacements"]] == [("attachment", "silent")]
    missing = nianbao("diff", named, "--to", "7", "--database", nights / "later.db")
    assert (missing.code, "no version 6 (--from)" in missing.err) == (1, True)
    once = nianbao("diff", named, "--database", nights / "first.db")
    assert (once.code, "one version" in once.out) == (0, True)
