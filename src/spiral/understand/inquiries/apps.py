from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.understand.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        from spiral.understand.inquiries.handover import register

        register()
