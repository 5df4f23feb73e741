from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.learn.examples"
    label = "examples"

    def ready(self) -> None:
        from spiral.exchange import evidence, happenings, offers, texts
        from spiral.ground.demo import register_demo
        from spiral.learn.examples import handover
        from spiral.learn.examples.demo import load_demo_examples

        evidence.register_source(handover.KIND, handover.ExampleEvidence())
        for way in handover.destinations():
            evidence.register_destination(way)
        texts.register_room(handover.KIND, handover.ExampleTexts())
        happenings.register_teller(handover.happened)
        offers.register_offers(handover.KIND, handover.offered)
        register_demo("exempel", lambda: load_demo_examples() or 0)
