from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.see.results"
    label = "results"

    def ready(self) -> None:
        from spiral.see.results.handover import register

        register()
