"""What the sentences of a report say, where they stand, and what damage they show."""
