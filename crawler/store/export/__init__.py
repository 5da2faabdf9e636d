"""The corpus as files that other tools load: a panel, a long form, a text corpus, and the archive as WARC."""
