from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.assessments"
    label = "assessments"

    def ready(self) -> None:
        from spiral.apps.assessments.demo import load_demo_rounds
        from spiral.apps.core.demo import register_demo
        from spiral.apps.core.evidence import register_source

        register_source("rating", "spiral.apps.assessments.handover:Ratings")
        register_demo("självskattningar", lambda: load_demo_rounds() or 0)
