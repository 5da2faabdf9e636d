"""A version's reading as rows, and what makes two captures one content."""
