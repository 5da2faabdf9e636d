"""One run at a time on one database."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from crawler.store.errors import StoreError
from crawler.store.moments import stored_moment


def lock_path(path: Path) -> Path:
    """`data/reports.db` → `data/reports.db.lock`."""
    return path.with_name(path.name + ".lock")


@contextmanager
def run_lock(path: Path, holder: str) -> Iterator[None]:
    """Hold the database at `path` for one run; `holder` is the command that runs.

    The lock is the kernel's (flock), so it falls with the process, kill -9 included; the file beside the database only
    says who holds it, and stays. Raises StoreError naming the holder when another run has it.
    """
    file = lock_path(path)
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror}); check the directory's rights") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{path}: in use by {_holder(file)}; wait until it ends, or end it") from error
        note = {"pid": os.getpid(), "command": holder, "since": stored_moment(datetime.now(UTC))}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(note, ensure_ascii=False).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _holder(file: Path) -> str:
    try:
        note = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return "another run (it has not yet written who it is)"
    return f"process {note['pid']} ({note['command']}, since {note['since'][:19]}Z)"
