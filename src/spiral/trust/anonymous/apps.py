from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.trust.anonymous"
    label = "anonymous"
