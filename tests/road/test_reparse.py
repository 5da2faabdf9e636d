"""`nianbao reparse`: from the bytes alone, as often as one likes, stopped or not, to the same database."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from crawler.documents.model import DocumentError
from crawler.reports.model import PARSER_VERSION, Flag, Reading, Section
from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.archive.queue import load_parts, ready_candidates
from crawler.store.database import close_pair, open_pair, read_pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.reports import apply_readings
from crawler.store.raw.blobs import keep_blobs
from crawler.store.raw.training import PAGES_NEEDED
from crawler.store.run_lock import lock_path, run_lock
from pipelines.workers import read_parts
from tests.road.command_line import PROJECT, SECONDS
from tests.store.conftest import pages_of_family

REVIEW = """
<table><tr><td colspan="5">行政复议</td><td colspan="10">行政诉讼</td></tr>
<tr>{heads}<td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr><tr>{words}{words}</tr>
<tr><td>1</td><td>0</td><td>2</td><td>0</td><td>3</td>{zeros}{zeros}</tr></table>
"""
WORDS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def page(body: str, year: int) -> bytes:
    """A report as some office puts it on its site: prose, and the review table of the official form."""
    table = REVIEW.format(
        heads="".join(f'<td rowspan="2">{word}</td>' for word in WORDS),
        words="".join(f"<td>{word}</td>" for word in WORDS),
        zeros="<td>0</td>" * 5,
    )
    title = f"{body}{year}年政府信息公开工作年度报告"
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>一、总体情况</p>"
        f"<p>{body}认真贯彻条例，主动公开政府信息一百余条，及时回应社会关切。</p>"
        f"<p>四、因政府信息公开工作被申请行政复议、提起行政诉讼情况</p>{table}"
        f"<p>五、存在的主要问题及改进情况</p><p>公开的及时性有待提高，今后加强业务培训。</p></body></html>"
    ).encode()


OFFICES = (
    "甲县财政局",
    "乙县教育局",
    "丙县水利局",
    "丁县林业局",
    "戊县民政局",
    "己县交通局",
    "庚县卫健局",
    "辛县审计局",
)
FILES = {f"{number}.html": page(office, 2022) for number, office in enumerate(OFFICES)}
NO_REPORT = "8.html"
FILES[NO_REPORT] = "<html><body><h1>关于召开会议的通知</h1><p>请各单位准时参加。</p></body></html>".encode()


def altered(reading: Reading, **changes: Any) -> Reading:
    return replace(reading, reports=(replace(reading.reports[0], **changes),))


def miscounted(reading: Reading) -> Reading:
    """The older parser missed a number, and so its sum failed."""
    (report,) = reading.reports
    assert report.review is not None
    review = {**report.review, "review": {**report.review["review"], "other": None, "upheld": 3}}
    failed = [
        replace(check, outcome="fail", expected=5) if check.where == "review.review.*" else check
        for check in report.checks
    ]
    return altered(reading, review=review, checks=tuple(failed))


def read_or_empty(parts: tuple[tuple[bytes, str, str | None], ...]) -> Reading:
    try:
        return read_parts(parts)
    except DocumentError:
        return Reading("other", ("cannot be read",), ())


def _as_it_is(reading: Reading) -> Reading:
    return reading


def invented(reading: Reading) -> Reading:
    report = read_parts([(FILES["0.html"], "0.html", None)]).reports[0]
    return replace(reading, document_class="report", reports=(replace(report, agency="壬县会议局", title="会议"),))


OLDER: dict[str, Callable[[Reading], Reading | str]] = {
    "1.html": miscounted,
    "2.html": lambda one: altered(one, sections={"1": Section("一、总体情况", "另一段文字。" * 40)}, title=None),
    "3.html": lambda one: "a fault of an older parser",
    "4.html": lambda one: replace(one, document_class="other", reports=()),
    "5.html": lambda one: altered(one, report_year=2021),
    NO_REPORT: invented,
}
"""What an older parser had said of some of the files; of the others it had said the same."""


@dataclass(frozen=True)
class Store:
    path: Path

    def copy_to(self, folder: Path) -> Store:
        for name in (self.path.name, f"{self.path.stem}-raw.db"):
            shutil.copy(self.path.with_name(name), folder / name)
        return Store(folder / self.path.name)

    def dump(self) -> list[str]:
        """Both files, row by row; the order in which rows were written is nothing."""
        lines = []
        for file in (self.path, self.path.with_name(f"{self.path.stem}-raw.db")):
            with closing(sqlite3.connect(file)) as connection:
                lines += sorted(connection.iterdump())
        return lines

    def bytes(self) -> list[str]:
        names = (self.path.name, f"{self.path.stem}-raw.db")
        return [hashlib.sha256(self.path.with_name(name).read_bytes()).hexdigest() for name in names]

    def fingerprint(self) -> str:
        pair = read_pair(self.path)
        try:
            return fingerprint(pair)
        finally:
            close_pair(pair)

    def value(self, sql: str) -> Any:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql).fetchone()[0]


def made_by(
    folder: Path,
    alter: dict[str, Callable[[Reading], Reading | str]],
    parser_version: str,
    files: dict[str, bytes] = FILES,
) -> Store:
    """All files archived and read: what `alter` names otherwise than today's parser reads it."""
    pair = open_pair(folder / "corpus.db", origin="live")
    try:
        moment = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
        archive_files(pair, [ImportedFile(name, data, moment) for name, data in files.items()])
        results = []
        for candidate in ready_candidates(pair, 100):
            said = alter.get(candidate.name, _as_it_is)(read_or_empty(load_parts(pair, candidate)))
            results.append((candidate, said if isinstance(said, str) else replace(said, parser_version=parser_version)))
        apply_readings(pair, results)
    finally:
        close_pair(pair)
    return Store(folder / "corpus.db")


