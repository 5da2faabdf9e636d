"""The registry: which columns of which sites are walked. A source is a row of `data/sources.csv`, not a class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from crawler.registry_csv import RegistryError, read_registry_file, registry_rows
from crawler.registry_rules import division_problems, pattern_problems

__all__ = ["COLUMNS", "FAMILIES", "RegistryError", "Source", "State", "load_sources", "parse_sources"]

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
Rendering = Literal["plain", "browser"]
"""browser = the list is drawn by scripts alone: its pages are asked through Chromium (the `[js]` extra)."""

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
    branch_pattern: str
    """The same for the column's sub-columns (one a year, or year × kind); "" = the column has none."""
    report_titles: str
    """The column's own rule: a regular expression for the titles that it gives to the body's reports where they do not
    say it themselves (`2023年`); "" = the title, or the page behind it, must say."""
    rendering: Rendering
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


def _one_of(choices: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(choice) for choice in choices))


_EXPECTED: dict[str, tuple[re.Pattern[str], str]] = {
    "id": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), "lower-case words joined by '-'"),
    "body": (re.compile(r"\S(.*\S)?"), "the body's full name"),
    "division": (re.compile(r"\d{6}|"), "six digits of GB/T 2260, or empty for a central body"),
    "level": (_one_of(get_args(Level)), "one of " + ", ".join(get_args(Level))),
    "scope": (_one_of(get_args(Scope)), "one of " + ", ".join(get_args(Scope))),
    "family": (_one_of(FAMILIES), "one of " + ", ".join(FAMILIES)),
    "rendering": (_one_of(get_args(Rendering)), "one of " + ", ".join(get_args(Rendering))),
    "first_year": (re.compile(r"(19|20)\d{2}|"), "a year, or empty"),
    "state": (_one_of(get_args(State)), "one of " + ", ".join(get_args(State))),
    "evidence": (_one_of(get_args(SourceEvidence)), "one of " + ", ".join(get_args(SourceEvidence))),
}


@dataclass(slots=True)
class _Seen:
    """What stands once in a registry → the line that has it."""

    ids: dict[str, int] = field(default_factory=dict)
    columns: dict[tuple[str, str], int] = field(default_factory=dict)
    """(body, list address)"""


def _problems_of_row(row: dict[str, str], line: int, seen: _Seen) -> list[str]:
    found: list[tuple[str, str]] = [
        (column, expected) for column, (pattern, expected) in _EXPECTED.items() if not pattern.fullmatch(row[column])
    ]
    first = seen.ids.setdefault(row["id"], line)
    if first != line:
        found.append(("id", f"an id that no other row has (line {first} has it)"))
    found += _address_problems(row, line, seen)
    if not {column for column, _ in found} & {"division", "level"}:
        found += division_problems(row)
    found += pattern_problems(row)
    return [f"line {line}, column {column}: expected {expected}, found {row[column]!r}" for column, expected in found]


def _address_problems(row: dict[str, str], line: int, seen: _Seen) -> Iterator[tuple[str, str]]:
    if row["state"] == "unlisted":
        if row["list_url"]:
            yield "list_url", "nothing, since the row's state is unlisted"
        return
    if not _is_web_address(row["list_url"]):
        yield "list_url", "an http or https address with a host"
        return
    first = seen.columns.setdefault((row["body"], row["list_url"]), line)
    if first != line:
        yield "list_url", f"an address that no other row of this body has (line {first} has it)"


def _is_web_address(text: str) -> bool:
    try:
        address = urlsplit(text)
        return address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:  # "http://[年报"
        return False


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
    problems: list[str] = []
    sources: list[Source] = []
    seen = _Seen()
    for row in registry_rows(text, name, COLUMNS):
        if isinstance(row, str):
            problems.append(row)
            continue
        row_problems = _problems_of_row(row.cells, row.line, seen)
        problems += row_problems
        if not row_problems:
            sources.append(_source_of_row(row.cells))
    if problems:
        raise RegistryError(name, problems)
    return tuple(sources)


def load_sources(path: Path) -> tuple[Source, ...]:
    """The registry at `path` (UTF-8, with or without a byte order mark). Raises RegistryError."""
    return parse_sources(read_registry_file(path), path.name)
