"""Schema 5, search: bigrams of every report's text (DESIGN.md, "Chinese search").

The tokenizer is `ascii`, which takes every character beyond ASCII for a letter: `unicode61` knows only the letters of
Unicode 6.1, and would break a token at an emoji, a full-width bracket or a newer ideograph. What is ASCII and no letter
never reaches it: crawler.store.search.tokens writes it full-width.
"""

from __future__ import annotations

BROWSE = """
CREATE TABLE search_documents (
    id INTEGER PRIMARY KEY, report TEXT NOT NULL UNIQUE REFERENCES reports(id) DEFERRABLE INITIALLY DEFERRED,
    otherwise TEXT NOT NULL
) STRICT;
CREATE TABLE search_state (tokens_version TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', detail=none, tokenize='ascii');
CREATE INDEX reports_newest ON reports(report_year DESC, published DESC, id);
"""
"""`otherwise`: `written_otherwise` of the report's texts, by which SQLite alone can say of most texts whether they hold
a long word. `tokens_version`: of the code that made the tokens; another one's index is made anew when the store is
opened for writing. No row: the index was never made. `reports_newest` is the order in which hits are shown."""
