from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.networks"
    label = "networks"
