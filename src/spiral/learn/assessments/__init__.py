"""Self-assessment together: statement sets, rounds that are anonymous by their schema, results as distributions."""
