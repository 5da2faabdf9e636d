"""The list of verbs: under their headings, each line whole at 80 columns, and printed without loading one of them."""

from __future__ import annotations

import subprocess
import sys

from click.testing import CliRunner

from crawler.cli import VERBS, main


def test_every_verb_stands_under_its_heading_with_its_whole_line() -> None:
    lines = CliRunner().invoke(main, ["--help"], terminal_width=80).stdout.splitlines()
    heading = ""
    listed = {}
    for line in lines:
        if line.endswith(":") and not line.startswith(" "):
            heading = line.removesuffix(":")
        elif line.startswith("  ") and (words := line.split(maxsplit=1))[0] in VERBS:
            listed[words[0]] = (heading, words[1])
    assert listed == {name: (verb.heading, verb.line) for name, verb in VERBS.items()}


def test_the_list_loads_no_verb() -> None:
    asked = (
        "import sys; from crawler.cli import main; main(['--help'], standalone_mode=False); "
        "print([name for name in sys.modules if name.startswith(('crawler.store', 'scrapy', 'rich', 'numpy'))])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
