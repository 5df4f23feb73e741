"""Skolverket's statistical database (PxWeb): which tables are asked for, the questions, and what an answer says."""
