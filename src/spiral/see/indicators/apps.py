from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.see.indicators"
    label = "indicators"

    def ready(self) -> None:
        from spiral.see.indicators.handover import register

        register()
