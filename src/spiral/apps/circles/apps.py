from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.circles"
    label = "circles"

    def ready(self) -> None:
        from spiral.apps.circles.demo import load_demo_circles
        from spiral.apps.circles.handover import KIND, CirclesRoom, ReflectionSource, happened
        from spiral.apps.core.demo import register_demo
        from spiral.apps.core.evidence import register_source
        from spiral.apps.core.happenings import register_teller
        from spiral.apps.core.texts import register_room

        register_source("reflection", ReflectionSource())
        register_room(KIND, CirclesRoom())
        register_teller(happened)
        register_demo("läsecirklar", load_demo_circles)
