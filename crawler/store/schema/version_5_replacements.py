"""Schema 5, replacements: where the same address came to hold another content, and whether anything announced it.

A replacement is announced where the line of the list changed in the run that brought it, or where the printed day of
publication is another one. Else it is silent: nobody who reads the list or the page can see that it is not what was
first published. The view derives it from the captures; only the lines' own history was kept nowhere before.
"""

from __future__ import annotations

_TABLES = {
    "metadata": "position, label, value",
    "sections": "number, heading, text",
    "proactive": "form, regulations_issued, regulations_abolished, regulations_in_force, regulations_produced, "
    "regulations_newly_published, regulations_total_published, normative_documents_issued, "
    "normative_documents_abolished, normative_documents_in_force, normative_documents_produced, "
    "normative_documents_newly_published, normative_documents_total_published, licensing_prev_year_items, "
    "licensing_change, licensing_decisions, other_services_prev_year_items, other_services_change, "
    "other_services_decisions, penalty_prev_year_items, penalty_change, penalty_decisions, "
    "compulsion_prev_year_items, compulsion_change, compulsion_decisions, fees_prev_year_items, fees_change, "
    "fees_amount_wanyuan, procurement_items, procurement_amount_yuan",
    "applications": "applicant, form, new_received, carried_in, granted, partial, denied_state_secret, "
    "denied_law_forbids, denied_three_safety, denied_third_party, denied_internal, denied_process, "
    "denied_case_file, denied_query, unable_not_held, unable_needs_creation, unable_unclear, rejected_petition, "
    "rejected_repeat, rejected_publication, rejected_massive, rejected_confirm, other_overdue_correction, "
    "other_overdue_fee, other_other, other_handling, result_total, carried_out",
    "reviews": "channel, form, upheld, corrected, other, pending, total",
    "statistics": "indicator, form, value",
}
"""A migration is history: later names do not change this list."""


def _rows_differ(table: str, columns: str) -> str:
    before = f"SELECT {columns} FROM {table} WHERE version = changed.version_before"
    after = f"SELECT {columns} FROM {table} WHERE version = changed.version_after"
    return f"EXISTS ({before} EXCEPT {after}) OR EXISTS ({after} EXCEPT {before})"


_READ_OTHERWISE = " OR ".join(
    (
        "(SELECT title FROM versions WHERE id = changed.version_before) IS NOT "
        "(SELECT title FROM versions WHERE id = changed.version_after)",
        *(_rows_differ(table, columns) for table, columns in _TABLES.items()),
    )
)

_REPLACED_FILES = """
    SELECT changed.*, held.url AS address, old.sha256 AS sha256_before, new.sha256 AS sha256_after
    FROM changed JOIN candidate_attachments AS held ON held.candidate = changed.candidate_before
        JOIN candidate_attachments AS brought ON brought.candidate = changed.candidate AND brought.url = held.url
        JOIN captures AS old ON old.id = held.capture JOIN captures AS new ON new.id = brought.capture
    WHERE old.sha256 <> new.sha256
"""

BROWSE = f"""
CREATE TABLE line_changes (
    source TEXT NOT NULL REFERENCES sources(id), url TEXT NOT NULL, crawl TEXT NOT NULL REFERENCES crawls(id),
    changed_at TEXT NOT NULL, title_before TEXT NOT NULL, title_after TEXT NOT NULL, date_before TEXT, date_after TEXT,
    PRIMARY KEY (source, url, crawl)
) STRICT, WITHOUT ROWID;

CREATE VIEW replacements AS
    WITH states AS (
        SELECT decided.report, candidates.source, candidates.url AS page, opener.crawl, candidates.page AS page_capture,
            decided.candidate, lag(decided.candidate) OVER here AS candidate_before,
            decided.version AS version_after, lag(decided.version) OVER here AS version_before,
            opener.fetched_at AS captured_after, lag(candidates.page) OVER here AS page_capture_before
        FROM identity_decisions AS decided JOIN candidates ON candidates.id = decided.candidate
            JOIN captures AS opener ON opener.id = candidates.id
        WHERE candidates.url IS NOT NULL
        WINDOW here AS (PARTITION BY candidates.url, decided.report, decided.ordinal
            ORDER BY opener.fetched_at, decided.candidate)
    ), changed AS (
        SELECT * FROM states WHERE version_before <> version_after
    ), files AS ({_REPLACED_FILES}), pages AS (
        SELECT changed.*, changed.page AS address, old.sha256 AS sha256_before, new.sha256 AS sha256_after
        FROM changed JOIN captures AS old ON old.id = changed.page_capture_before
            JOIN captures AS new ON new.id = changed.page_capture
        WHERE old.sha256 <> new.sha256
            -- Beside a replaced file, a page that only counts its visitors was not replaced itself.
            AND (changed.candidate NOT IN (SELECT candidate FROM files) OR {_READ_OTHERWISE})
    ), replaced AS (
        SELECT *, 'page' AS kind FROM pages UNION ALL SELECT *, 'attachment' FROM files
    ), told AS (
        SELECT replaced.*, EXISTS (SELECT 1 FROM line_changes WHERE line_changes.source = replaced.source
                AND line_changes.crawl = replaced.crawl AND line_changes.url IN (replaced.page, replaced.address))
                AS line_changed,
            (SELECT published FROM versions WHERE id = replaced.version_before) IS NOT
                (SELECT published FROM versions WHERE id = replaced.version_after) AS date_changed
        FROM replaced
    )
    SELECT report, kind, address, page, version_before, version_after,
        (SELECT min(first.captured_after) FROM states AS first WHERE first.page = told.page
            AND first.report = told.report AND first.version_after = told.version_before) AS captured_before,
        captured_after, sha256_before, sha256_after, line_changed, date_changed,
        CASE WHEN line_changed OR date_changed THEN 'announced' ELSE 'silent' END AS announcement
    FROM told;
"""
