from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.people"
    label = "people"

    def ready(self) -> None:
        from spiral.apps.core.registry import register_reader
        from spiral.apps.people.queries import label

        register_reader(label)
