from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.act.meetings"
    label = "meetings"

    def ready(self) -> None:
        from spiral.act.meetings.handover import register

        register()
