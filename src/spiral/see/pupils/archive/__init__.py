"""The pupils' records on disk: encrypted batches that are never changed, only added, dropped and erased from."""
