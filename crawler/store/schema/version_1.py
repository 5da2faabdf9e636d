"""Schema 1, as it was first written. A migration is history: this file is not edited once a release has used it.

STRICT tables (SQLite 3.37 or later) keep a value's type as it was given. Columns of numbers are ANY: INTEGER for whole
numbers, REAL for decimals (readings.number_columns says how that stays exact). Keys are derived from content;
`candidates.sequence` alone counts, and is not public: it is the order in which candidates were archived.
"""

from __future__ import annotations

RAW = """
CREATE TABLE store_info (
    pair TEXT PRIMARY KEY, origin TEXT NOT NULL CHECK (origin IN ('live', 'replica')),
    schema_version INTEGER NOT NULL, created TEXT NOT NULL
) STRICT;
CREATE TABLE blobs (
    sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, codec TEXT NOT NULL CHECK (codec IN ('zstd')), bytes BLOB NOT NULL
) STRICT;
"""

_CORPUS = """
CREATE TABLE store_info (
    pair TEXT PRIMARY KEY, origin TEXT NOT NULL CHECK (origin IN ('live', 'replica')),
    schema_version INTEGER NOT NULL, created TEXT NOT NULL
) STRICT;

CREATE TABLE divisions (
    code TEXT PRIMARY KEY, name TEXT, level TEXT NOT NULL CHECK (level IN ('province', 'prefecture', 'county')),
    parent TEXT REFERENCES divisions(code) DEFERRABLE INITIALLY DEFERRED, valid_from TEXT, valid_to TEXT
) STRICT;
CREATE TABLE bodies (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, aliases TEXT NOT NULL, division TEXT REFERENCES divisions(code),
    kind TEXT NOT NULL CHECK (kind IN ('government', 'department', 'other')),
    predecessor TEXT REFERENCES bodies(id), registered INTEGER NOT NULL CHECK (registered IN (0, 1))
) STRICT;
CREATE TABLE body_names (
    name TEXT NOT NULL, body TEXT NOT NULL REFERENCES bodies(id) ON DELETE CASCADE, PRIMARY KEY (name, body)
) STRICT, WITHOUT ROWID;
CREATE INDEX body_names_of_body ON body_names(body);
CREATE TABLE sources (
    id TEXT PRIMARY KEY, body TEXT NOT NULL REFERENCES bodies(id), level TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('own', 'shared')), family TEXT NOT NULL, list_url TEXT NOT NULL,
    article_pattern TEXT NOT NULL, first_year INTEGER,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'unlisted', 'assumed')),
    evidence TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE INDEX sources_of_body ON sources(body);

CREATE TABLE crawls (
    id TEXT PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, arguments TEXT NOT NULL, versions TEXT NOT NULL,
    totals TEXT, outcome TEXT
) STRICT;
CREATE TABLE visits (
    crawl TEXT NOT NULL REFERENCES crawls(id), source TEXT NOT NULL REFERENCES sources(id), ended_at TEXT NOT NULL,
    said INTEGER, said_pages INTEGER, seen INTEGER NOT NULL, list_pages INTEGER NOT NULL,
    report_pages INTEGER NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
    full_walk INTEGER NOT NULL CHECK (full_walk IN (0, 1)),
    outcome TEXT NOT NULL CHECK
        (outcome IN ('complete', 'incomplete', 'blocked', 'disallowed', 'down', 'moved', 'empty')),
    evidence TEXT NOT NULL CHECK (evidence IN ('stated', 'pager', 'unstated')), reason TEXT NOT NULL,
    PRIMARY KEY (crawl, source)
) STRICT;
CREATE INDEX visits_of_source ON visits(source, ended_at);
CREATE TABLE entries (
    source TEXT NOT NULL REFERENCES sources(id), url TEXT NOT NULL, title TEXT NOT NULL, date TEXT,
    position INTEGER NOT NULL, decision TEXT NOT NULL CHECK (decision IN
        ('report', 'follow', 'other_body', 'website_report', 'interpretation', 'statistics', 'other')),
    reason TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    crawl TEXT NOT NULL REFERENCES crawls(id), listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
    PRIMARY KEY (source, url)
) STRICT;
CREATE INDEX entries_of_url ON entries(url);

CREATE TABLE captures (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('list', 'page', 'attachment', 'file')),
    source TEXT REFERENCES sources(id), crawl TEXT REFERENCES crawls(id),
    candidate TEXT REFERENCES candidates(id) DEFERRABLE INITIALLY DEFERRED,
    url TEXT, name TEXT, final_url TEXT, fetched_at TEXT NOT NULL, last_checked TEXT NOT NULL, status INTEGER,
    headers TEXT, tls TEXT, etag TEXT, last_modified TEXT, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    read_state TEXT NOT NULL CHECK (read_state IN ('pending', 'read', 'failed', 'not_a_report')),
    read_reason TEXT NOT NULL DEFAULT '', CHECK ((url IS NULL) = (kind = 'file')),
    CHECK (url IS NOT NULL OR name IS NOT NULL)
) STRICT;
CREATE INDEX captures_of_url ON captures(url, kind, fetched_at);
CREATE INDEX captures_by_sha256 ON captures(sha256);
CREATE INDEX captures_of_candidate ON captures(candidate);
CREATE INDEX captures_pending ON captures(read_state) WHERE read_state = 'pending';
CREATE TABLE candidates (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE REFERENCES captures(id) DEFERRABLE INITIALLY DEFERRED,
    page TEXT NOT NULL REFERENCES captures(id) DEFERRABLE INITIALLY DEFERRED,
    source TEXT REFERENCES sources(id), url TEXT, parser_version TEXT
) STRICT;
CREATE INDEX candidates_of_url ON candidates(url, sequence);
CREATE INDEX candidates_of_page ON candidates(page);
CREATE INDEX candidates_of_source ON candidates(source);
CREATE TABLE candidate_attachments (
    candidate TEXT NOT NULL REFERENCES candidates(id) DEFERRABLE INITIALLY DEFERRED, url TEXT NOT NULL,
    position INTEGER NOT NULL, state TEXT NOT NULL CHECK
        (state IN ('expected', 'fetched', 'failed', 'disallowed', 'off_registry', 'too_large')),
    reason TEXT NOT NULL DEFAULT '', given_up INTEGER NOT NULL DEFAULT 0 CHECK (given_up IN (0, 1)),
    capture TEXT REFERENCES captures(id) DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY (candidate, url),
    CHECK ((state = 'fetched') = (capture IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_expected ON candidate_attachments(url) WHERE state = 'expected';

CREATE TABLE candidate_facts (
    candidate TEXT NOT NULL REFERENCES candidates(id), ordinal INTEGER NOT NULL,
    body TEXT NOT NULL REFERENCES bodies(id), report_year INTEGER NOT NULL, kind TEXT NOT NULL,
    index_number TEXT, url TEXT, own_site INTEGER NOT NULL CHECK (own_site IN (0, 1)), published TEXT,
    fetched_at TEXT NOT NULL, byte_identity TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (candidate, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX candidate_facts_of_group ON candidate_facts(body, report_year);
CREATE INDEX candidate_facts_by_index_number ON candidate_facts(index_number) WHERE index_number IS NOT NULL;
"""

