"""`nianbao cite`: golden citations of one report of a small store, as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.cli import main
from crawler.commands.citation_formats import FORMATS, as_bibtex, as_json, as_text, citation_key
from crawler.reports.model import PARSER_VERSION
from crawler.store.raw.blobs import digest
from crawler.store.reported.citations import Citation, CitedFile
from tests.browse.corpus import KUNMING, PAGES, build_corpus

PLAIN = Citation(
    report="530100-昆明市政务服务管理局/2023",
    publisher="昆明市政务服务管理局",
    publisher_registered=True,
    division="530100",
    title="昆明市政务服务管理局2023年政府信息公开工作年度报告",
    report_year=2023,
    index_number="KM-2023-1",
    published="2024-01-31",
    address=PAGES["2023"],
    file_name=None,
    captured_at="2024-03-05T02:00:00Z",
    sha256="ab" * 32,
    attachments=(CitedFile(f"{KUNMING}/a.pdf", "2024-03-05T02:00:01Z", "cd" * 32),),
    version="284fd5953b92ae5b",
    version_number=1,
    version_count=2,
    parser_version="4",
    nianbao_version="0.1.0",
    demonstration=False,
)
FILE = replace(
    PLAIN,
    publisher_registered=False,
    division=None,
    title=None,
    index_number=None,
    published=None,
    address=None,
    file_name="huaian.pdf",
    attachments=(),
)
NOTE = (
    f"报告年度 2023; 索引号 KM-2023-1; captured 2024-03-05T02:00:00Z; SHA-256 {'ab' * 32}; attachment "
    f"https://zwfw.km.gov.cn/a.pdf SHA-256 {'cd' * 32}; version 1 of 2 (284fd5953b92ae5b); nianbao 0.1.0, parser 4"
)
FILE_NOTE = (
    f"报告年度 2023; captured 2024-03-05T02:00:00Z; SHA-256 {'ab' * 32}; version 1 of 2 (284fd5953b92ae5b); "
    "nianbao 0.1.0, parser 4"
)


def test_as_text() -> None:
    assert as_text(PLAIN) == (
        "昆明市政务服务管理局. 昆明市政务服务管理局2023年政府信息公开工作年度报告[EB/OL]. (2024-01-31)[2024-03-05]. "
        f"https://zwfw.km.gov.cn/c/2024-01-31/1.shtml.\n{NOTE}."
    )
    assert as_text(FILE) == f"昆明市政务服务管理局. [无题名][Z]. [2024-03-05]. 文件 huaian.pdf.\n{FILE_NOTE}."


def test_as_bibtex() -> None:
    assert as_bibtex(PLAIN) == "\n".join(
        [
            "@misc{nianbao-530100-2023-284fd5953b92ae5b,",
            "  author = {{昆明市政务服务管理局}},",
            "  title = {{昆明市政务服务管理局2023年政府信息公开工作年度报告}},",
            "  publisher = {昆明市政务服务管理局},",
            "  year = {2024},",
            "  date = {2024-01-31},",
            "  url = {https://zwfw.km.gov.cn/c/2024-01-31/1.shtml},",
            "  urldate = {2024-03-05},",
            f"  note = {{{NOTE}}}",
            "}",
        ]
    )
    assert as_bibtex(FILE) == "\n".join(
        [
            "@misc{nianbao-unregistered-2023-284fd5953b92ae5b,",
            "  author = {{昆明市政务服务管理局}},",
            "  title = {{[无题名]}},",
            "  publisher = {昆明市政务服务管理局},",
            "  howpublished = {文件 huaian.pdf},",
            "  urldate = {2024-03-05},",
            f"  note = {{{FILE_NOTE}}}",
            "}",
        ]
    )


def test_what_bibtex_would_read_as_its_own_is_escaped() -> None:
    strange = replace(
        PLAIN, title="50%_of {A} & B\\C\n$#~^", address="https://a.cn/{1}?a_b=1&c=%20\\", index_number="A_1"
    )
    entry = as_bibtex(strange)
    assert (
        r"title = {{50\%\_of \textbraceleft{}A\textbraceright{} \& B\textbackslash{}C "
        r"\$\#\textasciitilde{}\textasciicircum{}}}"
    ) in entry
    # A verbatim field: nothing is escaped in it, and what would end it is written as an address writes it.
    assert "url = {https://a.cn/%7B1%7D?a_b=1&c=%20%5C}" in entry
    assert r"索引号 A\_1" in entry


@given(st.text(), st.text(), st.text())
def test_an_entry_stays_one_entry_whatever_a_page_prints(title: str, name: str, number: str) -> None:
    entry = as_bibtex(replace(PLAIN, title=title, publisher=name, index_number=number, address=f"https://a.cn/{title}"))
    depth = 0
    for place, character in enumerate(entry):
        depth += (character == "{") - (character == "}")
        assert depth > 0 or "{" not in entry[:place] or place == len(entry) - 1
    assert depth == 0
    assert re.fullmatch(r"[\x21-\x7e]+", citation_key(PLAIN))


@given(st.text(), st.text(), st.text())
@example("年报\n[EB/OL]", "a\x1b[2J\x9b", "\u2028\u202e1")
def test_a_text_stays_two_lines_without_control_codes_whatever_a_page_prints(
    title: str, name: str, number: str
) -> None:
    text = as_text(replace(FILE, title=title, file_name=name, index_number=number))
    first, second = text.split("\n")
    assert (first + second).isprintable()
    assert first.endswith(".") and "captured" in second


def test_as_json() -> None:
    assert json.loads(as_json(PLAIN)) == {
        "id": "nianbao-530100-2023-284fd5953b92ae5b",
        "type": "report",
        "author": [{"literal": "昆明市政务服务管理局"}],
        "publisher": "昆明市政务服务管理局",
        "title": "昆明市政务服务管理局2023年政府信息公开工作年度报告",
        "number": "KM-2023-1",
        "issued": {"date-parts": [[2024, 1, 31]]},
        "accessed": {"date-parts": [[2024, 3, 5]]},
        "URL": "https://zwfw.km.gov.cn/c/2024-01-31/1.shtml",
        "language": "zh-CN",
        "custom": {
            "report": "530100-昆明市政务服务管理局/2023",
            "report_year": 2023,
            "publisher_registered": True,
            "division": "530100",
            "index_number": "KM-2023-1",
            "file_name": None,
            "captured_at": "2024-03-05T02:00:00Z",
            "sha256": "ab" * 32,
            "attachments": [{"URL": f"{KUNMING}/a.pdf", "captured_at": "2024-03-05T02:00:01Z", "sha256": "cd" * 32}],
            "version": "284fd5953b92ae5b",
            "version_number": 1,
            "version_count": 2,
            "parser_version": "4",
            "nianbao_version": "0.1.0",
            "demonstration": False,
        },
    }
    blank = json.loads(as_json(FILE))
    assert {"title", "number", "issued", "URL", "note"}.isdisjoint(blank), "a blank is never made up"
    assert blank["custom"]["file_name"] == "huaian.pdf"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("one", [PLAIN, FILE])
def test_demonstration_data_is_called_so_in_every_form(form: str, one: Citation) -> None:
    assert "演示数据" not in FORMATS[form](one)
    assert "演示数据" in FORMATS[form](replace(one, demonstration=True))
    assert "【演示数据】昆明" in FORMATS[form](replace(PLAIN, demonstration=True))


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cited")
    build_corpus(folder / "corpus.db", "live")
    build_corpus(folder / "replica.db", "replica")
    yield folder


def cite(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["cite", *arguments, "--database", str(database)])


REPORT = "530100-昆明市政务服务管理局/2023"


def test_a_stored_report_by_any_of_its_versions(stores: Path) -> None:
    current = cite(stores / "corpus.db", REPORT)
    assert current.exit_code == 0
    assert f"SHA-256 {digest(b'<p>2</p>')}; version 2 of 2 (" in current.stdout
    first = cite(stores / "corpus.db", "昆明市政务服务局 2023", "--version", "1", "--format", "json")
    page, pdf = (digest(f"<html>{url}</html>".encode()) for url in (PAGES["2023"], f"{KUNMING}/a.pdf"))
    custom = json.loads(first.stdout)["custom"]
    assert (custom["sha256"], [one["sha256"] for one in custom["attachments"]]) == (page, [pdf])
    assert (custom["captured_at"], custom["version_number"]) == ("2024-03-05T02:00:00Z", 1)
    assert (custom["nianbao_version"], custom["demonstration"]) == (version("nianbao"), False)
    assert custom["parser_version"] == PARSER_VERSION
    # A file's SHA-256 names the version that it stands in.
    assert cite(stores / "corpus.db", pdf, "--format", "json").stdout == first.stdout


def test_an_imported_file_and_a_replica(stores: Path) -> None:
    imported = cite(stores / "corpus.db", "淮安市人民政府/2024").stdout
    assert imported.startswith(
        "淮安市人民政府. 淮安市人民政府2024年政府信息公开工作年度报告[Z]. (2025-01-31)[2024-03-05]. "
        "文件 huaian-2024.pdf.\n"
    )
    assert f"SHA-256 {digest(b'%PDF-1.7 (ours)')}" in imported
    assert cite(stores / "replica.db", REPORT).stdout.startswith("昆明市政务服务管理局. 【演示数据】昆明市")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((REPORT, "--version", "3"), f"nianbao: {REPORT}: it has no version 3; it has 2, counted from 1\n"),
        (("没有的局 2023",), "nianbao: 没有的局 2023: no such report in corpus.db; give a report id"),
        (("政务服务 2023",), f"  {REPORT}  昆明市政务服务管理局2023年政府信息公开工作年度报告"),
    ],
)
def test_what_cannot_be_cited_is_one_line(stores: Path, arguments: tuple[str, ...], line: str) -> None:
    answer = cite(stores / "corpus.db", *arguments)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert line in answer.stderr


def test_what_is_withheld_is_not_cited(stores: Path, tmp_path: Path) -> None:
    build_corpus(tmp_path / "corpus.db", "live")
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as connection, connection:
        connection.execute("UPDATE versions SET withheld = 'report' WHERE report = ? AND position = 2", [REPORT])
    for number in ("1", "2"):
        answer = cite(tmp_path / "corpus.db", REPORT, "--version", number)
        assert (answer.exit_code, answer.stdout) == (1, "")
        assert answer.stderr == f"nianbao: {REPORT}: withheld on request, so it is not cited\n"
