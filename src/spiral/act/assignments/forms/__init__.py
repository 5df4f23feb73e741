"""Forms of assignments, strategies and points. Every message says which field, and what to do"""
