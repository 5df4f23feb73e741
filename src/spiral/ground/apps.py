from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.ground"
    label = "core"
