from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.exchange"
    label = "exchange"
