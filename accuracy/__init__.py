"""How exactly the reader reads: documents with known answers, scored cell by cell (`make accuracy`)."""
