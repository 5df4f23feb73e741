from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.learn.needs"
    label = "needs"

    def ready(self) -> None:
        from spiral.exchange import evidence, happenings, offers, texts
        from spiral.ground.demo import register_demo
        from spiral.learn.needs import handover
        from spiral.learn.needs.demo import load_demo_map

        evidence.register_source(handover.KIND, handover.NeedEvidence())
        evidence.register_destination(handover.destination())
        texts.register_room(handover.KIND, handover.NeedTexts())
        happenings.register_teller(handover.happened)
        offers.register_seekers(handover.KIND, handover.sought)
        offers.register_offers(handover.KIND, handover.offered)
        register_demo("behov", lambda: load_demo_map() or 0)
