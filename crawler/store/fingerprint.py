"""One number for what a store says: two stores that share it are "the same database" (DESIGN.md, "Capture, version,
reading")."""

from __future__ import annotations

import hashlib
import json

from crawler.store.database import Pair

_VERSION = (
    "id, report, position, byte_identity, content, ordinal, reports_in_reading, parser_version, document_class, "
    "class_reasons, title, agency, report_year, index_number, published, period_start, period_end, period_raw, "
    "contact_unit, contact_address, contact_postcode, contact_phone, contact_fax, contact_email, proactive_form, "
    "applications_form, review_form, statistics_form, proactive_cells, applications_rows, review_cells, "
    "statistics_count, body_origin, characters, flag_count, failed_checks"
)
_NULLS = ", NULL" * (_VERSION.count(",") - 2)

_LOGICAL_ROWS = {
    # What a later schema added is a row of its own where it says something, so that an older store keeps its number.
    "bodies": "SELECT id, name, aliases, division, kind, NULL, registered FROM bodies "
    "UNION ALL SELECT successor, 'succeeds', predecessor, evidence, year, NULL, NULL FROM successions",
    "sources": "SELECT id, body, level, scope, family, list_url, article_pattern, first_year, state, evidence, note "
    "FROM sources UNION ALL SELECT id, 'walking', branch_pattern, report_titles, rendering, '', '', NULL, '', '', '' "
    "FROM sources WHERE branch_pattern <> '' OR report_titles <> '' OR rendering <> 'plain'",
    "reports": "SELECT * FROM reports",
    "versions": f"SELECT {_VERSION} FROM versions UNION ALL SELECT id, 'withheld', withheld {_NULLS} FROM versions "
    "WHERE withheld <> ''",
    "metadata": "SELECT * FROM metadata",
    "sections": "SELECT * FROM sections",
    "proactive": "SELECT * FROM proactive",
    "applications": "SELECT * FROM applications",
    "reviews": "SELECT * FROM reviews",
    "statistics": "SELECT version, indicator, form, value FROM statistics",
    "flags": "SELECT * FROM flags",
    # A note is a row of its own, so that a store from before there were any keeps its number.
    "checks": "SELECT version, position, rule, location, outcome, expected, found FROM checks "
    "UNION ALL SELECT version, position, 'note', note, '', NULL, NULL FROM checks WHERE note <> ''",
    # A candidate's own id holds the time of its fetch; its address and bytes do not.
    "identity_decisions": "SELECT DISTINCT candidate_facts.url, byte_identity, candidate_facts.ordinal, report, "
    "version, rule, flags, reason FROM identity_decisions JOIN candidate_facts "
    "ON candidate_facts.candidate = identity_decisions.candidate "
    "AND candidate_facts.ordinal = identity_decisions.ordinal",
    "captures": "SELECT DISTINCT url, sha256 FROM captures",
}
"""No runs, visits, lines of lists, times, headers or TLS."""


def fingerprint(pair: Pair) -> str:
    """SHA-256, in hex, over the sorted logical rows. The raw file's bytes are in it by their SHA-256."""
    total = hashlib.sha256()
    for table, sql in _LOGICAL_ROWS.items():
        total.update(f"\n{table}\n".encode())
        rows = (json.dumps(row, ensure_ascii=False) for row in pair.browse.execute(sql))
        # Rows are hashed one by one before they are sorted: 64 characters a row in memory, however long the texts.
        for row in sorted(hashlib.sha256(row.encode()).hexdigest() for row in rows):
            total.update(row.encode())
    return total.hexdigest()
