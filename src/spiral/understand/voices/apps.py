from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.understand.voices"
    label = "voices"

    def ready(self) -> None:
        from spiral.exchange.evidence import register_source
        from spiral.exchange.texts import register_room
        from spiral.ground.demo import register_demo
        from spiral.understand.voices.demo import load_demo_voices
        from spiral.understand.voices.handover import KIND, QuoteSource, ThemeSource, VoicesRoom

        register_source("quote", QuoteSource())
        register_source("theme", ThemeSource())
        register_room(KIND, VoicesRoom())
        register_demo("elevröster", load_demo_voices)
