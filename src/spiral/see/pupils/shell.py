"""What surrounds every page of a node: its own menu, and the line that says that pupils' records stay here."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from spiral.ground.shell import MenuEntry, Shell

SHELL = Shell(
    front="pupils:front",
    about=_("Kommunens installation") if not settings.OWNER_NAME else settings.OWNER_NAME,
    menu=(
        MenuEntry("pupils:front", _("Kontrollera"), ("pupils:checked", "pupils:preview"), "kontrollera"),
        MenuEntry("pupils:imports", _("Inläsningar"), ("pupils:undo", "pupils:erase"), "inlasningar"),
    ),
    note="pupils/inside.html",
    style="pupils/pupils.css",
)
