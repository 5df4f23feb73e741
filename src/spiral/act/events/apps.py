from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.act.events"
    label = "events"

    def ready(self) -> None:
        from spiral.act.events import handover
        from spiral.act.events.demo import load_demo_events
        from spiral.exchange import texts
        from spiral.ground.demo import register_demo

        texts.register_room(handover.KIND, handover.EventTexts())
        register_demo("på gång", lambda: load_demo_events() or 0)
