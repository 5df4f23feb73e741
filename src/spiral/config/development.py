"""A developer's own machine: errors with their traces, static files as they are edited."""

from spiral.config.base import *

DEBUG = True
SECRET_KEY = SECRET_KEY or key_of_folder("secret_key")
AUDIT_KEYS = audit_keys(lambda: key_of_folder("audit_key"))
