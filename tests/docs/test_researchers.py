"""docs/researchers.md, run as a reader runs it: every block in order, and every output as the page prints it.

Three kinds of lines are not run, and each is held to what it names instead: `make VERB` (a verb of the Makefile; the
crawl of the demonstration is the one that all tests share), the start of the environment (the Makefile's own), and the
installation of packages (the project's lock has them, and the blocks then import them). `export` sets an environment
variable that the configuration must know. Any other line that is no plain `nianbao` command is a fault of the page.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from crawler.configuration import Configuration
from crawler.overrides import parse_overrides
from crawler.registry_csv import RegistryError
from crawler.successions import parse_successions
from crawler.withholdings import parse_withholdings
from tests.docs.page_blocks import RUN, Block, blocks_of, commands_of
from tests.road.command_line import PROJECT
from tests.road.conftest import Demo

PAGE = PROJECT / "docs" / "researchers.md"
HOME = "/home/you/nianbao"
"""What the page calls the checkout."""
BLOCKS = blocks_of(PAGE.read_text(encoding="utf-8"))
LOOSE = (
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?( UTC|Z)?"), "MOMENT"),
    (re.compile(r"\[\d{4}-\d\d-\d\d\]"), "[DAY]"),
    (re.compile(r"nianbao \d+\.\d+\.\d+, parser \w+"), "nianbao VERSION"),
)
"""The clock, and the versions of the program: all else is compared letter by letter."""
STATED = {"successions": parse_successions, "overrides": parse_overrides, "withheld": parse_withholdings}


@dataclass
class Session:
    """A process of page_session.py."""

    process: subprocess.Popen[str]

    def run(self, language: str, code: str | list[str]) -> tuple[int, str]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([language, code]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"page_session.py ended at: {code}"
        result, said = json.loads(answer)
        return result, said


@dataclass(frozen=True)
class Reader:
    """Somebody who follows the page, in a folder of his own."""

    folder: Path
    shell: Session
    notebook: Session

    def run(self, block: Block) -> str:
        """What a terminal shows. Fails where a command or code does."""
        if block.language != "bash":
            code, said = self.notebook.run(block.language, block.text)
            assert code == 0, f"line {block.line} of the page: {said}"
            return said
        return "".join(self.command(line, block) for line in commands_of(block.text))

    def command(self, line: str, block: Block) -> str:
        words = shlex.split(line)
        if words[0] != "nianbao":
            problem = problem_of_setup(words)
            assert problem is None, f"line {block.line} of the page: {line}: {problem}"
            return ""
        assert not set("|<>&;$`*") & set(line), f"line {block.line} of the page: not a plain command: {line}"
        code, said = self.shell.run("bash", words[1:])
        assert code == 0, f"line {block.line} of the page: {line}: {code}: {said}"
        return said


def problem_of_setup(words: list[str]) -> str | None:
    """Why a line that is not run is not what it should be."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    match words:
        case ["make", verb]:
            return None if re.search(rf"^{re.escape(verb)}:.*## ", makefile, re.MULTILINE) else "no such verb"
        case [".", script]:
            found = re.search(r"^VENV := (.+)$", makefile, re.MULTILINE)
            return None if found and script == f"{found[1]}/bin/activate" else "not the Makefile's environment"
        case ["python", "-m", "pip", "install", *packages]:
            extras = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
            known = {re.split(r"[^\w-]", name)[0] for name in extras["optional-dependencies"]["dev"]}
            return None if packages and set(packages) <= known else f"not of the dev lock: {set(packages) - known}"
        case ["export", setting]:
            name = setting.partition("=")[0].removeprefix("NIANBAO_").lower()
            return None if name in Configuration.model_fields else "no such setting"
    return "no command that this test knows"


def as_compared(output: str, folder: Path | None = None) -> str:
    if folder is not None:
        output = output.replace(str(folder), HOME)
    for pattern, name in LOOSE:
        output = pattern.sub(name, output)
    return "\n".join(line.rstrip() for line in output.strip("\n").splitlines())


LOOK = """
import json
from matplotlib.image import imread
drawn, shown = (imread(path)[..., :3] for path in ("chart.png", {on_the_page!r}))
ink = (drawn < 0.95).any(axis=2)
colours = len({{tuple(colour) for colour in (drawn[ink] * 8).astype(int)}})
other = float((abs(drawn - shown) > 0.1).any(axis=2).mean()) if drawn.shape == shown.shape else 1.0
print(json.dumps([drawn.shape[:2], float(ink.mean()), colours, other]))
"""


