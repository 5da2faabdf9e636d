"""Where an export is written: under a temporary name in the same folder, renamed when all of it is on the disk.

An export is a folder of files, or for SQLite and WARC one file with its package beside it. A run that is killed leaves
a folder `.NAME.unfinished-…` and nothing under the final name; the next export of this name takes that folder away. A
folder that is being written is locked by its process (flock), so that nobody takes it from under it.
"""

from __future__ import annotations

import fcntl
import glob
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.store.errors import StoreError

PACKAGE = "datapackage.json"
PACKAGE_NAME = "nianbao-export"
"""What our own package is called in itself: --force takes away nothing else."""


@dataclass(frozen=True, slots=True)
class Target:
    path: Path
    file_name: str | None
    """The one file of an export whose `path` names a file; None: `path` is a folder."""

    @property
    def package_path(self) -> Path:
        """Where the package ends up."""
        return self.path / PACKAGE if self.file_name is None else self.path.with_name(f"{self.file_name}.{PACKAGE}")


def target_of(path: Path, suffixes: tuple[str, ...], *, force: bool) -> Target:
    """`suffixes`: what the name of a single file ends with; () = the format is always a folder.

    Raises StoreError where nothing can be written, where something stands already, or (with `force`) where what stands
    there is no earlier export.
    """
    path = Path.cwd() / path
    target = Target(path, path.name if path.name.endswith(suffixes) else None) if suffixes else Target(path, None)
    folder = path.parent
    if not path.name:
        raise StoreError(f"{path}: no place for an export; name a new folder with --output")
    if not folder.is_dir():
        raise StoreError(f"{folder}: no such directory; make it, or name another --output")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"{folder}: this directory cannot be written; change its rights or name another --output")
    if not path.exists() and not target.package_path.exists():
        return target
    if not force:
        raise StoreError(f"{path}: already there; name another --output, or replace it with --force")
    if not _is_export(target):
        raise StoreError(f"{path}: no earlier export, so --force does not replace it; name another --output")
    return target


@contextmanager
def staged(target: Target) -> Iterator[Path]:
    """A new folder to write into. Left without an exception, what is in it takes the target's name; else it is gone.

    Raises StoreError where the disk does not take it.
    """
    unfinished = target.path.with_name(f"{_unfinished(target)}{secrets.token_hex(4)}")
    try:
        _take_away_leftovers(target)
        unfinished.mkdir()
        try:
            with _locked(unfinished):
                yield unfinished
                for file in unfinished.iterdir():
                    _flush(file)
                _put_in_place(unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"{target.path}: cannot be written ({reason}); nothing is left of it") from error


def _unfinished(target: Target) -> str:
    return f".{target.path.name}.unfinished-"


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Hold a folder for this process; False where another one holds it. The kernel lets go of it when that ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _take_away_leftovers(target: Target) -> None:
    """What killed runs left of exports of this name. One that was killed between its two renames had put the export of
    before aside: that one gets its name back."""
    own = re.compile(re.escape(_unfinished(target)) + r"[0-9a-f]{8}(-former)?")
    for folder in sorted(target.path.parent.glob(f"{glob.escape(_unfinished(target))}*")):
        found = own.fullmatch(folder.name)
        if found is None or folder.is_symlink() or not folder.is_dir():
            continue
        with _locked(folder) as left_over:
            if not left_over:
                continue
            if found[1] and not target.path.exists():
                folder.rename(target.path)
            else:
                shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(unfinished: Path, target: Target) -> None:
    if target.file_name is None:
        former = target.path.with_name(f"{unfinished.name}-former")
        if target.path.exists():
            target.path.rename(former)
        unfinished.rename(target.path)
        shutil.rmtree(former, ignore_errors=True)
        return
    # The package goes first: where the file stands, all of the export stands.
    (unfinished / PACKAGE).replace(target.package_path)
    (unfinished / target.file_name).replace(target.path)


def _is_export(target: Target) -> bool:
    """Whether what stands there is ours: a package of this name that lists every file of the folder."""
    try:
        package = json.loads(target.package_path.read_text(encoding="utf-8"))
        listed = {resource["path"] for resource in package["resources"]} | {PACKAGE}
        ours: bool = package["name"] == PACKAGE_NAME
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if target.file_name is not None:
        return ours and target.path.is_file() and target.file_name in listed
    return ours and target.path.is_dir() and {file.name for file in target.path.iterdir()} <= listed


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
