"""Exit codes follow from outcomes, tables stay readable; a selection that matches nothing is a usage error."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from typing import get_args

import pytest
from rich.console import Console
from rich.table import Table

from crawler.commands.closing_table import LEGEND, SkippedSource, closing_table, exit_code, reason_lines
from crawler.commands.console import print_table
from crawler.commands.selection import Selection, select, split_by_state
from crawler.commands.status import sources_table, with_something_to_say
from crawler.items import EndedVisit, Evidence, VisitOutcome
from crawler.store.status import SourceStatus
from crawler.store.walks.entries import EntryChanges
from pipelines.run import VisitResult
from tests.registry_rows import KUNMING

SOURCES = tuple(
    replace(KUNMING, id=source_id, family=family, division=division, state=state)
    for source_id, family, division, state in (
        ("yunnan-gxt", "yunnan", "530000", "active"),
        ("linyi-hedong-gxj", "vsb", "371312", "assumed"),
        ("liangshan-jxj", "trs", "513400", "active"),
        ("diqing-gxj", "diqing", "533400", "active"),
        ("kunming-zwfw", "kunming", "530100", "active"),
    )
)
"""The seeds' rows, as far as a selection looks at them."""


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], 0),
        (["complete", "complete"], 0),
        (["complete", "unstated"], 0),
        (["unstated", "incomplete"], 3),
        (["complete", "incomplete"], 3),
        (["blocked"], 3),
        (["disallowed", "complete"], 3),
        (["empty"], 3),
        (["down", "complete"], 4),
        (["moved"], 4),
        (["incomplete", "down", "blocked"], 4),
    ],
)
def test_exit_codes(outcomes: list[str], code: int) -> None:
    assert exit_code(outcomes) == code  # type: ignore[arg-type]


def test_every_outcome_has_an_exit_code() -> None:
    assert {outcome: exit_code([outcome]) for outcome in get_args(VisitOutcome)} == {
        "complete": 0,
        "unstated": 0,
        "incomplete": 3,
        "blocked": 3,
        "disallowed": 3,
        "empty": 3,
        "down": 4,
        "moved": 4,
    }


def result(source_id: str, outcome: VisitOutcome, changes: EntryChanges, reason: str = "") -> VisitResult:
    evidence: Evidence = "unstated" if outcome == "unstated" else "stated"
    visit = EndedVisit(source_id, None, None, 7, 2, 7, True, outcome, evidence, reason)
    return VisitResult(visit, changes)


