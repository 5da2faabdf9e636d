"""The pages of docs/ are run against the one crawl of the replica that the road's tests share."""

from __future__ import annotations

from tests.road.conftest import demo

__all__ = ["demo"]
