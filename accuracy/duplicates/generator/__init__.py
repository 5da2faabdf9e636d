"""A corpus of report pages with known truth. Nothing here imports the application: what is a copy is known from how it
was made, and is not asked of the code that is examined."""

from accuracy.duplicates.generator.corpus import generated_pages
from accuracy.duplicates.generator.page import Page

__all__ = ["Page", "generated_pages"]
