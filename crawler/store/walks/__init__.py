"""Runs, visits and the lines of lists."""
