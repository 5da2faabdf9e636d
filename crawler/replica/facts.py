"""The replica's data files, read once: forms, seeds, sites, prose, and what every page carries."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def facts(name: str) -> Any:
    """The JSON of `data/NAME.json`. The caller knows its shape; each file says in `about` what it holds."""
    return json.loads((files("crawler.replica") / "data" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def template(name: str) -> str:
    """The text of `data/NAME`."""
    return (files("crawler.replica") / "data" / name).read_text(encoding="utf-8")
