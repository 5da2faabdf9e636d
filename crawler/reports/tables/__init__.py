"""The three tables of the forms, read from grids by their labels."""
