"""The registry: which columns of which sites are walked. A source is a row of `data/sources.csv`, not a class."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

State = Literal["active", "disabled", "unlisted", "assumed"]
"""assumed = the list's address is a guess: the replica serves it, a live crawl skips it and says so."""
Level = Literal[
    "central",
    "province",
    "province-dept",
    "prefecture",
    "prefecture-dept",
    "county",
    "county-dept",
    "township",
    "other",
]
Scope = Literal["own", "shared"]
"""own = the column of one body; shared = one column for several bodies, of which the row names one."""
SourceEvidence = Literal["observed", "inferred", "article-only"]

FAMILIES = (
    "trs",
    "vsb",
    "kunming",
    "diqing",
    "yunnan",
    "hanweb_dataproxy",
    "hanweb_nextgroup",
    "hanweb_xxgk",
    "hanweb_querylist",
    "jpaas",
    "ucap",
    "gkmlpt",
    "nfcms",
    "henan",
    "fujian",
    "hebei",
    "anhui",
    "eportal",
    "other",
)
"""The kinds of site, by DESIGN.md's slugs (the facts of each stand in SITES.md)."""


@dataclass(frozen=True, slots=True)
class Source:
    """One column of one site, as its registry row states it."""

    id: str
    body: str
    aliases: tuple[str, ...]
    """Other names that the body prints for itself; each is a fact read on its pages, never a guess."""
    division: str
    """GB/T 2260, six digits; "" for central bodies."""
    level: Level
    scope: Scope
    family: str
    list_url: str
    article_pattern: str
    """A regular expression that an article's path and query match, searched from their beginning."""
    first_year: int | None
    """The first report year that the body is due for; None = not known."""
    state: State
    evidence: SourceEvidence
    note: str

    @property
    def body_id(self) -> str:
        """Derived from content: division and name. `000000` stands for the whole country (central bodies)."""
        return f"{self.division or '000000'}-{self.body}"

    @property
    def host(self) -> str:
        return urlsplit(self.list_url).hostname or ""


COLUMNS = tuple(field.name for field in fields(Source))


class RegistryError(ValueError):
    """The registry cannot be used. `problems` holds one line for each bad cell: line, column, what was expected."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}: {problem}" for problem in problems))


def _one_of(choices: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(choice) for choice in choices))


_EXPECTED: dict[str, tuple[re.Pattern[str], str]] = {
    "id": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), "lower-case words joined by '-'"),
    "body": (re.compile(r"\S(.*\S)?"), "the body's full name"),
    "division": (re.compile(r"\d{6}|"), "six digits of GB/T 2260, or empty for a central body"),
    "level": (_one_of(get_args(Level)), "one of " + ", ".join(get_args(Level))),
    "scope": (_one_of(get_args(Scope)), "one of " + ", ".join(get_args(Scope))),
    "family": (_one_of(FAMILIES), "one of " + ", ".join(FAMILIES)),
    "first_year": (re.compile(r"(19|20)\d{2}|"), "a year, or empty"),
    "state": (_one_of(get_args(State)), "one of " + ", ".join(get_args(State))),
    "evidence": (_one_of(get_args(SourceEvidence)), "one of " + ", ".join(get_args(SourceEvidence))),
}


def _problems_of_row(row: dict[str, str], line: int, seen_ids: dict[str, int]) -> list[str]:
    def problem(column: str, expected: str) -> str:
        return f"line {line}, column {column}: expected {expected}, found {row[column]!r}"

    problems = [
        problem(column, expected)
        for column, (pattern, expected) in _EXPECTED.items()
        if not pattern.fullmatch(row[column])
    ]
    if row["id"] in seen_ids:
        problems.append(problem("id", f"an id that no other row has (line {seen_ids[row['id']]} has it)"))
    seen_ids.setdefault(row["id"], line)
    address = urlsplit(row["list_url"])
    listed = address.scheme in ("http", "https") and address.hostname
    if row["state"] == "unlisted":
        if row["list_url"]:
            problems.append(problem("list_url", "nothing, since the row's state is unlisted"))
    elif not listed:
        problems.append(problem("list_url", "an http or https address with a host"))
    if not row["division"] and row["level"] != "central":
        problems.append(problem("division", "six digits of GB/T 2260 (only a central body has none)"))
    try:
        re.compile(row["article_pattern"])
    except re.error as error:
        problems.append(problem("article_pattern", f"a regular expression ({error})"))
    return problems


def _source_of_row(row: dict[str, str]) -> Source:
    values: dict[str, object] = dict(row)
    values["aliases"] = tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip())
    values["first_year"] = int(row["first_year"]) if row["first_year"] else None
    return Source(**values)  # type: ignore[arg-type]  # each value was held against its column's pattern


def parse_sources(text: str, name: str = "sources.csv") -> tuple[Source, ...]:
    """The rows of a registry file.

    Raises RegistryError, which names every bad cell by line, column and what was expected; a file with one bad row is
    not used at all, since half a registry would be a quiet loss.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise RegistryError(name, [f"line {reader.line_num}: not readable as CSV ({error})"]) from error
    if not lines:
        raise RegistryError(name, ["line 1: expected the header " + ",".join(COLUMNS) + ", found nothing"])
    header = lines[0][1]
    if tuple(header) != COLUMNS:
        raise RegistryError(name, [f"line 1: expected the header {','.join(COLUMNS)}, found {','.join(header)}"])
    problems: list[str] = []
    sources: list[Source] = []
    seen_ids: dict[str, int] = {}
    for line, values in lines[1:]:
        if len(values) != len(COLUMNS):
            problems.append(f"line {line}: expected {len(COLUMNS)} columns, found {len(values)}")
            continue
        row = {column: value.strip() for column, value in zip(COLUMNS, values, strict=True)}
        row_problems = _problems_of_row(row, line, seen_ids)
        problems += row_problems
        if not row_problems:
            sources.append(_source_of_row(row))
    if problems:
        raise RegistryError(name, problems)
    return tuple(sources)


def load_sources(path: Path) -> tuple[Source, ...]:
    """The registry at `path` (UTF-8, with or without a byte order mark). Raises RegistryError."""
    try:
        return parse_sources(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        raise RegistryError(path.name, [f"cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise RegistryError(path.name, [f"byte {error.start}: expected UTF-8 (save the file as UTF-8)"]) from error
