from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.learn.assessments"
    label = "assessments"

    def ready(self) -> None:
        from spiral.exchange.evidence import register_source
        from spiral.ground.demo import register_demo
        from spiral.learn.assessments.demo import load_demo_rounds

        register_source("rating", "spiral.learn.assessments.handover:Ratings")
        register_demo("självskattningar", lambda: load_demo_rounds() or 0)
