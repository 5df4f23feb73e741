from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.home"
    label = "home"
