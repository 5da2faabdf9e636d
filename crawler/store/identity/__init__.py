"""Which report a candidate is, and which of its versions (DESIGN.md, "Identity"). Pure; order of arrival is nothing.

The rules, of which the first that joins two candidates of one body, year and kind is stated: `override` (stated by a
person), `index_number` (rule 1: one publisher's 索引号), `address` (rule 4: the same page, later), `content` (rule 5: a
copy), `numbers` and `prose` (rule 3: confirmed), `alone` (nothing to be joined with). What nothing joins are two
reports, flagged `same_body_year`; a 索引号 that also stands in another body or year is flagged `collision` (rule 2) and
joins nothing there. Where one 索引号 joins two pages of one body and year that print another office's name
or five other numbers and more, rule 1 holds, and both are flagged `same_number_contradicted`.

Modules: `facts` (the values), `table_evidence` and `prose_evidence` (what is measured, with its thresholds), `likeness`
(both together), `joins` (chains of joins, and what is stated to be apart), `collisions`, `reasons`, `decide`.
"""

from crawler.store.identity.collisions import holders_as_told
from crawler.store.identity.decide import identify
from crawler.store.identity.facts import (
    NOTHING_STATED,
    CandidateFacts,
    Decision,
    Group,
    Rule,
    StatedPairs,
    index_number_holders,
    normalise_index_number,
    version_id,
)
from crawler.store.identity.joins import same_version_sets

__all__ = [
    "NOTHING_STATED",
    "CandidateFacts",
    "Decision",
    "Group",
    "Rule",
    "StatedPairs",
    "holders_as_told",
    "identify",
    "index_number_holders",
    "normalise_index_number",
    "same_version_sets",
    "version_id",
]
