"""`nianbao merge`, `withhold` and `backup`, as an operator uses them one after the other; one start of the readers."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from crawler.reports.model import PARSER_VERSION
from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.database import close_pair, open_pair, read_pair
from crawler.store.transactions import transaction
from crawler.store.withheld.withholding import apply_withheld_file, apply_withholdings
from tests.store.conftest import START

TITLE = "淮安市人民政府{}年政府信息公开工作年度报告"
HEADER = "report,scope,requested_on,reference,reason\n"


def document(year: int) -> bytes:
    title = TITLE.format(year)
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1><div>"
        f"<p>一、总体情况</p><p>{year}年，本机关主动公开政府信息{year % 100}条，及时回应群众关切。</p>"
        "<p>二、存在的主要问题及改进情况</p><p>公开的及时性仍有不足，下一步将加强培训。</p></div></body></html>"
    ).encode()


def nianbao(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def reports(path: Path) -> list[tuple[object, ...]]:
    pair = read_pair(path)
    try:
        return pair.browse.execute("SELECT report_year, title, withheld FROM current_reports ORDER BY 1").fetchall()
    finally:
        close_pair(pair)


def test_the_stores_of_two_machines_become_one_that_withholds_and_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    for name, year in (("one", 2021), ("two", 2022)):
        pair = open_pair(tmp_path / f"{name}.db", origin="live")
        archive_files(pair, [ImportedFile(f"{year}.html", document(year), START)])
        close_pair(pair)

    merged = nianbao("merge", tmp_path / "one.db", tmp_path / "two.db")
    assert merged.exit_code == 0, merged.output
    target = tmp_path / "reports.db"
    line = "1 new captures, 0 held already; 1 new reports, 1 new versions, 0 not read"
    assert merged.stdout.splitlines() == [
        f"{tmp_path / 'one.db'}: {line}",
        f"{tmp_path / 'two.db'}: {line}",
        f"merged into {target}",
    ]
    assert reports(target) == [(2021, TITLE.format(2021), ""), (2022, TITLE.format(2022), "")]

    store = open_pair(target, origin="live")
    with transaction(store.browse):
        store.browse.execute("UPDATE versions SET parser_version = '1' WHERE report_year = 2021")
        store.browse.execute(
            "UPDATE candidates SET parser_version = '1' WHERE id IN (SELECT candidate FROM identity_decisions "
            "JOIN versions ON versions.id = identity_decisions.version WHERE versions.parser_version = '1')"
        )
    close_pair(store)
    later = nianbao("merge", tmp_path / "one.db")
    assert later.exit_code == 0, later.output
    line = f"{target} holds readings of parser version 1 and {PARSER_VERSION}: 1 pages and files were read by another"
    assert f"{line} than today's ({PARSER_VERSION}); `nianbao reparse --stale` reads them again" in later.stderr
    assert "parser version" not in merged.stderr
    assert nianbao("reparse", "--stale", "--database", target).exit_code == 0

    withheld = (
        "unregistered-淮安市人民政府/2021,report,2024-05-01,2024-17,on request\nhttps://a.cn/1,report,2024-05-01,,x\n"
    )
    (tmp_path / "withheld.csv").write_text(HEADER + withheld, encoding="utf-8")
    applied = nianbao("withhold", "apply", "--database", target)
    assert (applied.exit_code, applied.stdout) == (0, f"2 in force in {target}: 2 applied now, 0 lifted\n")
    assert "https://a.cn/1: no report of this store is called so (yet)" in applied.stderr
    assert reports(target) == [(2021, None, "report"), (2022, TITLE.format(2022), "")]
    explained = nianbao("why", "淮安市人民政府 2021", "--database", target)
    assert (explained.exit_code, explained.stdout.count("withheld on request")) == (0, 1), explained.output
    assert "no title" not in explained.stdout
    assert "withheld" not in nianbao("why", "淮安市人民政府 2022", "--database", target).stdout
    shown = nianbao("show", "淮安市人民政府 2021", "--database", target)
    assert (shown.exit_code, len(shown.stdout.splitlines())) == (0, 1), shown.output
    assert "2021  withheld on request; `nianbao withhold list`" in shown.stdout
    asked = nianbao("show", "淮安市人民政府 2021", "--explain", "title", "--database", target)
    assert (asked.exit_code, TITLE.format(2021) in asked.output) == (1, False), asked.output
    assert "\nwithheld      whole reports: 2; " in nianbao("status", "--database", target).stdout
    listed = nianbao("withhold", "list", "--database", target).stdout.splitlines()
    assert [one.split("  ")[:3] for one in listed] == [
        ["https://a.cn/1 (none)", "report", "2024-05-01"],
        ["unregistered-淮安市人民政府/2021", "report", "2024-05-01"],
    ]

    (tmp_path / "withheld.csv").write_text(f"{HEADER}nonsense,report,2024-05-01,,x\n", encoding="utf-8")
    refused = nianbao("withhold", "apply", "--database", target)
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
    assert "nianbao: withheld.csv: line 2, column report: expected a report's id" in refused.stderr

    copy = tmp_path / "copy.db"
    copied = nianbao("backup", copy, "--database", target)
    assert (copied.exit_code, copied.stdout.startswith("2 captures, each with its bytes, ")) == (0, True)
    assert reports(copy) == reports(target)
    again = nianbao("backup", copy, "--database", target)
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)


def test_what_another_store_has_lifted_stays_withheld_while_the_file_here_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    (tmp_path / "withheld.csv").write_text(
        f"{HEADER}unregistered-淮安市人民政府/2021,report,2024-05-01,2024-17,on request\n", encoding="utf-8"
    )
    pair = open_pair(tmp_path / "reports.db", origin="live")
    apply_withheld_file(pair, tmp_path / "withheld.csv", START)
    close_pair(pair)
    assert nianbao("backup", tmp_path / "other.db", "--database", tmp_path / "reports.db").exit_code == 0
    pair = open_pair(tmp_path / "other.db", origin="live")
    apply_withholdings(pair, [], START)
    archive_files(pair, [ImportedFile("2021.html", document(2021), START)])
    close_pair(pair)

    merged = nianbao("merge", tmp_path / "other.db", "--database", tmp_path / "reports.db")
    assert merged.exit_code == 0, merged.output
    assert reports(tmp_path / "reports.db") == [(2021, None, "report")]
