from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.act.assignments"
    label = "assignments"

    def ready(self) -> None:
        from spiral.act.assignments.handover import register

        register()
