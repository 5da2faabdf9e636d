"""Exit codes follow from outcomes; a selection that matches nothing is a usage error."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.commands.closing_table import exit_code
from crawler.commands.selection import Selection, select, split_by_state
from crawler.sources import load_sources

SOURCES = load_sources(Path(__file__).resolve().parents[2] / "data" / "sources.csv")


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], 0),
        (["complete", "complete"], 0),
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
