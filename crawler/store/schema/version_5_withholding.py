"""Schema 5, withholding: what is kept out of browsing and exports on request, and the record of it."""

from __future__ import annotations

BROWSE = """
CREATE TABLE withholdings (
    report TEXT NOT NULL, scope TEXT NOT NULL CHECK (scope IN ('report', 'contact')), requested_on TEXT NOT NULL,
    reference TEXT NOT NULL, reason TEXT NOT NULL, applied_at TEXT NOT NULL, lifted_at TEXT,
    PRIMARY KEY (report, scope, applied_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX withholdings_in_force ON withholdings(report) WHERE lifted_at IS NULL;
ALTER TABLE versions ADD COLUMN withheld TEXT NOT NULL DEFAULT '' CHECK (withheld IN ('', 'report', 'contact'));
CREATE INDEX versions_withheld ON versions(withheld) WHERE withheld <> '';
DROP VIEW current_reports;
CREATE VIEW current_reports AS
    SELECT reports.id AS report, bodies.name AS body_name, reports.body, bodies.division, reports.report_year,
        reports.title, reports.index_number, reports.published, reports.url, reports.in_panel, reports.panel_reason,
        reports.same_body_year, reports.collision, reports.version_count, versions.id AS version, versions.agency,
        versions.period_start, versions.period_end, versions.proactive_form, versions.applications_form,
        versions.review_form, versions.statistics_form, versions.body_origin, versions.characters,
        versions.flag_count, versions.failed_checks, versions.parser_version, versions.withheld
    FROM reports JOIN versions ON versions.id = reports.current_version JOIN bodies ON bodies.id = reports.body;
"""
"""`withholdings` is data/withheld.csv as it was applied, with what no longer stands in it: a row that was lifted stays.
`versions.withheld` says what is not in this version's rows; the bytes stay in the raw file, which is never served."""
