"""How well the store knows a report again: generated reports with copies and near-misses whose truth is known."""
