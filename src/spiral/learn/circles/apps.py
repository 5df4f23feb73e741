from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.learn.circles"
    label = "circles"

    def ready(self) -> None:
        from spiral.learn.circles.handover import register

        register()
