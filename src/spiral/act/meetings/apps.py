from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.act.meetings"
    label = "meetings"

    def ready(self) -> None:
        from spiral.act.meetings.demo import load_demo_meetings
        from spiral.act.meetings.exports import feed
        from spiral.act.meetings.handover import AGENDA, Notes, Texts
        from spiral.act.meetings.queries import happenings
        from spiral.exchange.evidence import register_destination, register_source
        from spiral.exchange.feeds import register_feed
        from spiral.exchange.happenings import register_teller
        from spiral.exchange.texts import register_room
        from spiral.ground.demo import register_demo

        register_destination(AGENDA)
        register_source("note", Notes())
        register_teller(happenings)
        register_feed(feed)
        register_room("meeting", Texts())
        register_demo("möten", load_demo_meetings, order=80)
