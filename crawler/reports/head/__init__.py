"""Title, body, year, 索引号, period and contact of a report, and where they disagree."""
