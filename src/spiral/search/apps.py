from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.search"
    label = "search"

    def ready(self) -> None:
        from spiral.exchange.texts import LISTENERS
        from spiral.search.actions import text_changed

        LISTENERS.register("search", text_changed)
