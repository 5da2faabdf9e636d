"""`nianbao reparse`: from the bytes alone, as often as one likes, stopped or not, to the same database."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from crawler.store.run_lock import lock_path, run_lock
from tests.road.command_line import PROJECT, SECONDS, fingerprint_of, nianbao
from tests.road.conftest import Demo
from tests.road.test_killed import kill_at


@pytest.fixture
def database(demo: Demo, tmp_path: Path) -> Path:
    return demo.copy_to(tmp_path)


def candidates_of(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM candidates").fetchone()[0])


def test_killed_and_then_run_again_it_gives_the_same_database(database: Path, demo_fingerprint: str) -> None:
    """The kill comes when the first readings are about to be stored, the others are still with the processes."""
    kill_at("pipelines.read:apply_readings:1:before", "reparse", "--database", database)
    answer = nianbao("reparse", "--database", database)
    assert answer.code == 0, answer.err
    assert f"reading {candidates_of(database)} candidates" in answer.err
    assert fingerprint_of(database) == demo_fingerprint


def test_stale_reads_only_what_another_parser_version_has_read(database: Path, demo_fingerprint: str) -> None:
    answer = nianbao("reparse", "--stale", "--database", database)
    assert answer.code == 0, answer.err
    assert "reading 0 candidates" in answer.err
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE candidates SET parser_version = '0' WHERE sequence <= 2")
    answer = nianbao("reparse", "--stale", "--database", database)
    assert answer.code == 0, answer.err
    assert "reading 2 candidates" in answer.err
    assert fingerprint_of(database) == demo_fingerprint


KILL_THE_FORK_SERVER = """
import os, signal, sys
from multiprocessing import forkserver
from pipelines import read

load_parts, calls = read.load_parts, []

def load_and_kill(*arguments):
    calls.append(arguments)
    if len(calls) == 30:
        print("killing the fork server", file=sys.stderr)
        os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
    return load_parts(*arguments)

read.load_parts = load_and_kill
from crawler.cli import main
main(sys.argv[1:], prog_name="nianbao")
"""


def test_the_loss_of_the_fork_server_loses_no_reading(database: Path, demo_fingerprint: str) -> None:
    """They are all children of the fork server: with it gone, Pebble takes every one of them for dead."""
    process = subprocess.run(
        [sys.executable, "-c", KILL_THE_FORK_SERVER, "reparse", "--database", database],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert "killing the fork server" in process.stderr
    assert "Traceback" not in process.stderr
    assert "0 not read" in process.stdout
    assert fingerprint_of(database) == demo_fingerprint


def test_a_second_run_is_refused_by_name_and_a_dead_one_is_not_in_the_way(database: Path) -> None:
    """The lock's file stays when its holder is gone; only the kernel's lock counts."""
    with run_lock(database, "nianbao crawl --full"):
        for words in (["reparse"], ["crawl", "--replica"]):
            answer = nianbao(*words, "--database", database)
            assert answer.code == 1, answer.out
            (line,) = [line for line in answer.err.splitlines() if line.startswith("nianbao:")]
            assert f"in use by process {os.getpid()} (nianbao crawl --full, since" in line
            assert "Traceback" not in answer.err
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    note = {"pid": gone.pid, "command": "nianbao crawl", "since": "2026-01-01T00:00:00Z"}
    lock_path(database).write_text(json.dumps(note))
    answer = nianbao("reparse", "--stale", "--database", database)
    assert answer.code == 0, answer.err
