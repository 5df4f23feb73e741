from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.learn.circles"
    label = "circles"

    def ready(self) -> None:
        from spiral.exchange.evidence import register_source
        from spiral.exchange.happenings import register_teller
        from spiral.exchange.texts import register_room
        from spiral.ground.demo import register_demo
        from spiral.learn.circles.demo import load_demo_circles
        from spiral.learn.circles.handover import KIND, CirclesRoom, ReflectionSource, happened

        register_source("reflection", ReflectionSource())
        register_room(KIND, CirclesRoom())
        register_teller(happened)
        register_demo("läsecirklar", load_demo_circles)