_READINGS = """
CREATE TABLE reports (
    id TEXT PRIMARY KEY, body TEXT NOT NULL REFERENCES bodies(id), report_year INTEGER NOT NULL,
    number INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT, index_number TEXT, published TEXT, url TEXT,
    current_version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    version_count INTEGER NOT NULL, same_body_year INTEGER NOT NULL CHECK (same_body_year IN (0, 1)),
    collision INTEGER NOT NULL CHECK (collision IN (0, 1)), in_panel INTEGER NOT NULL CHECK (in_panel IN (0, 1)),
    panel_reason TEXT NOT NULL, UNIQUE (body, report_year, number)
) STRICT;
CREATE INDEX reports_by_year ON reports(report_year);
CREATE INDEX reports_of_version ON reports(current_version);
CREATE TABLE versions (
    id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports(id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL, byte_identity TEXT NOT NULL, content TEXT NOT NULL, ordinal INTEGER NOT NULL,
    reports_in_reading INTEGER NOT NULL, parser_version TEXT NOT NULL, document_class TEXT NOT NULL,
    class_reasons TEXT NOT NULL, title TEXT, agency TEXT, report_year INTEGER, index_number TEXT, published TEXT,
    period_start TEXT, period_end TEXT, period_raw TEXT, contact_unit TEXT, contact_address TEXT,
    contact_postcode TEXT, contact_phone TEXT, contact_fax TEXT, contact_email TEXT,
    proactive_form TEXT, applications_form TEXT, review_form TEXT, statistics_form TEXT,
    proactive_cells TEXT, applications_rows TEXT, review_cells TEXT, statistics_count INTEGER,
    body_origin TEXT NOT NULL, characters INTEGER NOT NULL, flag_count INTEGER NOT NULL,
    failed_checks INTEGER NOT NULL
) STRICT;
CREATE INDEX versions_of_report ON versions(report, position);
CREATE TABLE metadata (
    version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE ON DELETE CASCADE, position INTEGER NOT NULL,
    label TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE sections (
    version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE ON DELETE CASCADE, number TEXT NOT NULL,
    heading TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (version, number)
) STRICT;
CREATE TABLE proactive (
    version TEXT PRIMARY KEY REFERENCES versions(id) ON UPDATE CASCADE ON DELETE CASCADE, form TEXT,
    regulations_issued ANY, regulations_abolished ANY, regulations_in_force ANY,
    regulations_produced ANY, regulations_newly_published ANY, regulations_total_published ANY,
    normative_documents_issued ANY, normative_documents_abolished ANY, normative_documents_in_force ANY,
    normative_documents_produced ANY, normative_documents_newly_published ANY,
    normative_documents_total_published ANY,
    licensing_prev_year_items ANY, licensing_change ANY, licensing_decisions ANY,
    other_services_prev_year_items ANY, other_services_change ANY, other_services_decisions ANY,
    penalty_prev_year_items ANY, penalty_change ANY, penalty_decisions ANY,
    compulsion_prev_year_items ANY, compulsion_change ANY, compulsion_decisions ANY,
    fees_prev_year_items ANY, fees_change ANY, fees_amount_wanyuan ANY,
    procurement_items ANY, procurement_amount_yuan ANY
) STRICT;
CREATE TABLE applications (
    version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE ON DELETE CASCADE,
    applicant TEXT NOT NULL, form TEXT,
    new_received ANY, carried_in ANY, granted ANY, partial ANY, denied_state_secret ANY, denied_law_forbids ANY,
    denied_three_safety ANY, denied_third_party ANY, denied_internal ANY, denied_process ANY, denied_case_file ANY,
    denied_query ANY, unable_not_held ANY, unable_needs_creation ANY, unable_unclear ANY, rejected_petition ANY,
    rejected_repeat ANY, rejected_publication ANY, rejected_massive ANY, rejected_confirm ANY,
    other_overdue_correction ANY, other_overdue_fee ANY, other_other ANY, other_handling ANY, result_total ANY,
    carried_out ANY, PRIMARY KEY (version, applicant)
) STRICT, WITHOUT ROWID;
CREATE TABLE reviews (
    version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE ON DELETE CASCADE,
    channel TEXT NOT NULL, form TEXT, upheld ANY, corrected ANY, other ANY, pending ANY, total ANY,
    PRIMARY KEY (version, channel)
) STRICT, WITHOUT ROWID;
CREATE TABLE statistics (
    version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE ON DELETE CASCADE,
    indicator TEXT NOT NULL, form TEXT, value ANY, PRIMARY KEY (version, indicator)
) STRICT, WITHOUT ROWID;
CREATE TABLE flags (
    version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE ON DELETE CASCADE, position INTEGER NOT NULL,
    location TEXT NOT NULL, kind TEXT NOT NULL, raw TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX flags_by_kind ON flags(kind);
CREATE TABLE checks (
    version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE ON DELETE CASCADE, position INTEGER NOT NULL,
    rule TEXT NOT NULL, location TEXT NOT NULL, outcome TEXT NOT NULL CHECK
        (outcome IN ('pass', 'fail', 'not_assessable')),
    expected ANY, found ANY, PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX checks_failed ON checks(rule) WHERE outcome = 'fail';
CREATE TABLE identity_decisions (
    candidate TEXT NOT NULL, ordinal INTEGER NOT NULL, report TEXT NOT NULL REFERENCES reports(id)
        DEFERRABLE INITIALLY DEFERRED,
    version TEXT NOT NULL REFERENCES versions(id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    rule TEXT NOT NULL, flags TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (candidate, ordinal),
    FOREIGN KEY (candidate, ordinal) REFERENCES candidate_facts(candidate, ordinal) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_decisions_of_report ON identity_decisions(report);
CREATE INDEX identity_decisions_of_version ON identity_decisions(version);
"""

_VIEWS = """
CREATE VIEW current_reports AS
    SELECT reports.id AS report, bodies.name AS body_name, reports.body, bodies.division, reports.report_year,
        reports.title, reports.index_number, reports.published, reports.url, reports.in_panel, reports.panel_reason,
        reports.same_body_year, reports.collision, reports.version_count, versions.id AS version, versions.agency,
        versions.period_start, versions.period_end, versions.proactive_form, versions.applications_form,
        versions.review_form, versions.statistics_form, versions.body_origin, versions.characters,
        versions.flag_count, versions.failed_checks, versions.parser_version
    FROM reports JOIN versions ON versions.id = reports.current_version JOIN bodies ON bodies.id = reports.body;
"""

_CURRENT = ("metadata", "sections", "proactive", "applications", "reviews", "statistics", "flags", "checks")


def _current_view(table: str) -> str:
    return f"""
CREATE VIEW current_{table} AS
    SELECT reports.id AS report, bodies.name AS body_name, reports.body, reports.report_year, {table}.*
    FROM reports JOIN {table} ON {table}.version = reports.current_version JOIN bodies ON bodies.id = reports.body;
"""


BROWSE = _CORPUS + _READINGS + _VIEWS + "".join(_current_view(table) for table in _CURRENT)
