"""Schema 4: what walking every kind of column needs: lists of their own (branches), twins, and the evidence of a walk.

SQLite cannot alter a CHECK, so `entries` and `visits` are written anew with their rows. No table refers to either, and
no view reads them, so nothing else moves. A line of a store from before stood in its source's own list: there were no
branches then.
"""

from __future__ import annotations

BROWSE = """
CREATE TABLE entries_4 (
    source TEXT NOT NULL REFERENCES sources(id), url TEXT NOT NULL, title TEXT NOT NULL, date TEXT,
    position INTEGER NOT NULL, decision TEXT NOT NULL CHECK (decision IN
        ('report', 'follow', 'statistics', 'twin', 'branch', 'other_body', 'website_report', 'interpretation',
        'off_registry', 'other')),
    reason TEXT NOT NULL, list_url TEXT NOT NULL, twin_of TEXT, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    crawl TEXT NOT NULL REFERENCES crawls(id), listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
    PRIMARY KEY (source, url)
) STRICT;
INSERT INTO entries_4 (source, url, title, date, position, decision, reason, list_url, twin_of, first_seen, last_seen,
        crawl, listed)
    SELECT entries.source, entries.url, entries.title, entries.date, entries.position, entries.decision,
        entries.reason, sources.list_url, NULL, entries.first_seen, entries.last_seen, entries.crawl, entries.listed
    FROM entries JOIN sources ON sources.id = entries.source ORDER BY entries.rowid;
DROP TABLE entries;
ALTER TABLE entries_4 RENAME TO entries;
CREATE INDEX entries_of_url ON entries(url);

CREATE TABLE visits_4 (
    crawl TEXT NOT NULL REFERENCES crawls(id), source TEXT NOT NULL REFERENCES sources(id), ended_at TEXT NOT NULL,
    said INTEGER, said_pages INTEGER, seen INTEGER NOT NULL, list_pages INTEGER NOT NULL,
    report_pages INTEGER NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0, full_walk INTEGER NOT NULL CHECK (full_walk IN (0, 1)),
    outcome TEXT NOT NULL CHECK
        (outcome IN ('complete', 'unstated', 'incomplete', 'blocked', 'disallowed', 'down', 'moved', 'empty')),
    evidence TEXT NOT NULL CHECK (evidence IN ('stated', 'pager', 'unstated')), reason TEXT NOT NULL,
    lists TEXT NOT NULL DEFAULT '[]', PRIMARY KEY (crawl, source)
) STRICT;
INSERT INTO visits_4 (crawl, source, ended_at, said, said_pages, seen, list_pages, report_pages, new, changed,
        unchanged, full_walk, outcome, evidence, reason)
    SELECT crawl, source, ended_at, said, said_pages, seen, list_pages, report_pages, new, changed, unchanged,
        full_walk, outcome, evidence, reason FROM visits ORDER BY rowid;
DROP TABLE visits;
ALTER TABLE visits_4 RENAME TO visits;
CREATE INDEX visits_of_source ON visits(source, ended_at);

ALTER TABLE sources ADD COLUMN branch_pattern TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN report_titles TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN rendering TEXT NOT NULL DEFAULT 'plain' CHECK (rendering IN ('plain', 'browser'));
"""
