from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.learn.assessments"
    label = "assessments"

    def ready(self) -> None:
        from spiral.learn.assessments.handover import register

        register()
