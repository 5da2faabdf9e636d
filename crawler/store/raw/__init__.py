"""The raw half: the bytes themselves, compressed, and never rewritten but to smaller ones."""
