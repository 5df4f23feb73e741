from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.people"
    label = "people"

    def ready(self) -> None:
        from spiral.apps.core.demo import register_demo
        from spiral.apps.core.registry import register_reader
        from spiral.apps.people.demo import load_demo_register
        from spiral.apps.people.queries import label

        register_reader(label)
        register_demo("register", load_demo_register, order=95)
