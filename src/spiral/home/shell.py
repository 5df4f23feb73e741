"""What surrounds every page of the hub: the five words of the loop, and the tools of everybody in the network."""

from django.utils.translation import gettext_lazy as _

from spiral.ground.shell import MenuEntry, Reader, Shell, Tool

SHELL = Shell(
    front="home:front",
    has_glyphs=True,
    menu=(
        MenuEntry("results:region", _("Se"), ("results:", "indicators:"), "se"),
        MenuEntry("home:understand", _("Förstå"), ("inquiries:", "voices:"), "forsta"),
        MenuEntry(
            "home:learn",
            _("Lära"),
            ("assessments:", "needs:", "examples:", "circles:", "results:compare"),
            "lara",
        ),
        MenuEntry("home:act", _("Göra"), ("assignments:", "meetings:", "events:"), "gora"),
        MenuEntry("home:again", _("Se igen"), (), "se-igen"),
    ),
    tools=(
        Tool("meetings:index", _("Möten"), Reader.MEMBERS),
        Tool("ground:join", _("Delta med kod"), Reader.OTHERS),
        Tool("search:search", _("Sök")),
    ),
    foot=(
        Tool("results:data", _("Data och källor")),
        Tool("networks:municipalities", _("Register")),
    ),
    note="home/demo_note.html",
    search="search:search",
    beside=_("En kommuns egen installation"),
)
