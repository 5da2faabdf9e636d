"""Schema 3: the note of a check, the order of the 2014–2018 appendix, and the appendix as one row a report.

A check's note is what its figures do not say (T1 quotes the prose, and names the scope). An indicator's place is its
row's place on the page: the table is keyed by indicator and keeps no order of its own. The view spells the indicators
of the official table out as columns, for a panel; what is printed besides them stands in `statistics` alone.
"""

from __future__ import annotations

_INDICATORS = (
    "disclosed_total",
    "disclosed_normative_documents",
    "normative_documents_issued",
    "disclosed_gazette",
    "disclosed_website",
    "disclosed_microblog",
    "disclosed_wechat",
    "disclosed_other_channels",
    "responses_total",
    "press_conferences",
    "press_conferences_by_leaders",
    "online_interviews",
    "online_interviews_by_leaders",
    "policy_interpretations",
    "responses_microblog_wechat",
    "responses_other_channels",
    "applications_received",
    "received_in_person",
    "received_fax",
    "received_online",
    "received_letter",
    "applications_completed",
    "completed_on_time",
    "completed_extended",
    "applications_answered",
    "answered_already_public",
    "answered_granted",
    "answered_partial",
    "answered_denied",
    "denied_state_secret",
    "denied_commercial_secret",
    "denied_personal_privacy",
    "denied_three_safety",
    "denied_not_government_information",
    "denied_other_law",
    "answered_not_this_body",
    "answered_not_existing",
    "answered_correction_asked",
    "answered_other_way",
    "reviews_total",
    "reviews_upheld",
    "reviews_corrected",
    "reviews_other",
    "lawsuits_total",
    "lawsuits_upheld",
    "lawsuits_corrected",
    "lawsuits_other",
    "complaints_total",
    "fees_wanyuan",
    "dedicated_offices",
    "reading_points",
    "staff_total",
    "staff_full_time",
    "staff_part_time",
    "budget_wanyuan",
    "meetings",
    "trainings",
    "trainees",
)
"""As the official table has them (国办发〔2014〕32号). A migration is history: later names do not change this list."""

_COLUMNS = ",\n        ".join(
    f"max(CASE WHEN statistics.indicator = '{name}' THEN statistics.value END) AS {name}" for name in _INDICATORS
)

BROWSE = f"""
ALTER TABLE checks ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE statistics ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
CREATE VIEW current_statistics_2014 AS
    SELECT reports.id AS report, bodies.name AS body_name, reports.body, reports.report_year,
        reports.current_version AS version,
        {_COLUMNS}
    FROM reports JOIN bodies ON bodies.id = reports.body
        JOIN statistics ON statistics.version = reports.current_version
    GROUP BY reports.id;
"""
