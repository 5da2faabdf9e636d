"""The generator's own facts: labels of the forms, wordings of real reports. Data files beside this module."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")


@cache
def facts(name: str) -> Any:
    """The content of data/NAME.json; read once, and never to be changed by a caller."""
    return json.loads((_DATA / f"{name}.json").read_text("utf-8"))
