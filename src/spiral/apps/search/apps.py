from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.search"
    label = "search"

    def ready(self) -> None:
        from spiral.apps.core.texts import register_listener
        from spiral.apps.search.actions import text_changed

        register_listener(text_changed)
