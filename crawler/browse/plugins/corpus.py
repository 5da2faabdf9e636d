"""What `datasette --plugins-dir` loads: every file of its folder is a plugin, so the code stands beside it."""

from crawler.browse.plugin import extra_template_vars, get_metadata, handle_exception, render_cell, startup

__all__ = ["extra_template_vars", "get_metadata", "handle_exception", "render_cell", "startup"]