@pytest.fixture(scope="session")
def read_by_an_older_parser(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made_by(tmp_path_factory.mktemp("older"), OLDER, "1")


@pytest.fixture(scope="session")
def read_today(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made_by(tmp_path_factory.mktemp("today"), {}, PARSER_VERSION)


@pytest.fixture
def older(read_by_an_older_parser: Store, tmp_path: Path) -> Store:
    return read_by_an_older_parser.copy_to(tmp_path)


@pytest.fixture
def today(read_today: Store, tmp_path: Path) -> Store:
    return read_today.copy_to(tmp_path)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@pytest.fixture
def reparse(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """The command in this process; its reading processes are real ones. Three candidates make a batch."""
    monkeypatch.setattr("pipelines.reparse.BATCH", 3)
    monkeypatch.setenv("NIANBAO_WORKERS", "1")

    def run(store: Store, *words: object, verb: str = "reparse") -> Said:
        capsys.readouterr()
        try:
            code = main([verb, "--database", str(store.path), *map(str, words)], standalone_mode=False) or 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


def changes_of(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_a_better_parser_is_rolled_out_and_says_what_it_changed(
    older: Store, read_today: Store, reparse: Callable[..., Said], tmp_path: Path
) -> None:
    """Blank and absent stay apart, checks are gained, reports move, come and cease; what is alike is counted alike."""
    said = reparse(older, "--json", tmp_path / "changes.json", "--workers", 2)
    assert said.code == 0, said.err
    assert older.fingerprint() == read_today.fingerprint()
    found = changes_of(tmp_path / "changes.json")
    assert found["parser_version"] == PARSER_VERSION
    assert {name: found["candidates"][name] for name in ("read", "not_a_report", "failed")} == {
        "read": 8,
        "not_a_report": 1,
        "failed": 0,
    }
    assert {name: found["reports"][name] for name in ("compared", "changed", "unchanged")} == {
        "compared": 6,
        "changed": 3,
        "unchanged": 3,
    }
    fields = found["fields"]
    assert {(name, kind) for name, one in fields.items() for kind in one if kind != "samples" and one[kind]} >= {
        ("title", "appeared"),
        ("section.1", "changed"),
        ("section.5", "appeared"),
        ("review.review.other", "filled"),
        ("review.review.upheld", "changed"),
        ("report_year", "changed"),
    }
    report = "unregistered-乙县教育局/2022"
    assert fields["review.review.other"]["samples"] == [
        {"report": report, "where": "review.review.other", "kind": "filled", "before": None, "after": 2}
    ]
    (title,) = fields["title"]["samples"]
    assert "before" not in title
    assert title["after"] == "丙县水利局2022年政府信息公开工作年度报告"
    (section,) = fields["section.1"]["samples"]
    assert len(section["before"]) < 100, "of a text of 240 characters the piece is quoted where it begins to differ"
    assert found["checks"]["R1"]["gained"] == 1
    assert found["checks"]["R1"]["lost"] == 0
    assert found["checks"]["R1"]["samples"][0]["report"] == report
    became = {name: one["samples"] for name, one in found["reports"].items() if isinstance(one, dict)}
    assert [sample["candidate"] for sample in became["new"]] == ["3.html", "4.html"]
    assert became["moved"] == [
        {
            "candidate": "5.html",
            "before": "unregistered-己县交通局/2021",
            "after": "unregistered-己县交通局/2022",
        }
    ]
    assert became["ceased"] == [{"candidate": NO_REPORT, "before": "unregistered-壬县会议局/2022", "after": None}]
    assert [sample["candidate"] for sample in found["candidates"]["no_longer_failed"]["samples"]] == ["3.html"]
    for line in (
        "6 stored readings compared: 3 changed, 3 unchanged.",
        "check R1: 1 gained, 0 lost",
        "unregistered-乙县教育局/2022 review.review.other: (blank) → 2",
        "unregistered-丙县水利局/2022 title: (absent) → 丙县水利局2022年政府信息公开工作年度报告",
        "5.html: unregistered-己县交通局/2021 → unregistered-己县交通局/2022",
    ):
        assert line in said.out
    assert older.value("SELECT count(*) FROM reparse_changes") == 0


def test_twice_in_a_row_is_byte_identical_and_workers_change_nothing(
    older: Store, tmp_path: Path, reparse: Callable[..., Said], read_by_an_older_parser: Store
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    one_worker = read_by_an_older_parser.copy_to(other)
    assert reparse(older, "--workers", 2, "--json", tmp_path / "two.json").code == 0
    assert reparse(one_worker, "--workers", 1, "--json", tmp_path / "one.json").code == 0
    assert older.dump() == one_worker.dump()
    assert changes_of(tmp_path / "one.json") == changes_of(tmp_path / "two.json")
    before = older.dump(), older.fingerprint()
    again = reparse(older)
    assert "8 stored readings compared: 0 changed, 8 unchanged." in again.out
    assert (older.dump(), older.fingerprint()) == before


def test_a_dry_run_says_the_same_and_keeps_nothing(older: Store, tmp_path: Path, reparse: Callable[..., Said]) -> None:
    """What was reviewed is what is kept; other changes than the reviewed ones are not."""
    review, kept = tmp_path / "review.json", tmp_path / "kept.json"
    before = older.bytes()
    dry = reparse(older, "--dry-run", "--json", review)
    assert dry.code == 0, dry.err
    assert "Nothing of it is kept" in dry.out
    assert older.bytes() == before
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**changes_of(review), "changes_sha256": "0" * 64}))
    refused = reparse(older, "--expect", other)
    assert refused.code == 3
    assert "the changes are not the reviewed ones; nothing is kept" in refused.err
    assert older.bytes() == before
    agreed = reparse(older, "--expect", review, "--json", kept)
    assert agreed.code == 0, agreed.err
    assert kept.read_text() == review.read_text()
    assert "8 stored readings compared: 0 changed" in reparse(older).out


def test_only_what_is_kept_trains_dictionaries(older: Store, tmp_path: Path, reparse: Callable[..., Said]) -> None:
    """As a crawl and an import do at their end; what is tried or refused leaves the bytes as they are."""
    pair = open_pair(older.path, origin="live")
    keep_blobs(pair, pages_of_family(PAGES_NEEDED), ["trs/page"] * PAGES_NEEDED)
    close_pair(pair)
    before, review, other = older.bytes(), tmp_path / "review.json", tmp_path / "other.json"
    assert reparse(older, "--dry-run", "--json", review).code == 0
    other.write_text(json.dumps({**changes_of(review), "changes_sha256": "0" * 64}))
    assert reparse(older, "--expect", other).code == 3
    assert older.bytes() == before
    said = reparse(older, "--expect", review)
    assert f"{PAGES_NEEDED} pages kept under dictionaries (1 new)" in said.err
    pair = open_pair(older.path, origin="live")
    keep_blobs(pair, pages_of_family(PAGES_NEEDED, "second"), ["vsb/page"] * PAGES_NEEDED)
    close_pair(pair)
    assert f"{PAGES_NEEDED} pages kept under dictionaries (1 new)" in reparse(older).err


def test_what_is_stated_and_withheld_is_tried_and_kept_with_the_changes_or_not_at_all(
    older: Store, tmp_path: Path, reparse: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a dry run would show other changes than --expect then finds, and a refusal would not leave the database as
    it was. An index of other tokens waits for what is kept, too."""
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    moved = hashlib.sha256(FILES["0.html"]).hexdigest()
    (tmp_path / "overrides.csv").write_text(
        f"what,action,value,date,by,reason\nsha256:{moved},report_year,2020,2024-05-01,me,the title is misprinted\n"
    )
    (tmp_path / "withheld.csv").write_text(
        "report,scope,requested_on,reference,reason\nunregistered-乙县教育局/2022,report,2024-05-01,17,on request\n"
    )
    with closing(sqlite3.connect(older.path)) as connection:
        connection.execute("UPDATE search_state SET tokens_version = 'older'")
        connection.commit()
    before, review, other = older.bytes(), tmp_path / "review.json", tmp_path / "other.json"
    dry = reparse(older, "--dry-run", "--json", review)
    assert dry.code == 0, dry.err
    assert older.bytes() == before
    other.write_text(json.dumps({**changes_of(review), "changes_sha256": "0" * 64}))
    assert reparse(older, "--expect", other).code == 3
    assert older.bytes() == before
    assert reparse(older, "--expect", review, "--body", "某局").code == 2
    assert older.bytes() == before
    kept = reparse(older, "--expect", review)
    assert kept.code == 0, kept.err
    assert older.value("SELECT count(*) FROM reports WHERE id = 'unregistered-甲县财政局/2020'") == 1
    assert older.value("SELECT withheld FROM current_reports WHERE body_name = '乙县教育局'") == "report"
    assert older.value("SELECT count(*) FROM withholdings WHERE lifted_at IS NULL") == 1
    assert "2020" in reparse(older, "甲县财政局", verb="search").out, "the index is today's again"


@pytest.mark.parametrize(
    ("review", "words", "problem"),
    [
        ("[]", [], "not a report of `nianbao reparse --dry-run --json FILE`"),
        ('{"parser_version": "0", "selection": {}, "changes_sha256": ""}', [], "reviewed with parser version 0"),
        (
            f'{{"parser_version": "{PARSER_VERSION}", "selection": {{}}, "changes_sha256": ""}}',
            ["--state", "failed"],
            'this one is {"states": ["failed"]}',
        ),
    ],
)
def test_a_review_of_something_else_is_refused_before_anything_is_read(
    today: Store, tmp_path: Path, reparse: Callable[..., Said], review: str, words: list[str], problem: str
) -> None:
    (tmp_path / "review.json").write_text(review)
    said = reparse(today, "--expect", tmp_path / "review.json", *words)
    assert (said.code, said.out) == (1, "")
    (line,) = said.err.splitlines()
    assert problem in line


KILLED = """
import os, signal, sys
import pipelines.reparse as running

running.BATCH = 3
apply, calls = running.apply_and_record, []

def apply_and_die(*arguments):
    calls.append(arguments)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return apply(*arguments)

running.apply_and_record = apply_and_die
from crawler.cli import main
main(sys.argv[1:], prog_name="nianbao")
"""


def in_a_child(program: str, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NIANBAO_")}
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=PROJECT,
        env={**clean, "NIANBAO_WORKERS": "1", **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_killed_it_goes_on_where_it_was_and_ends_as_if_it_had_not_been(
    older: Store, read_by_an_older_parser: Store, tmp_path: Path, reparse: Callable[..., Said]
) -> None:
    """Its report of changes is the whole one's. Another selection begins anew, and says so."""
    other = tmp_path / "other"
    other.mkdir()
    undisturbed = read_by_an_older_parser.copy_to(other)
    assert reparse(undisturbed, "--json", tmp_path / "undisturbed.json").code == 0
    killed = in_a_child(KILLED, "reparse", "--database", older.path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert older.value("SELECT done_through FROM reparse_progress") == 6
    third = tmp_path / "third"
    third.mkdir()
    other_wish = older.copy_to(third)
    again = reparse(older, "--json", tmp_path / "again.json")
    assert again.code == 0, again.err
    assert "6 candidates are applied" in again.err
    assert "reading 3 candidates" in again.err
    assert older.dump() == undisturbed.dump()
    assert changes_of(tmp_path / "again.json") == changes_of(tmp_path / "undisturbed.json")
    anew = reparse(other_wish, "--state", "read")
    assert "did not come to its end; this one begins anew" in anew.err
    assert other_wish.value("SELECT count(*) FROM reparse_progress") == 0


def test_an_empty_selection_is_not_told_what_a_killed_run_has_done(older: Store, reparse: Callable[..., Said]) -> None:
    """The killed one is still under way: the same selection goes on with it."""
    assert in_a_child(KILLED, "reparse", "--database", older.path).returncode == -signal.SIGKILL
    said = reparse(older, "--body", "乙县教育局", "--year", 2021)
    assert (said.code, said.out) == (0, "")
    assert said.err.splitlines() == [
        f"nothing to read again in {older.path}: no archived page or file matches the selection"
    ]
    assert "6 candidates are applied" in reparse(older).err


def test_what_is_put_back_on_the_way_is_no_report_newly(tmp_path: Path, reparse: Callable[..., Said]) -> None:
    """The batch that reads the first page of a report puts its other pages, read by an older parser, back."""
    other_page = FILES["0.html"].replace("一百余条".encode(), "二百余条".encode())
    store = made_by(tmp_path, {}, "1", {**FILES, "9.html": other_page})
    said = reparse(store, "--json", tmp_path / "changes.json")
    assert said.code == 0, said.err
    assert changes_of(tmp_path / "changes.json")["candidates"] == {"read": 9, "not_a_report": 1, "failed": 0}


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["--stale"], 8),
        (["--state", "failed"], 1),
        (["--state", "not_a_report", "--state", "failed"], 2),
        (["--year", 2022, "--state", "read"], 6),
        (["--body", "乙县教育局", "--body", "unregistered-丙县水利局"], 2),
        (["--body", "乙县教育局", "--year", 2021], 0),
        (["--report", "己县交通局 2021"], 1),
        (["--stale", "--report", "unregistered-甲县财政局/2022"], 1),
    ],
)
def test_a_selection_is_read_and_nothing_else(
    older: Store, reparse: Callable[..., Said], words: list[object], read: int
) -> None:
    said = reparse(older, *words)
    assert said.code == 0, said.err
    if read:
        assert f"reading {read} candidates" in said.err
    else:
        assert said.err.splitlines() == [
            f"nothing to read again in {older.path}: no archived page or file matches the selection"
        ]
    stale = older.value(f"SELECT count(*) FROM candidates WHERE parser_version <> '{PARSER_VERSION}'")
    assert stale == 8 - read + ("failed" in words), "what failed was today's parser's failure: it is not stale"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--source", "nowhere"], "--source nowhere: no such source in corpus.db"),
        (["--family", "nowhere"], "--family nowhere: no source of it in corpus.db"),
        (["--body", "某局"], "--body 某局: no such body in corpus.db"),
    ],
)
def test_a_name_that_stands_for_nothing_is_no_empty_selection(
    today: Store, reparse: Callable[..., Said], words: list[str], problem: str
) -> None:
    said = reparse(today, *words)
    assert said.code == 2
    assert problem in said.err


