"""What tests of several folders share: a registry row to vary, and a loopback web that misbehaves on purpose."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from crawler.sources import Source
from tests.net import loopback as loopback_module
from tests.registry_rows import KUNMING

AS_INSTALLED = Path(__file__).with_name("as_installed")
"""Hides what the benchmarks alone want from every process that a test starts (see the files in it)."""


def pytest_configure() -> None:
    # A process of pytest-xdist inherits what its parent has set already.
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(AS_INSTALLED) not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join([str(AS_INSTALLED), *filter(None, paths)])
    # Containers often forbid byte code. Then each of the hundreds of processes that tests start compiles the whole
    # program anew, which no user's installation does (half a second for each crawl, as measured).
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


@pytest.fixture(scope="session")
def source() -> Callable[..., Source]:
    """A registry row, with the fields that a test is about."""

    def made(**changes: object) -> Source:
        return replace(KUNMING, **changes)  # type: ignore[arg-type]

    return made


@pytest.fixture(scope="session")
def loopback() -> ModuleType:
    return loopback_module


@pytest.fixture
def web(tmp_path: Path) -> Iterator[loopback_module.Web]:
    web = loopback_module.Web(tmp_path)
    yield web
    web.close()
