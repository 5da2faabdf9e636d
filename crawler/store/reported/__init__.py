"""One report: found by what a user calls it, explained, compared, cited."""
