"""`nianbao verify` as a user meets it: lines, JSON, exit codes; the faults themselves are tests/store/verify's."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.commands.compact import compact
from crawler.commands.verify import verify
from crawler.store.database import close_pair, open_pair, raw_path
from crawler.store.raw.blobs import keep_blobs
from crawler.store.raw.training import PAGES_NEEDED
from crawler.store.search.index import ensure_index

WITHOUT_READING = ("--only", "rows", "--only", "bytes", "--only", "index")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "mine.db"
    pair = open_pair(path, origin="live")
    ensure_index(pair.browse)
    close_pair(pair)
    return path


@pytest.fixture
def run(store: Path) -> Callable[..., Result]:
    def verify_it(*arguments: str) -> Result:
        return CliRunner().invoke(verify, [*arguments, "--database", str(store)])

    return verify_it


def test_a_sound_store_ends_with_0_and_one_line(run: Callable[..., Result]) -> None:
    answer = run(*WITHOUT_READING)
    assert answer.exit_code == 0
    assert answer.stdout.count("\n") == 1 and "all of it holds" in answer.stdout


def test_a_fault_is_a_line_and_the_exit_code_3(run: Callable[..., Result], store: Path) -> None:
    connection = sqlite3.connect(raw_path(store))
    connection.execute("UPDATE store_info SET created = 'before'")
    connection.commit()
    answer = run("--only", "rows")
    assert answer.exit_code == 3
    assert answer.stdout.startswith("rows: the two files disagree: store_info") and "1 faults" in answer.stdout
    said = json.loads(run("--only", "rows", "--json").stdout)
    assert (said["holds"], said["parts"], len(said["faults"])) == (False, ["rows"], 1)
    assert said["faults"][0]["remedy"]


@pytest.mark.parametrize("arguments", [("--only", "everything"), ("--sample", "0")])
def test_bad_usage_ends_with_2(arguments: tuple[str, ...], run: Callable[..., Result]) -> None:
    assert run(*arguments).exit_code == 2


def test_what_cannot_be_opened_ends_with_1_and_one_line(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"no database at all" * 400)
    (tmp_path / "no-raw.db").write_bytes(b"no database at all" * 400)
    answer = CliRunner().invoke(verify, ["--database", str(tmp_path / "no.db")])
    assert answer.exit_code == 1
    assert answer.stderr.count("\n") == 1 and "Traceback" not in answer.stderr


def test_a_control_sequence_in_a_stored_text_does_not_reach_the_terminal(
    run: Callable[..., Result], store: Path
) -> None:
    connection = sqlite3.connect(store)
    connection.execute(
        "INSERT INTO captures (id, kind, name, fetched_at, last_checked, sha256, size, read_state) "
        "VALUES ('a', 'file', ?, '2024', '2024', 'ab', 1, 'failed')",
        ["\x1b[2J\nyear.html"],
    )
    connection.commit()
    answer = run("--only", "bytes")
    assert answer.exit_code == 3
    assert "\x1b" not in answer.stdout and answer.stdout.count("\n") == 2


def test_compact_gives_the_space_back(store: Path) -> None:
    frame = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(40))
    pages = [f"<html>{frame}<p>{number}</p>".encode() for number in range(3 * PAGES_NEEDED)]
    pair = open_pair(store, origin="live")
    keep_blobs(pair, pages, ["trs/page"] * len(pages))
    close_pair(pair)
    before = raw_path(store).stat().st_size
    answer = CliRunner().invoke(compact, ["--database", str(store)])
    assert answer.exit_code == 0, answer.output
    assert raw_path(store).stat().st_size < before / 2
    assert CliRunner().invoke(verify, [*WITHOUT_READING, "--database", str(store)]).exit_code == 0
