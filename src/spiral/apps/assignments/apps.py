from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.assignments"
    label = "assignments"
