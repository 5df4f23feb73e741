"""The demo: anybody may take any role without a password, and made-up data are labelled."""

from spiral.config.base import *
from spiral.config.rooms import DEMO_OWNER

DEMO = True
SECRET_KEY = SECRET_KEY or key_of_folder("secret_key")
AUDIT_KEYS = audit_keys(lambda: key_of_folder("audit_key"))
if INSTALLATION == "node":
    OWNER, OWNER_NAME = DEMO_OWNER
