"""Schema 5, successions: which body took over from which, as stated rows, and the views that follow them.

`bodies.predecessor` could name one body and no year; `successions` takes its place. The year of a row that stood there
is that of the successor's first report, or follows the predecessor's last one; where the store has neither, the row
says nothing about any year and goes.

Y1 and Y2 (DESIGN.md, "Checks") stay derived, not stored: a report that arrives late, a re-parse or a new version
changes them without anybody having to remember which. The year before is the body's own report; only where it has none,
and a succession of this very year is stated, those of its predecessors: their sum, if each of them has its number.
"""

from __future__ import annotations

_TABLES = """
CREATE TABLE successions (
    predecessor TEXT NOT NULL REFERENCES bodies(id) DEFERRABLE INITIALLY DEFERRED,
    successor TEXT NOT NULL REFERENCES bodies(id) DEFERRABLE INITIALLY DEFERRED,
    year INTEGER NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY (predecessor, successor)
) STRICT, WITHOUT ROWID;
CREATE INDEX successions_to ON successions(successor);
INSERT INTO successions (predecessor, successor, year, evidence)
    SELECT predecessor, id, year, 'bodies.predecessor of a store of schema 4; the year is that of the reports held'
    FROM (
        SELECT predecessor, id, coalesce(
            (SELECT min(report_year) FROM reports WHERE body = bodies.id),
            (SELECT max(report_year) + 1 FROM reports WHERE body = bodies.predecessor)
        ) AS year
        FROM bodies WHERE predecessor IS NOT NULL
    ) WHERE year IS NOT NULL;
DROP VIEW year_checks;
ALTER TABLE bodies DROP COLUMN predecessor;
"""
"""`year`: the first report year that is the successor's."""

# `divided`: the predecessor did not pass on as a whole. Another body took over from it too, in this year or later, or
# it reports on for itself; nobody can say how much of its last figures went where.
_FORMER = """
    SELECT successions.successor, successions.year, successions.predecessor, reports.id AS report,
        reports.current_version AS version,
        EXISTS (
            SELECT 1 FROM successions AS other WHERE other.predecessor = successions.predecessor
                AND other.successor <> successions.successor AND other.year >= successions.year
        ) OR EXISTS (
            SELECT 1 FROM reports AS later
            WHERE later.body = successions.predecessor AND later.report_year >= successions.year
        ) AS divided
    FROM successions LEFT JOIN reports ON reports.body = successions.predecessor
        AND reports.report_year = successions.year - 1 AND reports.in_panel = 1 AND reports.kind = 'report'
"""
"""Each stated succession with the predecessor's last report."""


def _of_former(what: str) -> str:
    """A question about the predecessors of a report's body, asked only where the body has no report of its own."""
    return f"""CASE WHEN own.id IS NULL THEN (
            SELECT {what} FROM former WHERE former.successor = reports.body AND former.year = reports.report_year
        ) END"""


_PAIRS = f"""
    SELECT reports.id AS report, bodies.name AS body_name, reports.body, reports.report_year,
        reports.current_version AS version, own.id AS own_report, own.current_version AS own_version,
        coalesce(own.id, (
            SELECT group_concat(report, '; ') FROM (
                SELECT former.report FROM former WHERE former.successor = reports.body
                    AND former.year = reports.report_year AND former.report IS NOT NULL ORDER BY former.predecessor
            )
        )) AS last_report,
        coalesce({_of_former("count(*)")}, 0) AS predecessors,
        coalesce({_of_former("count(former.report)")}, 0) AS reporting,
        coalesce({_of_former("sum(former.divided)")}, 0) AS divided
    FROM reports JOIN bodies ON bodies.id = reports.body
        LEFT JOIN reports AS own ON own.body = reports.body AND own.report_year = reports.report_year - 1
            AND own.in_panel = 1 AND own.kind = 'report'
    WHERE reports.in_panel = 1 AND reports.kind = 'report'
"""
"""Each report of the panel beside that of the year before, and how many predecessors stand in its place."""

_WHOLE = "CASE WHEN typeof({0}) = 'integer' THEN {0} END"


def _last_year(column: str, table: str, same_row: str = "") -> tuple[str, str]:
    """(the number of the year before or NULL, how many of the predecessors lack it) as expressions."""
    of_former = f"""FROM former LEFT JOIN {table} AS theirs ON theirs.version = former.version {same_row}
                WHERE former.successor = year_pairs.body AND former.year = year_pairs.report_year"""
    whole = _WHOLE.format(f"theirs.{column}")
    follows = "year_pairs.own_report IS NULL AND predecessors > 0 AND divided = 0"
    number = f"""CASE WHEN year_pairs.own_report IS NOT NULL THEN {_WHOLE.format(f"before.{column}")}
            WHEN {follows} THEN (SELECT CASE WHEN count({whole}) = count(*) THEN sum({whole}) END {of_former}) END"""
    lacking = f"CASE WHEN {follows} THEN (SELECT count(*) - count({whole}) {of_former}) ELSE 0 END"
    return number, lacking


