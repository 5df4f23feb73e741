"""The region's hub in production: a secret key that must be set, secure cookies, and e-mail that is sent."""

import os

from django.core.exceptions import ImproperlyConfigured

from spiral.config.base import *

PRODUCTION = True
if not SECRET_KEY:
    raise ImproperlyConfigured("SPIRAL_SECRET_KEY must be set in production")
AUDIT_KEYS = audit_keys(lambda: key_of_folder("audit_key"))

EMAIL_BACKEND = os.environ.get("SPIRAL_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_USE_TLS = os.environ.get("SPIRAL_EMAIL_TLS", "starttls") == "starttls"
EMAIL_USE_SSL = os.environ.get("SPIRAL_EMAIL_TLS") == "tls"

WHITENOISE_USE_FINDERS = False
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = os.environ.get("SPIRAL_TLS", "here") == "here"
# Of a trusted proxy only: ground.middleware.trust_named_proxies takes it away from everybody else.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
