from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.see.results"
    label = "results"

    def ready(self) -> None:
        from spiral.exchange.evidence import register_source
        from spiral.see.results.published import register

        register()
        register_source("figure", "spiral.see.results.handover:Figures")