def test_what_another_parser_has_read_is_stale_until_it_is_read_again(
    older: Store, reparse: Callable[..., Said]
) -> None:
    line = "8 by another parser version than today's; `nianbao reparse --stale` reads them again"
    assert line in reparse(older, verb="status").out
    assert reparse(older, "--stale").code == 0
    assert "another parser version" not in reparse(older, verb="status").out
    assert "nothing to read again" in reparse(older, "--stale").err


def test_what_can_no_longer_be_read_is_named_and_ends_with_3(tmp_path: Path, reparse: Callable[..., Said]) -> None:
    broken = made_by(tmp_path, {"broken.pdf": invented}, "1", {"broken.pdf": b"%PDF-1.4\n"})
    said = reparse(broken)
    assert said.code == 3
    assert "1 had been read, and can no longer be" in said.out
    assert "    broken.pdf: read → failed (" in said.out
    assert "unregistered-壬县会议局/2022 → –" in said.out
    assert reparse(broken).code == 0, "it could not be read before either"


def test_what_is_withheld_is_counted_and_never_quoted(
    older: Store, reparse: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "withheld.csv").write_text(
        "report,scope,requested_on,reference,reason\nunregistered-乙县教育局/2022,contact,2024-05-01,17,on request\n"
    )
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    said = reparse(older, "--json", tmp_path / "changes.json")
    assert said.code == 0, said.err
    filled = changes_of(tmp_path / "changes.json")["fields"]["review.review.other"]
    assert (filled["filled"], filled["samples"]) == (1, [])
    assert "乙县教育局" not in said.out


