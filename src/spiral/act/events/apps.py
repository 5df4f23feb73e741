from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.act.events"
    label = "events"

    def ready(self) -> None:
        from spiral.act.events.handover import register

        register()
