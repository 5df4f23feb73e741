from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.learn.examples"
    label = "examples"

    def ready(self) -> None:
        from spiral.learn.examples.handover import register

        register()
