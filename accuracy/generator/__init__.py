"""Documents with known answers: real shapes, random figures, and an answer that no reader has touched.

Nothing here imports the reader (crawler.documents, crawler.reports), and the labels stand in data files of its own, so
that a label misread once is not written and read alike.
"""

from accuracy.generator.cases import generated_cases
from accuracy.generator.plain_tables import html_tables
from accuracy.generator.traps import trap_cases

__all__ = ["generated_cases", "html_tables", "trap_cases"]
