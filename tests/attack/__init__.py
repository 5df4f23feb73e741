"""The attack suite: what is new of it; the rest stands beside what it attacks (SECURITY.md lists all).

`make test ARGS="-m attack"` runs everything, `make test` a sample that is the same every time (see ``extent``).
"""
