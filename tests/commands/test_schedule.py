"""`nianbao schedule` prints what a nightly run needs, and installs nothing."""

from __future__ import annotations

import configparser
from pathlib import Path

from click.testing import CliRunner

from crawler.commands.schedule import crontab_line, schedule, systemd_units


def sections(units: str) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(units)
    return {name: dict(parser[name]) for name in parser.sections()}


def test_the_timer_starts_the_service_at_the_hour() -> None:
    units = sections(systemd_units("/venv/bin/nianbao crawl", "me@example.org", 3, 5, "harvester"))
    assert units["Timer"]["OnCalendar"] == "*-*-* 03:05:00"
    assert units["Timer"]["Persistent"] == "true"
    assert units["Service"]["ExecStart"] == "/venv/bin/nianbao crawl"
    assert units["Service"]["Environment"] == '"NIANBAO_CONTACT=me@example.org"'
    assert units["Service"]["User"] == "harvester"


def test_the_crontab_line_has_five_times_and_no_bare_percent_sign() -> None:
    line = crontab_line("/venv/bin/nianbao crawl", "me+100%@example.org", 1, 30, Path("/var/a b/nightly.log"))
    assert line.startswith("30 1 * * * cd ")
    assert r"100\%" in line
    assert "'/var/a b/nightly.log'" in line


def test_without_a_contact_it_says_what_to_put_in() -> None:
    answer = CliRunner().invoke(schedule, [], env={"NIANBAO_CONTACT": ""})
    assert answer.exit_code == 0
    assert answer.output.startswith("# NIANBAO_CONTACT is not set")