def _carried() -> str:
    number, lacking = _last_year("carried_out", "applications", "AND theirs.applicant = now.applicant")
    return f"""
        SELECT 'Y1' AS rule, year_pairs.*, 'applications.carried_in.' || now.applicant AS location,
            {number} AS expected, {_WHOLE.format("now.carried_in")} AS found, {lacking} AS lacking
        FROM year_pairs JOIN applications AS now ON now.version = year_pairs.version
            LEFT JOIN applications AS before
                ON before.version = year_pairs.own_version AND before.applicant = now.applicant
"""


def _in_force(row: str) -> str:
    number, lacking = _last_year(f"{row}_in_force", "proactive")
    change = " ".join(("+ " + _WHOLE.format(f"now.{row}_issued"), "- " + _WHOLE.format(f"now.{row}_abolished")))
    return f"""
        SELECT 'Y2' AS rule, year_pairs.*, 'proactive.{row}.in_force' AS location,
            ({number}) {change} AS expected, {_WHOLE.format(f"now.{row}_in_force")} AS found, {lacking} AS lacking
        FROM year_pairs JOIN proactive AS now ON now.version = year_pairs.version AND now.form = '2021'
            LEFT JOIN proactive AS before ON before.version = year_pairs.own_version
"""


# A figure that is no whole number (a decimal, or one kept as text) cannot be compared: P1 says that it is wrong.
_JUDGED = """
    SELECT rule, report, body_name, body, report_year, location, last_report,
        CASE WHEN expected IS NULL OR found IS NULL THEN 'not_assessable'
            WHEN expected = found THEN 'pass' ELSE 'fail' END AS outcome,
        expected, found,
        CASE
            WHEN own_report IS NULL AND predecessors = 0 THEN 'the store has no report of ' || (report_year - 1)
            WHEN divided > 0 AND predecessors = 1
                THEN 'its predecessor was divided: what it had left in ' || (report_year - 1) || ' went to several'
            WHEN divided > 0 THEN divided || ' of its ' || predecessors || ' predecessors '
                || iif(divided = 1, 'was', 'were') || ' divided: what they had left in ' || (report_year - 1)
                || ' went to several'
            WHEN reporting < predecessors AND predecessors = 1
                THEN 'the store has no report of ' || (report_year - 1) || ' of its predecessor'
            WHEN reporting < predecessors THEN 'the store has no report of ' || (report_year - 1) || ' of '
                || (predecessors - reporting) || ' of its ' || predecessors || ' predecessors'
            WHEN found IS NULL THEN 'blank, or no whole number, in ' || report_year
            WHEN lacking > 0 AND predecessors > 1 THEN 'blank, not on the form, or no whole number, in '
                || (report_year - 1) || ' for ' || lacking || ' of its ' || predecessors || ' predecessors'
            WHEN expected IS NULL THEN 'blank, not on the form, or no whole number, in ' || (report_year - 1)
            ELSE '' END AS reason
"""

_YEAR_CHECKS = f"""
CREATE VIEW year_checks AS
    WITH former AS NOT MATERIALIZED ({_FORMER}), year_pairs AS NOT MATERIALIZED ({_PAIRS}), compared AS (
        {_carried()}
        UNION ALL {_in_force("regulations")}
        UNION ALL {_in_force("normative_documents")}
    )
    {_JUDGED} FROM compared;
"""

# The file's reader refuses a body that follows itself; a store that has such rows all the same is walked only so far.
_LONGEST_LINE = 16

_SERIES = f"""
CREATE VIEW series AS
    WITH RECURSIVE line (body, former, year, steps) AS (
        SELECT successor, predecessor, year, 1 FROM successions
        UNION
        SELECT line.body, successions.predecessor, min(line.year, successions.year), line.steps + 1
        FROM line JOIN successions ON successions.successor = line.former
        WHERE line.steps < {_LONGEST_LINE} AND successions.predecessor <> line.body
    ), before (body, former, year, steps) AS (
        SELECT body, former, max(year), min(steps) FROM line GROUP BY body, former
    )
    SELECT reports.body, bodies.name AS body_name, reports.report_year, reports.id AS report,
        reports.body AS reporting_body, bodies.name AS reporting_body_name, 'own' AS how, 0 AS steps
    FROM reports JOIN bodies ON bodies.id = reports.body WHERE reports.in_panel = 1
    UNION ALL
    SELECT before.body, bodies.name, reports.report_year, reports.id, before.former, formers.name, 'predecessor',
        before.steps
    FROM before JOIN reports ON reports.body = before.former AND reports.report_year < before.year
            AND reports.in_panel = 1
        JOIN bodies ON bodies.id = before.body JOIN bodies AS formers ON formers.id = before.former;
"""

BROWSE = _TABLES + _YEAR_CHECKS + _SERIES
