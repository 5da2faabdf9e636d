"""Schema 2: the checks that need two reports, as a view. It is history once a release has used it, as schema 1 is.

Y1 and Y2 (DESIGN.md, "Checks") compare a report with the one of the year before. They are derived, not stored: a report
that arrives late, a re-parse or a new version changes them without anybody having to remember which.
"""

from __future__ import annotations

_PAIRS = """
    SELECT reports.id AS report, bodies.name AS body_name, reports.body, reports.report_year,
        reports.current_version AS version, last.id AS last_report, last.current_version AS last_version
    FROM reports JOIN bodies ON bodies.id = reports.body
        LEFT JOIN reports AS own ON own.body = reports.body AND own.report_year = reports.report_year - 1
            AND own.in_panel = 1 AND own.kind = 'report'
        LEFT JOIN reports AS former ON former.body = bodies.predecessor AND own.id IS NULL
            AND former.report_year = reports.report_year - 1 AND former.in_panel = 1 AND former.kind = 'report'
        LEFT JOIN reports AS last ON last.id = coalesce(own.id, former.id)
    WHERE reports.in_panel = 1 AND reports.kind = 'report'
"""
"""Each report of the panel beside that of the year before: the body's own, else that of its stated predecessor."""

# A figure that is no whole number (a decimal, or one kept as text) cannot be compared: P1 says that it is wrong.
_JUDGED = """
    SELECT rule, report, body_name, body, report_year, location, last_report,
        CASE WHEN expected IS NULL OR found IS NULL THEN 'not_assessable'
            WHEN expected = found THEN 'pass' ELSE 'fail' END AS outcome,
        expected, found,
        CASE WHEN last_report IS NULL THEN 'the store has no report of ' || (report_year - 1)
            WHEN found IS NULL THEN 'blank, or no whole number, in ' || report_year
            WHEN expected IS NULL THEN 'blank, not on the form, or no whole number, in ' || (report_year - 1)
            ELSE '' END AS reason
"""

_WHOLE = "CASE WHEN typeof({0}) = 'integer' THEN {0} END"


def _year_on_year(row: str) -> str:
    expected = " + ".join(
        _WHOLE.format(operand) for operand in (f"before.{row}_in_force", f"now.{row}_issued", f"-now.{row}_abolished")
    )
    return f"""
        SELECT 'Y2' AS rule, year_pairs.*, 'proactive.{row}.in_force' AS location,
            {expected} AS expected, {_WHOLE.format(f"now.{row}_in_force")} AS found
        FROM year_pairs JOIN proactive AS now ON now.version = year_pairs.version AND now.form = '2021'
            LEFT JOIN proactive AS before ON before.version = year_pairs.last_version
"""


BROWSE = f"""
CREATE VIEW year_checks AS
    WITH year_pairs AS ({_PAIRS}), compared AS (
        SELECT 'Y1' AS rule, year_pairs.*, 'applications.carried_in.' || now.applicant AS location,
            {_WHOLE.format("before.carried_out")} AS expected, {_WHOLE.format("now.carried_in")} AS found
        FROM year_pairs JOIN applications AS now ON now.version = year_pairs.version
            LEFT JOIN applications AS before
                ON before.version = year_pairs.last_version AND before.applicant = now.applicant
        UNION ALL {_year_on_year("regulations")}
        UNION ALL {_year_on_year("normative_documents")}
    )
    {_JUDGED} FROM compared;
"""
