"""The demo: anybody steps into a role, and what is made up says so."""

from spiral.config.base import *

DEMO = True
SECRET_KEY = SECRET_KEY or key_of_folder()
