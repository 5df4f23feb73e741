"""Django, one app per domain."""
