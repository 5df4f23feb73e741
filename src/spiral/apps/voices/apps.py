from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.voices"
    label = "voices"

    def ready(self) -> None:
        from spiral.apps.core.demo import register_demo
        from spiral.apps.core.evidence import register_source
        from spiral.apps.core.texts import register_room
        from spiral.apps.voices.demo import load_demo_voices
        from spiral.apps.voices.handover import KIND, QuoteSource, ThemeSource, VoicesRoom

        register_source("quote", QuoteSource())
        register_source("theme", ThemeSource())
        register_room(KIND, VoicesRoom())
        register_demo("elevröster", load_demo_voices)