def twice_flagged(reading: Reading) -> Reading:
    """The older parser raised a flag twice at one place, which today's does not."""
    return altered(reading, flags=tuple(Flag("published", "not_a_number", raw, "") for raw in ("一日", "二日")))


@pytest.mark.parametrize("withheld", [False, True])
def test_two_changes_at_one_place_are_two(
    withheld: bool, tmp_path: Path, reparse: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what is withheld nothing tells them apart but that there are two."""
    store = made_by(tmp_path, {"0.html": twice_flagged}, "1", {"0.html": FILES["0.html"]})
    row = "unregistered-甲县财政局/2022,contact,2024-05-01,17,on request\n" if withheld else ""
    (tmp_path / "withheld.csv").write_text("report,scope,requested_on,reference,reason\n" + row)
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    assert reparse(store, "--json", tmp_path / "changes.json").code == 0
    found = changes_of(tmp_path / "changes.json")["flags"]["not_a_number"]
    assert (found["disappeared"], len(found["samples"])) == (2, 0 if withheld else 2)


NO_NETWORK = """
import socket, sys

def refuse(event, arguments):
    asked = event in ("socket.connect", "socket.sendto") and not isinstance(arguments[1], (str, bytes))
    if asked or event == "socket.getaddrinfo":
        raise PermissionError(f"{event} in a process that asks no network")

sys.addaudithook(refuse)
"""


def test_no_network_is_touched_by_it_or_by_its_processes(older: Store, read_today: Store, tmp_path: Path) -> None:
    """Each process loads the hook at its start; the control shows that it bites. Local sockets of processes pass."""
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK)
    control = "import socket; socket.create_connection(('127.0.0.1', 9))"
    assert "asks no network" in in_a_child(control, PYTHONPATH=str(tmp_path)).stderr
    command = "import sys; from crawler.cli import main; main(sys.argv[1:])"
    done = in_a_child(command, "reparse", "--database", older.path, PYTHONPATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert older.fingerprint() == read_today.fingerprint()


KILL_THE_FORK_SERVER = """
import os, signal, sys
from multiprocessing import forkserver
from pipelines import read

load_parts, calls = read.load_parts, []

def load_and_kill(*arguments):
    calls.append(arguments)
    if len(calls) == 7:
        print("killing the fork server", file=sys.stderr)
        os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
    return load_parts(*arguments)

read.load_parts = load_and_kill
from crawler.cli import main
main(sys.argv[1:], prog_name="nianbao")
"""


def test_the_loss_of_the_fork_server_loses_no_reading(today: Store) -> None:
    """They are all children of the fork server: with it gone, Pebble takes every one of them for dead."""
    before = today.dump()
    process = in_a_child(KILL_THE_FORK_SERVER, "reparse", "--database", today.path)
    assert process.returncode == 0, process.stderr
    assert "killing the fork server" in process.stderr
    assert "Traceback" not in process.stderr
    assert "0 not read" in process.stdout
    assert today.dump() == before


def test_a_second_run_is_refused_by_name_and_a_dead_one_is_not_in_the_way(
    today: Store, reparse: Callable[..., Said]
) -> None:
    """The lock's file stays when its holder is gone; only the kernel's lock counts."""
    with run_lock(today.path, "nianbao crawl --full"):
        said = reparse(today, "--stale")
        assert said.code == 1
        (line,) = said.err.splitlines()
        assert f"in use by process {os.getpid()} (nianbao crawl --full, since" in line
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    note = {"pid": gone.pid, "command": "nianbao crawl", "since": "2026-01-01T00:00:00Z"}
    lock_path(today.path).write_text(json.dumps(note))
    assert reparse(today, "--stale").code == 0
