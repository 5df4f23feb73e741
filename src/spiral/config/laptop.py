"""A node on one person's computer: only that computer reaches it, and its own link signs in."""

from spiral.config.base import *

SECRET_KEY = SECRET_KEY or key_of_folder("secret_key")
AUDIT_KEYS = audit_keys(lambda: key_of_folder("audit_key"))
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
OWNER_NAME = OWNER_NAME or "Egen dator"
#: What the link that `spiral node` prints ends with; another each time it starts.
LAPTOP_TOKEN = os.environ.get("SPIRAL_LAPTOP_TOKEN", "")
