from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.search"
    label = "search"

    def ready(self) -> None:
        from spiral.exchange.texts import register_listener
        from spiral.search.actions import text_changed

        register_listener(text_changed)
