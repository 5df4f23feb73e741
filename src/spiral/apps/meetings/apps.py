from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.apps.meetings"
    label = "meetings"

    def ready(self) -> None:
        from spiral.apps.core.demo import register_demo
        from spiral.apps.core.evidence import register_destination, register_source
        from spiral.apps.core.feeds import register_feed
        from spiral.apps.core.happenings import register_teller
        from spiral.apps.core.texts import register_room
        from spiral.apps.meetings.demo import load_demo_meetings
        from spiral.apps.meetings.exports import feed
        from spiral.apps.meetings.handover import AGENDA, Notes, Texts
        from spiral.apps.meetings.queries import happenings

        register_destination(AGENDA)
        register_source("note", Notes())
        register_teller(happenings)
        register_feed(feed)
        register_room("meeting", Texts())
        register_demo("möten", load_demo_meetings, order=80)
