"""How the words of reports are compared and read: labels, figures, dates, numbering, traditional characters."""
