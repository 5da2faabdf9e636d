"""`nianbao export` at the command line: its words, its lines and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from tests.browse.corpus import PAGES, build_corpus


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "demo.db"
    build_corpus(path, "replica")
    return path


def run(database: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["export", "--database", str(database), *map(str, words)])


def test_it_writes_what_was_asked_for_and_says_so_in_one_line(database: Path, tmp_path: Path) -> None:
    words = (
        "--format",
        "jsonl",
        "--what",
        "panel",
        "--report",
        PAGES["2022"],
        "--created",
        "2024-01-02T03:04:05+08:00",
    )
    done = run(database, *words, "--output", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert done.output.count("\n") == 1
    assert "1 panel" in done.output and "演示数据" in done.output and "datapackage.json" in done.output
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "codebook.jsonl",
        "datapackage.json",
        "panel.jsonl",
    ]
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["created"] == "2024-01-01T19:04:05Z"
    assert package["nianbao"]["selection"]["reports"] == ["530100-昆明市政务服务管理局/2022"]


def test_the_time_of_a_reproducible_build_is_taken(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert run(database, "--format", "warc", "--output", tmp_path / "a.warc.gz").exit_code == 0
    package = json.loads((tmp_path / "a.warc.gz.datapackage.json").read_text(encoding="utf-8"))
    assert package["created"] == "2023-11-14T22:13:20Z"


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("--format", "csv", "--year", "1999"), 1, "no report matches the selection"),
        (("--format", "csv", "--year", "2024-2019"), 2, "the span ends before it begins"),
        (("--format", "csv", "--year", "last"), 2, "expected a year such as 2023"),
        (("--format", "csv", "--division", "53"), 2, "expected six digits"),
        (("--format", "csv", "--body", "某某局"), 1, "no such body"),
        (("--format", "csv", "--report", "某某局 2022"), 1, "no such report"),
        (("--format", "csv", "--created", "yesterday"), 2, "no moment"),
        (("--format", "csv", "--created", "0001-01-01T00:00:00+08:00"), 2, "no moment"),
        (("--format", "parquet", "--safe-spreadsheet"), 2, "only a CSV is opened by spreadsheets"),
        (("--format", "warc", "--what", "panel"), 2, "a WARC holds captures, not tables"),
        (("--format", "warc", "--all-versions"), 2, "a WARC holds every capture"),
        (("--format", "xlsx"), 2, "'xlsx' is not one of"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_leaves_nothing(
    database: Path, tmp_path: Path, words: tuple[str, ...], code: int, line: str
) -> None:
    done = run(database, *words, "--output", tmp_path / "out")
    assert done.exit_code == code
    assert line in done.output and "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []
