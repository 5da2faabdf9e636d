"""`nianbao overrides` at the command line."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from crawler.cli import main
from tests.browse.corpus import build_corpus


def test_a_folder_is_printed_as_it_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "[" / "b]"
    folder.mkdir(parents=True)
    (folder / "overrides.csv").write_text("what,action,value,date,by,reason\n", encoding="utf-8")
    build_corpus(tmp_path / "mine.db", "live")
    words = ["overrides", "--database", str(tmp_path / "mine.db"), "--registry", str(folder / "sources.csv")]
    listed = CliRunner().invoke(main, words)
    assert listed.exit_code == 0, listed.output
    assert listed.stderr == f"{folder / 'overrides.csv'} differs from it in 1 rows: `nianbao overrides apply`\n"
