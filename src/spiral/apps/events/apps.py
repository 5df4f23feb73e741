from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.events"
    label = "events"

    def ready(self) -> None:
        from spiral.apps.core import texts
        from spiral.apps.core.demo import register_demo
        from spiral.apps.events import handover
        from spiral.apps.events.demo import load_demo_events

        texts.register_room(handover.KIND, handover.EventTexts())
        register_demo("på gång", lambda: load_demo_events() or 0)
