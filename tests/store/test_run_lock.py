"""One run at a time, held by the kernel."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.store.errors import StoreError
from crawler.store.run_lock import lock_path, run_lock

_HOLD = """
import sys
from pathlib import Path
from crawler.store.run_lock import run_lock
with run_lock(Path(sys.argv[1]), "nianbao crawl --full"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_holds_the_lock_and_kill_9_releases_it(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(StoreError, match=rf"process {holder.pid} \(nianbao crawl --full, since 20"),
            run_lock(path, ""),
        ):
            pytest.fail("two runs hold one database")
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        holder.stdout.close()
        holder.stdin.close()
    with run_lock(path, "nianbao reparse"):
        assert "nianbao reparse" in lock_path(path).read_text()


def test_a_lock_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"), run_lock(tmp_path / "none" / "x.db", "crawl"):
        pytest.fail("there is no such directory")
