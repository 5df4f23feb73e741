from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.understand.voices"
    label = "voices"

    def ready(self) -> None:
        from spiral.understand.voices.handover import register

        register()
