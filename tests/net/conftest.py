from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from crawler.sources import Source

KUNMING = Source(
    id="kunming-zwfw",
    body="昆明市政务服务管理局",
    aliases=("昆明市政务服务局",),
    division="530100",
    level="prefecture-dept",
    scope="own",
    family="kunming",
    list_url="https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/",
    article_pattern=r"/c/\d{4}-\d{2}-\d{2}/\d+\.shtml$",
    first_year=2016,
    state="active",
    evidence="inferred",
    note="",
)


@pytest.fixture(scope="session")
def loopback() -> ModuleType:
    """tests/net/loopback.py, which two folders of tests share."""
    name = "nianbao_tests_loopback"
    if name not in sys.modules:
        path = Path(__file__).resolve().parents[1] / "net" / "loopback.py"
        specification = importlib.util.spec_from_file_location(name, path)
        assert specification is not None and specification.loader is not None
        module = importlib.util.module_from_spec(specification)
        sys.modules[name] = module
        specification.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def source() -> Callable[..., Source]:
    """A registry row, with the fields that a test is about."""

    def made(**changes: object) -> Source:
        return replace(KUNMING, **changes)  # type: ignore[arg-type]

    return made


@pytest.fixture
def web(loopback: ModuleType, tmp_path: Path) -> Iterator[object]:
    web = loopback.Web(tmp_path)
    yield web
    web.close()
