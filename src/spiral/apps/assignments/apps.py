from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.assignments"
    label = "assignments"

    def ready(self) -> None:
        from spiral.apps.assignments import handover, queries
        from spiral.apps.assignments.demo import load_demo_assignments
        from spiral.apps.core import evidence, happenings, texts
        from spiral.apps.core.demo import register_demo

        happenings.register_points(queries.open_points)
        happenings.register_teller(queries.tell)
        evidence.register_destination(handover.POINT)
        texts.register_room(handover.KIND, handover.PointTexts())
        register_demo("uppdrag", load_demo_assignments, order=20)
