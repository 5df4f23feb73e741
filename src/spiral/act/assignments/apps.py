from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.act.assignments"
    label = "assignments"

    def ready(self) -> None:
        from spiral.act.assignments import handover, queries
        from spiral.act.assignments.demo import load_demo_assignments
        from spiral.exchange import evidence, happenings, texts
        from spiral.ground.demo import register_demo

        happenings.register_points(queries.open_points)
        happenings.register_teller(queries.tell)
        evidence.register_destination(handover.POINT)
        texts.register_room(handover.KIND, handover.PointTexts())
        register_demo("uppdrag", load_demo_assignments, order=20)
