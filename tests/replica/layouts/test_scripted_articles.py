"""The reports of the sites behind scripts and interfaces are read as what was published."""

from __future__ import annotations

import pytest

from crawler.replica.families import family_site
from tests.replica.layouts.visiting import Visitor, assert_readable

FAMILIES = (
    "hanweb_dataproxy",
    "hanweb_nextgroup",
    "hanweb_xxgk",
    "hanweb_querylist",
    "jpaas",
    "ucap",
    "gkmlpt",
    "fujian",
)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("year", [2020, 2022])
def test_a_report_is_readable(family, year):
    assert_readable(Visitor(family_site(family)), year)
