from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.understand.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        from spiral.exchange import evidence, happenings, texts
        from spiral.ground.demo import register_demo
        from spiral.understand.inquiries.demo import load_demo_inquiries
        from spiral.understand.inquiries.handover import Inquiries, destination, tell

        evidence.register_destination(destination())
        happenings.register_teller(tell)
        texts.register_room("inquiry", Inquiries())
        register_demo("undersökningar", load_demo_inquiries, order=60)
