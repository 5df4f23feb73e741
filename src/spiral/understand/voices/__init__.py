"""Pupils' voices: forms by code, analysis day, themes; no account, no profile."""
