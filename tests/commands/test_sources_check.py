"""`nianbao sources check`: a source's lists walked on the replica, told line by line, and nothing kept of them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.commands.sources import sources
from crawler.replica.truth import other_pages, published_reports
from tests.road.command_line import PROJECT, Answer, nianbao

REGISTRY = PROJECT / "data" / "sources.csv"
LINE = re.compile(
    r"^    (?P<date>[\d-]{10}|\s{10})  (?P<title>\S.*)\n"
    r"\s{16}(?P<decision>\w+) \((?P<mark>would fetch|leave)\): (?P<reason>\S.*)\n"
    r"\s{16}(?P<url>\S+)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Checked:
    answer: Answer
    kept: list[str]
    """What the command has left in its data folder."""

    def lines(self, text: str | None = None) -> dict[str, tuple[str, str]]:
        """Address of each line of a list → what it was taken for, and whether a crawl would ask for it."""
        found = LINE.finditer(self.answer.out if text is None else text)
        return {one["url"]: (one["decision"], one["mark"]) for one in found}

    def lists(self) -> dict[str, str]:
        """What is said of each list, by its branch; the source's own is `the column`."""
        blocks = re.split(r"^$\n", self.answer.out, flags=re.MULTILINE)[1:-1]
        return {block.partition(": ")[0]: block for block in blocks}

    def asked(self) -> list[str]:
        """The addresses of all that was fetched, in order."""
        return re.findall(r"^list page \d+: (\S+)\n    HTTP 200, \d+ bytes$", self.answer.out, re.MULTILINE)

    def verdict(self) -> list[str]:
        return re.split(r"^\n", self.answer.out, flags=re.MULTILINE)[-1].splitlines()


def checked(folder: Path, source: str, word: str) -> Checked:
    folder.mkdir()
    shutil.copy(REGISTRY, folder)
    answer = nianbao(
        *("sources", "check", source, "--replica", "--replica-with", word), environment={"NIANBAO_DATA": str(folder)}
    )
    assert "Traceback" not in answer.err + answer.out
    return Checked(answer, sorted(path.name for path in folder.iterdir()))


def test_a_whole_list_from_an_interface(tmp_path: Path) -> None:
    """Every line of a shared column, as a crawl takes it; what an interface answers is fetched, and no report is."""
    check = checked(tmp_path / "data", "replica-jpaas", "jpaas")
    assert check.answer.code == 0, check.answer.err
    published = [one for one in published_reports(extra=("jpaas",)) if one.source_id == "replica-jpaas"]
    others = [one for one in other_pages(extra=("jpaas",)) if one.source_id == "replica-jpaas"]
    lines = check.lines()
    assert {url for url, (_, mark) in lines.items() if mark == "would fetch"} == {one.url for one in published}
    assert {url for url, (_, mark) in lines.items() if mark == "leave"} == {one.url for one in others}
    assert {url for url, (decision, _) in lines.items() if decision == "other_body"} == {
        one.url for one in others if one.kind == "other_body"
    }
    column, *answers = check.asked()
    assert column == "https://jpaas.gov.test/col/col901/index.html"
    assert answers
    assert all("/jpaas-publish-server/front/page/build/unit?" in address for address in answers)
    total = len(lines)
    assert f"says {total} entries" in check.lists()["the column"]
    assert "evidence: stated" in check.lists()["the column"]
    pages = re.findall(r"^  page \d+: (\d+) new lines$", check.answer.out, re.MULTILINE)
    assert sum(map(int, pages)) == total
    first, last = check.verdict()
    assert first.startswith("replica-jpaas complete (stated): ")
    assert f"{len(published)} report" in first
    assert last == f"A crawl would ask for {len(published)} pages. Nothing was stored."
    assert check.kept == ["sources.csv"], "no database, and no log"


def test_a_list_that_keeps_lines_back(tmp_path: Path) -> None:
    check = checked(tmp_path / "data", "replica-trap-short-list", "short-list")
    assert check.answer.code == 3
    assert check.verdict() == [
        "replica-trap-short-list incomplete (stated): 1 interpretation, 2 other, 4 report, 1 website_report",
        "    the list says that it holds 11 entries, 8 were seen",
        "A crawl would ask for 4 pages. Nothing was stored.",
    ]
    assert len(check.lines()) == 8
    assert check.kept == ["sources.csv"]


def test_a_tree_list_by_list(tmp_path: Path) -> None:
    """Each sub-column under the words that lead to it, with its own evidence and its own lines."""
    check = checked(tmp_path / "data", "replica-trap-year-and-kind", "year-and-kind")
    assert check.answer.code == 0, check.answer.err
    kinds = [f"{year}年 / {kind}" for year in (2025, 2024) for kind in ("县直部门", "乡镇")]
    lists = check.lists()
    assert set(lists) == {"the column", *kinds, *(f"{year}年" for year in range(2020, 2026))}
    assert all("evidence: pager" in told for told in lists.values())
    branches = {name: list(check.lines(told).values()).count(("branch", "leave")) for name, told in lists.items()}
    assert {name: count for name, count in branches.items() if count} == {"the column": 6, "2025年": 2, "2024年": 2}
    reports = {name for name, told in lists.items() if ("report", "would fetch") in check.lines(told).values()}
    assert reports == {*(f"{year}年" for year in range(2020, 2024)), *kinds[::2]}
    assert len(check.asked()) == len(set(check.asked())) == len(lists)
    assert check.verdict()[-1] == "A crawl would ask for 6 pages. Nothing was stored."


def test_a_site_that_does_not_let_in(tmp_path: Path) -> None:
    check = checked(tmp_path / "data", "replica-trap-ruishu-412", "ruishu-412")
    assert check.answer.code == 3
    outcome, reason, last = check.verdict()
    assert outcome == "replica-trap-ruishu-412 blocked (unstated): no line"
    assert reason.endswith("瑞数 challenge")
    assert last == "A crawl would ask for 0 pages. Nothing was stored."
    assert (check.lines(), check.kept) == ({}, ["sources.csv"])


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["nowhere", "--replica"], 2, "nowhere: no such source; the replica serves yunnan-gxt, "),
        (["kunming-zwfw"], 1, "NIANBAO_CONTACT is not set"),
        (["beijing-tongzhou", "--replica"], 2, "beijing-tongzhou: no such source"),
        (["kunming-zwfw", "--registry", "absent.csv"], 1, "absent.csv: cannot be read"),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_line(
    words: list[str], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIANBAO_DATA", str(REGISTRY.parent))
    monkeypatch.delenv("NIANBAO_CONTACT", raising=False)
    answer = CliRunner().invoke(sources, ["check", *words])
    assert answer.exit_code == code, answer.output
    (line,) = answer.stderr.splitlines()
    assert line.startswith("nianbao: ")
    assert says in line
    assert answer.stdout == ""
