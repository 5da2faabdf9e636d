"""One store for all exports, opened for reading as the command opens it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.codebook import read_codebook
from crawler.store.database import Pair, close_pair, raw_path, read_pair
from crawler.store.export.data_package import Format
from crawler.store.export.export import Exported, Order, export
from tests.store.export.corpus import build_odd_corpus

CREATED = "2026-01-02T03:04:05Z"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read only: a test that changes it takes `copied_store`."""
    path = tmp_path_factory.mktemp("exported") / "mine.db"
    build_odd_corpus(path, "live")
    return path


@pytest.fixture
def copied_store(store: Path, tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    for file, copy in ((store, path), (raw_path(store), raw_path(path))):
        shutil.copy(file, copy)
    return path


@pytest.fixture
def pair_of_store(store: Path) -> Iterator[Pair]:
    pair = read_pair(store)
    yield pair
    close_pair(pair)


@pytest.fixture
def exported(pair_of_store: Pair, tmp_path: Path) -> Callable[..., Path]:
    """Write an export of the store. Returns where."""

    def write(format: Format, name: str = "", **changes: object) -> Path:
        place = tmp_path / (name or format)
        done: Exported = export(
            pair_of_store,
            read_codebook(),
            Order(format=format, output=place, **{"created": CREATED, **changes}),  # type: ignore[arg-type]
        )
        assert done.package.is_file()
        return place

    return write
