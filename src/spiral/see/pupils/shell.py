"""What surrounds every page of a node: its own menu, and the line that says that pupils' records stay here."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from spiral.ground.shell import MenuEntry, Shell

SHELL = Shell(
    front="pupils:front",
    about=format_lazy("{} {}", settings.OWNER_NAME, _("– kommunens installation")),
    menu=(
        MenuEntry("pupils:front", _("Kontrollera"), ("pupils:checked", "pupils:preview"), "kontrollera"),
        MenuEntry("pupils:schools", _("Skolorna"), ("pupils:school",), "skolorna"),
        MenuEntry("pupils:same_pupils", _("Samma elever"), (), "samma-elever"),
        MenuEntry("pupils:imports", _("Inläsningar"), ("pupils:undo", "pupils:erase"), "inlasningar"),
    ),
    note="pupils/inside.html",
    style="pupils/pupils.css",
    beside=_("Nätverkets webbplats"),
)
