"""Settings for the tests: a fixed key."""

from spiral.config.base import *

SECRET_KEY = SECRET_KEY or "only-for-tests"
AUDIT_KEYS = audit_keys(lambda: "only-for-tests")
