"""`python -m accuracy`: the table, the JSON and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accuracy import __main__ as command
from accuracy.generator import html_tables
from accuracy.model import Case
from accuracy.print_scores import WIDTH

TITLE = "示范市水务局2023年政府信息公开工作年度报告"
OPENING = "<p>一、总体情况</p><p>本机关按照条例规定推进政府信息公开工作。</p>"


def case(name: str, **fields: object) -> Case:
    markup, answer = html_tables("2021", 1)
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{OPENING}{markup}</body></html>"
    values = {"answer": answer, "facets": {"format": "html"}, **fields}
    return Case(name, "generated", page.encode(), "page.html", "text/html", **values)  # type: ignore[arg-type]


def run(monkeypatch: pytest.MonkeyPatch, cases: list[Case], *arguments: str) -> int:
    monkeypatch.setitem(command.ORIGINS, "generated", (lambda: cases, "generated: none"))
    monkeypatch.setattr("sys.argv", ["accuracy", "--generated", *arguments])
    return command.main()


def wrong_answer() -> dict[str, object]:
    _, answer = html_tables("2021", 1)
    return {**answer, "proactive": {**answer["proactive"], "licensing": {"decisions": 987654}}}


def test_all_right(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, [case("good", traps=("inner_blanks",))], "--list") == 0
    page = capsys.readouterr().out
    assert "Nothing falls short." in page
    assert {"by origin", "by format", "by trap", "by document", "inner_blanks", "good"} <= {
        part.strip() for line in page.splitlines() for part in line.split("  ")
    }
    assert max(map(len, page.splitlines())) <= WIDTH


def test_what_falls_short_is_named_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "scores.json"
    assert run(monkeypatch, [case("bad", answer=wrong_answer())], "--json", str(file)) == 1
    page = capsys.readouterr().out
    number = html_tables("2021", 1)[1]["proactive"]["licensing"]["decisions"]
    assert f"wrong proactive.licensing.decisions: expected 987654, read {number} (no flag)" in page
    assert (
        page.splitlines()[-1] == "missed: generated: 1 numbers wrong without a flag or failed check, and none is to be"
    )
    scores = json.loads(file.read_text("utf-8"))
    assert scores["by_origin"]["generated"]["numbers"]["wrong"] == 1
    [short] = scores["cases"][0]["short"]
    assert (short["where"], short["expected"], short["silent"]) == ("proactive.licensing.decisions", 987654, True)


def test_what_is_not_verified_counts_in_no_percentage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unverified = case("guess", answer=wrong_answer(), facets={"format": "html", "unverified": "S"})
    assert run(monkeypatch, [case("good"), unverified]) == 0
    page = capsys.readouterr().out
    assert "marks as not verified: counted in nothing above" in page
    assert "guess" in page


def test_an_absent_folder_is_said_and_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(command.ORIGINS, "shared", (list, command.ORIGINS["shared"][1]))
    monkeypatch.setattr("sys.argv", ["accuracy", "--shared"])
    assert command.main() == 0
    page = capsys.readouterr().out
    assert "../shared: not there, skipped" in page
    assert "No document was scored." in page


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="2 documents are named twice"):
        command.named_once([case("twice"), case("twice")])


def test_a_word_in_no_documents_name_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, [case("good")], "--only", "goood") == 2
    assert "no document has 'goood' in its name" in capsys.readouterr().err


def test_a_golden_page_without_a_signature_is_a_miss(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "unreviewed", lambda: ["newpage.html"])
    monkeypatch.setitem(command.ORIGINS, "golden", (lambda: [], "golden: none"))
    monkeypatch.setattr("sys.argv", ["accuracy", "--golden"])
    assert command.main() == 1
    assert "missed: golden: newpage.html has no reviewed answer" in capsys.readouterr().out
