"""What the README, the Makefile and the locks promise is true of the tree."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from crawler.cli import VERBS, main

PROJECT = Path(__file__).resolve().parent.parent
READMES = [PROJECT / "README.md", PROJECT / "README.zh-CN.md"]
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
MAKE_VERBS = [
    "setup",
    "demo",
    "crawl",
    "browse",
    "status",
    "reparse",
    "accuracy",
    "test",
    "soak",
    "lint",
    "bench",
    "clean",
]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_verb_of_the_command_line_is_in_the_readme_and_no_other(readme: Path) -> None:
    said = set(re.findall(r"^\| `nianbao ([a-z]+)", readme.read_text(encoding="utf-8"), re.MULTILINE))
    assert said == set(VERBS)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_options_that_the_readme_names_exist(readme: Path) -> None:
    for line in re.findall(r"^\| `nianbao ([^`]+)`", readme.read_text(encoding="utf-8"), re.MULTILINE):
        command = main.get_command(click.Context(main), line.split()[0])
        assert command is not None
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= known, line


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_explains_itself(verb: str) -> None:
    command = main.get_command(click.Context(main), verb)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{verb} {parameter.name}"


@pytest.mark.parametrize("verb", MAKE_VERBS)
def test_every_make_verb_makes_its_environment_and_is_explained(verb: str) -> None:
    rule = re.search(rf"^{verb}:(?P<needs>[^#\n]*)## \S", MAKEFILE, re.MULTILINE)
    assert rule is not None
    if verb != "clean":
        assert "$(VENV)/installed" in rule["needs"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_pin_with_hashes_and_name_no_address(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "an option of the installer in the lock"
    requirements = re.findall(r"^(\S+?)==(\S+)((?:.*\\\n)+)", text, re.MULTILINE)
    assert len(requirements) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    names = {name.lower().replace("_", "-") for name, _, _ in requirements}
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.match(r"[A-Za-z0-9_.-]+", line)[0].lower().replace("_", "-") for line in project["dependencies"]}  # type: ignore[index]
    assert wanted <= names


def test_continuous_integration_calls_the_readme_commands() -> None:
    script = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    assert {"make lint", "make test"} <= set(script.splitlines())


def test_no_tracked_file_holds_a_path_of_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: nothing says which files are tracked")
    strangers = [str(PROJECT), *(f"{home}/" for home in [Path.home()] if home != Path("/"))]
    found = []
    for name in listed.stdout.splitlines():
        path = PROJECT / name
        if not path.is_file():
            continue
        data = path.read_bytes()
        found += [(name, stranger) for stranger in strangers if stranger.encode() in data]
    assert found == []
