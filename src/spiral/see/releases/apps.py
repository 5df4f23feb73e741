from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.see.releases"
    label = "releases"
