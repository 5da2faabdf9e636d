"""The closed world of bodies and columns, and whose a report is."""
