"""One row's cells change; every other byte of the registry stays as whoever keeps it wrote it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.registry_file import change_row, with_cells
from crawler.sources import COLUMNS, RegistryError, load_sources

HEADER = ",".join(COLUMNS)
FIRST = 'a,甲"局,,530100,prefecture-dept,own,trs,http://a.cn/nb/,/nb/t\\d+\\.html$,,,plain,,active,inferred,'
QUOTED = (
    'b,"乙局",,530100,prefecture-dept,own,trs,http://b.cn/nb/,"/nb/t\\d{1,9}\\.html$",,,plain,,active,inferred,'
    '"says ""共, 37 条"";\r\nsecond line"'
)
LAST = " c ,丙局,,530100,prefecture-dept,own,trs,http://c.cn/nb/,/nb/t\\d+\\.html$,,,plain,,disabled,inferred,old"
TEXTS = {
    "ends without a line end": "\n".join([HEADER, FIRST, QUOTED, LAST]),
    "ends with one": "\n".join([HEADER, FIRST, QUOTED, LAST, ""]),
    "Windows": "\r\n".join([HEADER, FIRST, QUOTED, LAST, ""]),
    "byte order mark and empty lines": "\ufeff" + "\n".join([HEADER, "", FIRST, QUOTED, "", LAST, "", ""]),
}
every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())


@every_text
@pytest.mark.parametrize(
    ("source_id", "before", "after"),
    [
        ("a", FIRST, FIRST.replace("active,inferred,", "disabled,inferred,gone")),
        ("b", QUOTED, QUOTED[: QUOTED.index("active")] + "disabled,inferred,gone"),
        ("c", LAST, LAST.removesuffix("old") + "gone"),
    ],
)
def test_only_the_rows_own_cells_change(text: str, source_id: str, before: str, after: str) -> None:
    assert with_cells(text, source_id, {"note": "gone", "state": "disabled"}) == text.replace(before, after)


@every_text
@given(note=st.text(alphabet='a ,"\r\n;年', max_size=12))
def test_what_is_written_is_read_again(text: str, note: str) -> None:
    changed = with_cells(text, "b", {"note": note})
    rows = [row for row in csv.reader(io.StringIO(changed.removeprefix("\ufeff"), newline=""), strict=True) if row]
    assert [row[-1] for row in rows] == ["note", "", note, "old"]
    assert changed.startswith(text[: text.index('"says')])
    assert changed.endswith(text[text.index("second line") + len('second line"') :])


def test_a_row_that_is_not_there_is_named() -> None:
    with pytest.raises(RegistryError, match="d: no such source"):
        with_cells(TEXTS["ends with one"], "d", {"note": "x"})


def test_the_file_keeps_its_rights_and_nothing_else_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(TEXTS["Windows"].encode())
    path.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(path.name)
    change_row(link, "a", {"state": "disabled"})
    assert link.is_symlink()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link.csv", "sources.csv"]
    assert path.stat().st_mode & 0o777 == 0o640
    assert [source.state for source in load_sources(path)] == ["disabled", "active", "disabled"]


def test_whoever_reads_the_file_meanwhile_sees_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(TEXTS["Windows"].encode())
    with path.open("rb") as reader:
        begun = reader.read(40)
        change_row(path, "a", {"note": "x" * 100_000})
        assert begun + reader.read() == TEXTS["Windows"].encode()


def test_a_change_that_would_spoil_the_registry_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(TEXTS["Windows"].encode())
    with pytest.raises(RegistryError, match=r"sources\.csv: line 2, column state"):
        change_row(path, "a", {"state": "off"})
    assert path.read_bytes() == TEXTS["Windows"].encode()
    assert [file.name for file in tmp_path.iterdir()] == ["sources.csv"]
