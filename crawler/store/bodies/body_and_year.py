"""Whose report it is, and of which year: decided from the registry, the report and the line that led to it."""

from __future__ import annotations

import json
import re
import unicodedata

from sqlite_utils import Database

from crawler.reports.head.agency import says_no_place
from crawler.reports.model import Report
from crawler.store.archive.parts import Candidate
from crawler.store.bodies.name_forms import is_form_of
from crawler.store.bodies.registry import (
    body_for_name,
    body_has_name,
    ensure_stated_body,
    ensure_unregistered_body,
    name_key,
)
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.grouping.overrides import body_of_name, page_overrides

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*年")
_CHINESE_YEAR = re.compile(r"[一二][〇○零O0一二三四五六七八九]{3}(?=\s*年)")
_PORTAL = re.compile(r"人民政府|政府办|管委会|管理委员会|政务服务|大数据|数据管理|信息中心|融媒体")
"""Names of those who run a site for others."""
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


def body_of(pair: Pair, candidate: Candidate, report: Report) -> tuple[str, bool]:
    """(body id, whether the candidate comes from the body's own column).

    A row of data/overrides.csv that names the page is believed first. The column of one body says whose its reports
    are, unless the line did not say whose it is (`follow`) and the page names another body. In a shared column, and for
    a file, the printed name decides, as an override, else the registry knows it; one that nobody knows becomes an
    unregistered body. Raises StoreError when there is no name to go by.
    """
    stated = page_overrides(pair.browse, candidate).body
    body, scope = None, None
    if candidate.source_id is not None:
        body, scope = pair.browse.execute(
            "SELECT body, scope FROM sources WHERE id = ?", [candidate.source_id]
        ).fetchone()
    if stated is not None:
        return ensure_stated_body(pair, stated.value), scope == "own" and body == stated.value
    if body is not None:
        if scope == "own" and not names_another_body(pair, candidate, report):
            return body, True
        if report.agency and body_has_name(pair, body, report.agency):
            return body, False
    if not report.agency or not report.agency.strip():
        raise StoreError("the report names no body, and its column is shared or it is a file; whose it is stays open")
    named = body_of_name(pair.browse, report.agency)
    if named is not None:
        return ensure_stated_body(pair, named.value), False
    known = body_for_name(pair, report.agency)
    return (known.id if known else ensure_unregistered_body(pair, report.agency)), False


def names_another_body(pair: Pair, candidate: Candidate, report: Report) -> bool:
    """Whether a page of one body's column, behind a line that does not say whose it is, is another body's report.

    Not a name that says no place (市教育局, 我局): it points at nobody for certain. Not the name of whoever runs the
    site, when it stands in the page's head alone: a portal signs for all of its bodies. Not another form of the body's
    own name.
    """
    if candidate.source_id is None or candidate.entry_decision != "follow" or not report.agency:
        return False
    name, aliases, scope = pair.browse.execute(
        "SELECT bodies.name, bodies.aliases, sources.scope FROM sources JOIN bodies ON bodies.id = sources.body "
        "WHERE sources.id = ?",
        [candidate.source_id],
    ).fetchone()
    printed = name_key(report.agency)
    if scope != "own" or not printed or says_no_place(printed):
        return False
    if is_form_of(printed, name_key(name), tuple(name_key(alias) for alias in json.loads(aliases))):
        return False
    return _PORTAL.search(printed) is None or _says(report, printed)


def office_of(browse: Database, body: str, report: Report) -> str | None:
    """Whose report it says it is: the body's own for any of its names, else the printed one (as `name_key` has it).

    None = it does not say for certain: no name, one without a place, or that of a portal in the page's head alone.
    """
    printed = name_key(report.agency or "")
    if not printed or says_no_place(printed):
        return None
    own = browse.execute(
        "SELECT bodies.name FROM body_names JOIN bodies ON bodies.id = body_names.body "
        "WHERE body_names.name = ? AND body_names.body = ?",
        [printed, body],
    ).fetchone()
    if own is not None:
        return name_key(own[0])
    return printed if _PORTAL.search(printed) is None or _says(report, printed) else None


def _says(report: Report, name: str) -> bool:
    """Whether the title or the prose says this name: more than a label of the page's head."""
    texts = (report.title or "", *(section.text for section in report.sections.values()))
    return any(name in name_key(text) for text in texts)


def year_of(pair: Pair, candidate: Candidate, report: Report, reports: int = 1) -> int:
    """The report year that a row of data/overrides.csv states, else the document, else the list's line.

    `reports`: how many the page holds. Raises StoreError when none of them states it, and for a row that gives one year
    to several reports.
    """
    stated = page_overrides(pair.browse, candidate).report_year
    if stated is not None:
        if reports > 1:
            raise StoreError(f"overrides.csv states one year for {stated.what}, which holds {reports} reports")
        return int(stated.value)
    if report.report_year is not None:
        return report.report_year
    year = year_in_title(candidate.entry_title or "")
    if year is None:
        raise StoreError("neither the report nor the list's line states its year")
    return year


def year_in_title(title: str) -> int | None:
    """The first year of a title, in Arabic or Chinese digits (二〇二二年); None when it has none."""
    text = unicodedata.normalize("NFKC", title)
    found = _YEAR.search(text)
    if found:
        return int(found[1])
    chinese = _CHINESE_YEAR.search(text)
    return int(chinese[0].translate(_DIGITS)) if chinese else None
