from django.apps import AppConfig


class PupilsConfig(AppConfig):
    name = "spiral.see.pupils"
    label = "pupils"