@dataclass(frozen=True)
class Followed:
    """The page, followed to its end: what is left."""

    folder: Path
    outputs: dict[int, str]
    """line → what its block printed"""
    chart: tuple[list[int], float, int, float]
    """Height and width; share of inked pixels; colours; share that differs from the picture on the page."""


@contextmanager
def a_reader(demo: Demo, folder: Path) -> Iterator[Reader]:
    data = folder / "data"
    data.mkdir()
    demo.copy_to(data)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO_", "PYTHON"))}
    # The commands as a user's installation has them, the notebook with pandas: see tests/as_installed.
    paths = {"commands": [str(PROJECT), os.environ["PYTHONPATH"]], "python": []}
    sessions = {
        kind: subprocess.Popen(
            [sys.executable, PROJECT / "tests" / "docs" / "page_session.py", kind],
            cwd=folder,
            env={
                **clean,
                "NIANBAO_DATA": str(data),
                "COLUMNS": "160",
                "MPLBACKEND": "Agg",
                "PYTHONPATH": os.pathsep.join(path),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind, path in paths.items()
    }
    try:
        yield Reader(folder, Session(sessions["commands"]), Session(sessions["python"]))
    finally:
        for process in sessions.values():
            process.communicate(timeout=60)


@pytest.fixture(scope="session")
def followed(demo: Demo, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Followed:
    """The whole page in its order, once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "reader-of-the-page"
    said = folder / "said.json"
    with FileLock(f"{folder}.lock"):
        if not said.is_file():
            shutil.rmtree(folder, ignore_errors=True)  # of a process whose reader failed
            folder.mkdir()
            with a_reader(demo, folder) as reader:
                outputs = {block.line: reader.run(block) for block in BLOCKS if block.language in RUN}
                code, look = reader.notebook.run("python", LOOK.format(on_the_page=str(PAGE.with_name("chart.png"))))
                assert code == 0, look
            said.write_text(json.dumps([outputs, json.loads(look)]), encoding="utf-8")
    outputs, chart = json.loads(said.read_text(encoding="utf-8"))
    return Followed(folder, {int(line): output for line, output in outputs.items()}, tuple(chart))


def test_every_output_is_the_one_on_the_page(followed: Followed) -> None:
    told = [block for block in BLOCKS if block.printed is not None]
    assert len(told) >= 12
    for block in told:
        printed = as_compared(followed.outputs[block.line], followed.folder)
        assert printed == as_compared(block.printed or ""), f"line {block.line} of the page"


def test_what_a_block_prints_is_told(followed: Followed) -> None:
    """Code that prints, and whose output the page does not show, would leave the reader alone with it."""
    silent = {block.line for block in BLOCKS if block.language in ("python", "sql") and block.printed is None}
    assert not {line: followed.outputs[line] for line in silent if followed.outputs[line]}


def test_the_charts_have_ink_and_are_one(followed: Followed) -> None:
    drawn = (followed.folder / "chart.png").read_bytes()
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert drawn == (followed.folder / "chart-duckdb.png").read_bytes()
    size, inked, colours, other = followed.chart
    assert size == [288, 720]
    assert 0.05 < inked < 0.5 and colours > 20, "five lines and five bars, each of its colour, and black words"
    assert other < 0.0002, "the picture on the page is another than its code draws: save the new one to docs/"


def test_what_left_the_store_for_the_paper_is_whole(followed: Followed) -> None:
    paper, corpus = followed.folder / "paper", followed.folder / "corpus"
    assert json.loads((paper / "datapackage.json").read_bytes())["created"] == "2026-01-31T00:00:00Z"
    for name in ("panel", "long", "texts", "codebook"):
        assert (paper / f"{name}.parquet").read_bytes() == (corpus / f"{name}.parquet").read_bytes(), "one store"
    assert (followed.folder / "paper.warc.gz").stat().st_size > 100_000


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "csv"], ids=lambda block: block.line)
def test_the_rows_that_the_page_shows_could_stand_in_the_files(block: Block) -> None:
    files = [
        name
        for name in STATED
        if (PROJECT / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] == block.text.splitlines()[0]
    ]
    assert len(files) == 1
    try:
        assert len(STATED[files[0]](block.text)) == 1
    except RegistryError as error:
        pytest.fail(str(error))


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    assert {block.language for block in BLOCKS} == {*RUN, "csv"}


@pytest.mark.parametrize(
    "line",
    ["make dmeo", "maek demo", ". .venv/bin/actviate", "python -m pip install pandsa", "export NIANBAO_CONTCAT=a@b"],
)
def test_a_misprint_in_a_line_that_is_not_run_is_found(line: str) -> None:
    assert problem_of_setup(shlex.split(line)) is not None
