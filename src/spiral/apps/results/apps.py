from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.results"
    label = "results"

    def ready(self) -> None:
        from spiral.apps.core.evidence import register_source
        from spiral.apps.results.published import register

        register()
        register_source("figure", "spiral.apps.results.handover:Figures")
