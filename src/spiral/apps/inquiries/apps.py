from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        from spiral.apps.core import evidence, happenings, texts
        from spiral.apps.core.demo import register_demo
        from spiral.apps.inquiries.demo import load_demo_inquiries
        from spiral.apps.inquiries.handover import Inquiries, destination, tell

        evidence.register_destination(destination())
        happenings.register_teller(tell)
        texts.register_room("inquiry", Inquiries())
        register_demo("undersökningar", load_demo_inquiries, order=60)