def printed(table: Table) -> list[list[str]]:
    """Header and rows, as cells."""
    columns = [[str(column.header).replace("\n", " "), *map(str, column.cells)] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def test_withdrawn_lines_have_a_column_when_there_are_any() -> None:
    quiet = result("a", "unstated", EntryChanges(0, 0, 7, 0))
    assert printed(closing_table([quiet], [])) == [
        ["source", "list pages", "report pages", "said", "seen", "new", "changed", "same", "outcome", "evidence"],
        ["a", "2", "7", "–", "7", "0", "0", "7", "unstated", "unstated"],
    ]
    lost = result("b", "complete", EntryChanges(0, 0, 7, 3))
    header, *rows = printed(closing_table([lost, quiet], [SkippedSource("c", "disabled in the registry")]))
    assert [row[header.index("gone")] for row in rows] == ["0", "3", "–"]
    assert [row[-2] for row in rows] == ["unstated", "complete", "skipped"]
    for word in ("gone", "unstated"):
        assert f"{word} = " in LEGEND


def test_many_skipped_sources_are_summed_up_by_reason() -> None:
    few = [SkippedSource(f"s{number}", "the registry knows no list address") for number in range(10)]
    visits = [result("a", "incomplete", EntryChanges(7, 0, 0, 0), "37 said, 7 seen")]
    assert len(printed(closing_table(visits, few))) == 1 + 1 + 10
    assert reason_lines(visits, few)[1] == "s0: the registry knows no list address"
    many = [SkippedSource("z", "disabled in the registry"), *few]
    assert len(printed(closing_table(visits, many))) == 1 + 1
    assert reason_lines(visits, many) == [
        "a: 37 said, 7 seen",
        "10 skipped: the registry knows no list address",
        "1 skipped: disabled in the registry",
    ]


def source_status(name: str, **changes: object) -> SourceStatus:
    idle = SourceStatus(name, "机关", "trs", "unlisted", 0, None, None, None, None, None, None, None)
    return replace(idle, **changes)  # type: ignore[arg-type]


def test_the_status_of_many_idle_sources_is_summed_up_by_state() -> None:
    walked = source_status("walked", state="active", last_visit="2024-03-05T02:00:00+00:00", outcome="unstated")
    held = source_status("held", reports=3)
    idle = [source_status(f"s{number}") for number in range(10)]
    assert with_something_to_say((walked, held, *idle)) == ((walked, held, *idle), [])
    shown, others = with_something_to_say((walked, held, *idle, source_status("new", state="active")))
    assert shown == (walked, held)
    assert others == ["10 more never visited (unlisted)", "1 more never visited (active)"]


@pytest.mark.parametrize(("withdrawn", "gone"), [(None, None), (0, None), (2, "2")])
def test_the_status_shows_withdrawn_lines_when_there_are_any(withdrawn: int | None, gone: str | None) -> None:
    header, row = printed(sources_table((source_status("a", outcome="complete", withdrawn=withdrawn),)))
    assert dict(zip(header, row, strict=True)).get("gone") == gone


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(("kunming-zwfw",), (), ()), {"kunming-zwfw"}),
        (Selection((), ("trs", "vsb"), ()), {"liangshan-jxj", "linyi-hedong-gxj"}),
        (Selection((), (), ("530000",)), {"yunnan-gxt", "diqing-gxj", "kunming-zwfw"}),
        (Selection((), (), ("530100",)), {"kunming-zwfw"}),
        (Selection((), ("yunnan",), ("530000", "370000")), {"yunnan-gxt"}),
    ],
)
def test_selections(selection: Selection, ids: set[str]) -> None:
    assert {source.id for source in select(SOURCES, selection)} == ids


@pytest.mark.parametrize("selection", [Selection(("kunming",), (), ()), Selection((), ("gkmlpt",), ())])
def test_a_selection_of_nothing_is_a_usage_error(selection: Selection, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        select(SOURCES, selection)
    assert stopped.value.code == 2
    assert "nianbao sources list" in capsys.readouterr().err


def test_an_assumed_list_is_walked_on_the_replica_only() -> None:
    families = frozenset({"trs", "vsb", "kunming", "diqing", "yunnan"})
    walked, skipped = split_by_state(SOURCES, families, replica=False)
    assert [source.source_id for source in skipped] == ["linyi-hedong-gxj"]
    assert "assumed" in skipped[0].reason
    assert len(walked) == 4
    walked, skipped = split_by_state(SOURCES, families - {"diqing"}, replica=True)
    assert [(source.source_id, source.reason) for source in skipped] == [
        ("diqing-gxj", "no spider walks the family diqing yet")
    ]
    assert "linyi-hedong-gxj" in {source.id for source in walked}


def test_a_narrow_window_breaks_names_and_never_figures() -> None:
    source_id = "replica-trap-self-signed-certificate"
    changes = EntryChanges(new=1311, changed=20, unchanged=30, withdrawn=12)
    console = Console(width=80, record=True, file=StringIO())
    console.print(closing_table([result(source_id, "incomplete", changes)], []))
    text = console.export_text()
    assert "…" not in text
    assert all(word in text for word in ("1311", "incomplete", "stated"))
    assert "".join(re.findall(r"^([a-z-]+)(?: |$)", text, re.MULTILINE)).endswith(source_id)


def test_a_list_that_needs_a_browser_is_skipped_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = replace(KUNMING, id="drawn", rendering="browser")
    monkeypatch.setenv("PATH", "")
    walked, skipped = split_by_state([drawn, KUNMING], frozenset({"kunming"}), replica=True)
    assert walked == [KUNMING]
    (one,) = skipped
    assert one.source_id == "drawn"
    assert "apt-get install chromium" in one.reason or "make js" in one.reason


def test_in_a_log_each_source_stands_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    source_id = "replica-trap-self-signed-certificate"
    print_table(closing_table([result(source_id, "incomplete", EntryChanges(1311, 20, 30, 12))], []))
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "incomplete" in line]
    assert line.split() == [source_id, "2", "7", "–", "7", "1311", "20", "30", "12", "incomplete", "stated"]
