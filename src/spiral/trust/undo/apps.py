from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class Config(AppConfig):
    name = "spiral.trust.undo"
    label = "undo"

    def ready(self) -> None:
        from spiral.ground.forgetting import register_by_the_clock
        from spiral.trust.undo.actions import forget_old

        register_by_the_clock("undo", forget_old)
        user_logged_in.connect(lambda **_told: forget_old(), weak=False, dispatch_uid="undo")
