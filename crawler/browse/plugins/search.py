"""What `datasette --plugins-dir` loads for the search box: the code stands in crawler/browse/search.py."""

from crawler.browse.search import prepare_connection, render_cell, search_filter, startup

__all__ = ["prepare_connection", "render_cell", "search_filter", "startup"]
