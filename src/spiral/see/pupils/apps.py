from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.see.pupils"
    label = "pupils"

    def ready(self) -> None:
        from spiral.ground.demo import register_demo
        from spiral.see.pupils.demo import load_pupils

        register_demo("elevfiler", load_pupils, at="node")
