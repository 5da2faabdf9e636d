"""What a user may call a report: its id, a version's id, an address, a file's SHA-256, an 索引号, or "body year".

Nothing is guessed: a part of a name gives choices, never a report.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urldefrag

from crawler.overrides import SHA256, address_forms
from crawler.store.bodies.registry import name_key
from crawler.store.database import Pair
from crawler.store.identity import normalise_index_number, version_id

_BODY_AND_YEAR = re.compile(r"(?P<body>\S.*?)\s*/?\s*(?P<year>(?:19|20)\d{2})\s*年?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_VERSION_ID = re.compile(r"[0-9a-f]{16}")
_SELECT = (
    "SELECT DISTINCT reports.id, {version}, bodies.name, reports.report_year, reports.title, reports.url, "
    "reports.published FROM reports JOIN bodies ON bodies.id = reports.body "
)
_CURRENT = _SELECT.format(version="reports.current_version")
_ORDER = " ORDER BY reports.body, reports.report_year, reports.number"
_DECIDED = "JOIN identity_decisions AS decided ON decided.report = reports.id "
_FACTS = (
    "JOIN candidate_facts ON candidate_facts.candidate = decided.candidate "
    "AND candidate_facts.ordinal = decided.ordinal "
)
_ADDRESSES = "(SELECT value FROM json_each(?))"
_ATTACHMENT = "JOIN candidate_attachments AS attached ON attached.candidate = decided.candidate "


@dataclass(frozen=True, slots=True)
class FoundReport:
    report_id: str
    version_id: str
    """The current version, unless a version's own id, or the SHA-256 of a file of an older one, was asked for."""
    body: str
    year: int
    title: str | None
    url: str | None
    published: str | None = None


def find_reports(pair: Pair, text: str) -> list[FoundReport]:
    """The reports that `text` names, by the first of these that finds any: report id, version id, address of a page,
    of where it led or of an attachment (http and https are one, `#…` is none of it, a `/` at its end is asked for both
    ways), SHA-256 of a page, file or
    attachment (with or without `sha256:`), 索引号, body and year ("云南省工业和信息化厅 2023", "…/2023"; its name or an
    alias). [] when none does.

    A version's id is also each one that it would have with fewer of its captures: a capture that differs in its counter
    alone may have the smaller bytes, and what was cited before it came still leads to its version."""
    pair.browse.conn.create_function("version_id_of", 4, _version_id_of, deterministic=True)
    for sql, values in _questions(text.strip()):
        rows = pair.browse.execute(sql + _ORDER, values).fetchall()
        if rows:
            return _one_version_each(pair, rows)
    return []


def reports_of_bodies_like(pair: Pair, text: str, limit: int) -> list[FoundReport]:
    """Reports that somebody may have meant by `text`: those of bodies one of whose names contains its words, in the
    year that it names if they have one then."""
    asked, year = _body_and_year(text)
    if not asked:
        return []
    sql = f"{_CURRENT} JOIN body_names ON body_names.body = bodies.id WHERE instr(body_names.name, ?)"
    for condition, values in ((" AND reports.report_year = ?", [year]), ("", [])):
        if condition and year is None:
            continue
        rows = pair.browse.execute(sql + condition + _ORDER + " LIMIT ?", [asked, *values, limit]).fetchall()
        if rows:
            return [FoundReport(*row) for row in rows]
    return []


def _questions(asked: str) -> Iterator[tuple[str, list[object]]]:
    """SQL and its values, from the surest meaning to the widest."""
    yield f"{_CURRENT} WHERE reports.id = ?", [asked]
    of_version = _SELECT.format(version="versions.id")
    yield f"{of_version} JOIN versions ON versions.report = reports.id WHERE versions.id = ?", [asked]
    if _VERSION_ID.fullmatch(asked.lower()):
        # Every capture's is computed, about a second for a million: only for an id that no version has any more.
        of_bytes = ", ".join(f"candidate_facts.{name}" for name in ("body", "report_year", "ordinal", "byte_identity"))
        yield (
            f"{_SELECT.format(version='decided.version')} {_DECIDED} {_FACTS} WHERE version_id_of({of_bytes}) = ?",
            [asked.lower()],
        )
    if "://" in asked:
        for written in dict.fromkeys((asked, _as_sent(asked), _with_other_end(_as_sent(asked)))):
            yield from _of_address([json.dumps(address_forms(written))])
    sha256 = asked.lower().removeprefix(SHA256)
    if _SHA256.fullmatch(sha256):
        decided = _SELECT.format(version="decided.version") + _DECIDED
        yield (
            f"{decided} JOIN candidates ON candidates.id = decided.candidate "
            "JOIN captures ON captures.id = candidates.page WHERE captures.sha256 = ?",
            [sha256],
        )
        yield (
            f"{decided} {_ATTACHMENT} JOIN captures ON captures.id = attached.capture WHERE captures.sha256 = ?",
            [sha256],
        )
    number = normalise_index_number(asked)
    if number is not None:
        yield f"{_CURRENT} {_DECIDED} {_FACTS} WHERE candidate_facts.index_number = ?", [number]
    body, year = _body_and_year(asked)
    if year is not None:
        named = f"{_CURRENT} JOIN body_names ON body_names.body = bodies.id"
        yield f"{named} WHERE body_names.name = ? AND reports.report_year = ?", [body, year]
        # The body's own id, as a report's id begins: 530000-云南省工业和信息化厅 2023.
        yield f"{_CURRENT} WHERE reports.body = ? AND reports.report_year = ?", [body, year]


def _of_address(addresses: list[object]) -> Iterator[tuple[str, list[object]]]:
    """`addresses`: the forms of one address, as one JSON list."""
    yield f"{_CURRENT} {_DECIDED} {_FACTS} WHERE candidate_facts.url IN {_ADDRESSES}", addresses
    yield (
        f"{_CURRENT} {_DECIDED} JOIN candidates ON candidates.id = decided.candidate "
        f"JOIN captures ON captures.id = candidates.page WHERE captures.final_url IN {_ADDRESSES}",
        addresses,
    )
    yield f"{_CURRENT} {_DECIDED} {_ATTACHMENT} WHERE attached.url IN {_ADDRESSES}", addresses


def _as_sent(address: str) -> str:
    """As it is asked for and kept: a browser shows 年报.html for %E5%B9%B4%E6%8A%A5.html."""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]")


def _with_other_end(address: str) -> str:
    """Without the slash at its end, or with one: servers send from the one to the other."""
    plain = urldefrag(address)[0]
    return plain.removesuffix("/") if plain.endswith("/") else f"{plain}/"


def _version_id_of(body: str, year: int, ordinal: int, byte_identity: str) -> str:
    return version_id((body, year), ordinal, byte_identity)


def _body_and_year(text: str) -> tuple[str, int | None]:
    """A body's name for comparison and the year behind it; (the whole text, None) where no year stands there."""
    named = _BODY_AND_YEAR.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if named is None:
        return name_key(text), None
    return name_key(named["body"]), int(named["year"])


def _one_version_each(pair: Pair, rows: Iterable[tuple[Any, ...]]) -> list[FoundReport]:
    """A file that stands in several versions of one report is that report, in the newest of them."""
    newest: dict[str, tuple[int, FoundReport]] = {}
    for row in rows:
        found = FoundReport(*row)
        (position,) = pair.browse.execute("SELECT position FROM versions WHERE id = ?", [found.version_id]).fetchone()
        if found.report_id not in newest or newest[found.report_id][0] < position:
            newest[found.report_id] = (position, found)
    return [found for _, found in newest.values()]
