from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.voices"
    label = "voices"
