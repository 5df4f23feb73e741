from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.learn.needs"
    label = "needs"

    def ready(self) -> None:
        from spiral.learn.needs.handover import register

        register()
