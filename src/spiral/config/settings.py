"""The settings of the role that ``SPIRAL_MODE`` names: production, demo, development, laptop or test.

One variable chooses the role, so the demo's sign-in without a password cannot be on in production.
"""

import os

from django.core.exceptions import ImproperlyConfigured

match os.environ.get("SPIRAL_MODE", "development"):
    case "production":
        from spiral.config.hub import *
    case "demo":
        from spiral.config.demo import *
    case "development":
        from spiral.config.development import *
    case "laptop":
        from spiral.config.laptop import *
    case "test":
        from spiral.config.test import *
    case mode:
        raise ImproperlyConfigured(f"SPIRAL_MODE={mode}: production, demo, development, laptop or test")
