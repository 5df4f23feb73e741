from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.results"
    label = "results"

    def ready(self) -> None:
        from spiral.apps.results.published import register

        register()
