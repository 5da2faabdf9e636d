"""What was fetched or imported, and what of it is to be read together."""
