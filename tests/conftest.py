"""What tests of several folders share: a registry row to vary, and a loopback web that misbehaves on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from crawler.sources import Source
from tests.net import loopback as loopback_module
from tests.registry_rows import KUNMING


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
