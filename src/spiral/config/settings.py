"""The settings of the role that ``SPIRAL_MODE`` names: production (the hub), demo, development or test.

Being one variable, the demo's open doors cannot be on in production.
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
    case "test":
        from spiral.config.test import *
    case mode:
        raise ImproperlyConfigured(f"SPIRAL_MODE={mode}: production, demo, development or test")
