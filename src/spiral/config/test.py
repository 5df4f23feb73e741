"""The tests."""

from spiral.config.base import *

SECRET_KEY = SECRET_KEY or "only-for-tests"
