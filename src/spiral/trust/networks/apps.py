from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.trust.networks"
    label = "networks"
