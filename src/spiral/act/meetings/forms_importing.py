"""Forms of old minutes: the file or the text, the meeting, somebody who was there, an item, a date ahead."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.act.meetings.actions.importing import Present
from spiral.act.meetings.actions.notes import LONGEST_NOTE
from spiral.act.meetings.actions.planning import LARGEST_FILE, MeetingPlan
from spiral.act.meetings.forms import PlanForm, at
from spiral.exchange.ratings import ratings
from spiral.ground.fields import DayInput, HourInput, set_choices
from spiral.sources.minutes import LARGEST, Minutes, Unreadable, read_minutes
from spiral.sources.minutes.lines import LONGEST
from spiral.trust.access.viewer import Viewer

#: A file up to this goes along in the preview, so that it need not be stored before the meeting is.
CARRIED = 400_000


class MinutesFileForm(forms.Form):
    """Old minutes as a file, or as text."""

    file = forms.FileField(
        label=lazy("Fil"),
        required=False,
        max_length=200,
        allow_empty_file=True,
        help_text=lazy("Word (.docx), LibreOffice (.odt), PDF med text, webbsida, mejl eller text. Högst 5 MB."),
    )
    text = forms.CharField(
        label=lazy("Eller klistra in texten"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, municipalities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipalities = municipalities
        self.minutes: Minutes | None = None
        self.content, self.name = b"", ""

    def clean(self) -> dict[str, Any]:
        """Reads :attr:`found`; what cannot be read is said with the remedy."""
        cleaned = super().clean() or {}
        given, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if given is None and not text.strip():
            raise forms.ValidationError(_("Välj en fil med anteckningar, eller klistra in texten."))
        if given is not None and given.size > LARGEST:
            self.add_error("file", _("Filen är större än 5 MB. Ta bort bilder ur den, eller klistra in texten."))
            return cleaned
        self.content = text.encode() if given is None else given.read()
        self.name = "" if given is None else given.name
        try:
            self.minutes = read_minutes(self.content, self.name, self.municipalities)
        except Unreadable as unreadable:
            problem = unreadable.problem
            self.add_error("file" if given else "text", f"{problem.message} {problem.remedy}")
        return cleaned


class HeldForm(PlanForm):
    """When and where it was, and what else of the file is to be kept."""

    rest = forms.CharField(
        label=lazy("Det som inte gick att tolka"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=lazy("Sparas som punkten Övrigt. Töm rutan om det inte ska med."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    take_set = forms.BooleanField(label=lazy("Spara påståendena som en lista för självskattning"), required=False)
    set_title = forms.CharField(label=lazy("Listans rubrik"), required=False, max_length=120)
    set_statements = forms.CharField(
        label=lazy("Påståenden"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=lazy("Ett på varje rad."),
    )
    set_levels = forms.CharField(
        label=lazy("Skalans nivåer"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("En på varje rad, lägst först."),
    )
    keep_file = forms.BooleanField(label=lazy("Spara filen som bilaga till mötet"), required=False)
    carried = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4 * CARRIED // 3 + 10)
    file_name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    file_again = forms.FileField(
        label=lazy("Spara filen som bilaga"),
        required=False,
        max_length=200,
        help_text=lazy("Frivilligt. Filen är stor: välj den en gång till. Högst 10 MB."),
    )
    again = forms.BooleanField(label=lazy("Läs in ändå: det här är ett annat möte"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        for name in ("join_url", "about", "revision"):
            del self.fields[name]
        self.viewer = viewer
        self.statements: dict[str, Any] | None = None
        self.file: tuple[str, bytes] | None = None

    def clean(self) -> dict[str, Any]:
        """It has been; the statements make a set that is not there already; the file is whole."""
        cleaned = super().clean() or {}
        if cleaned.get("day") and cleaned["day"] > timezone.localdate():
            self.add_error("day", _("Dagen har inte varit än. Gamla anteckningar hör till ett möte som har hållits."))
        if cleaned.get("take_set"):
            self._clean_set(cleaned)
        if cleaned.get("file_again"):
            if cleaned["file_again"].size > LARGEST_FILE:
                self.add_error("file_again", _("Högst 10 MB går att bifoga. Lägg filen där ni brukar och länka dit."))
            else:
                self.file = (cleaned["file_again"].name, cleaned["file_again"].read())
        elif cleaned.get("keep_file") and cleaned.get("carried"):
            try:
                self.file = (
                    cleaned["file_name"] or "anteckningar",
                    base64.b64decode(cleaned["carried"], validate=True),
                )
            except (binascii.Error, ValueError):
                self.add_error(
                    "keep_file", _("Filen följde inte med hela vägen. Bocka ur den och bifoga den på mötets sida.")
                )
        return cleaned

    def _clean_set(self, values: dict[str, Any]) -> None:
        title = values.get("set_title", "").strip()
        document = {
            "key": slugify(title)[:60],
            "source": values.get("title", ""),
            "sample": False,
            "languages": {
                "sv": {
                    "title": title,
                    "about": "",
                    "statements": _lines(values.get("set_statements", "")),
                    "levels": [
                        {"name": name.strip(), "description": about.strip()}
                        for name, _bar, about in (x.partition("|") for x in _lines(values.get("set_levels", "")))
                    ],
                    "targets": ["Min enhet", "Min kommun", "Nätverket"],
                }
            },
        }
        if faults := ratings().faults(document):
            for fault in faults:
                self.add_error("set_statements", fault)
            return
        self.statements = document
        if document["key"] in [one.key for one in ratings().statement_sets(self.viewer)]:
            self.add_error("set_title", _("Det finns redan en lista med den rubriken. Välj en annan rubrik."))

    def held(self) -> MeetingPlan:
        cleaned = self.cleaned_data
        return MeetingPlan(
            cleaned["title"],
            at(cleaned["day"], cleaned["start"]),
            at(cleaned["day"], cleaned["end"]),
            cleaned["mode"],
            cleaned["where"],
            network=cleaned.get("network"),
        )


class ImportedPersonForm(forms.Form):
    """Somebody who was there."""

    here = forms.BooleanField(label=lazy("Var med"), required=False, initial=True)
    name = forms.CharField(label=lazy("Namn"), required=False, max_length=80)
    municipality = forms.CharField(
        label=lazy("Kommun"), required=False, max_length=60, widget=forms.TextInput(attrs={"list": "kommuner"})
    )
    office = forms.CharField(label=lazy("Roll"), required=False, max_length=80)
    person = forms.TypedChoiceField(label=lazy("Möjligen samma person"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, known: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = str(self["municipality"].value() or "").strip().casefold()
        name = set(str(self["name"].value() or "").casefold().split())
        near = [
            (o.person_id, f"{o.person}, {o.get_role_display()}, {o.place_name}")
            for o in known
            if (place and o.place_name.casefold() == place) or name & set(o.person.name.casefold().split())
        ]
        if near:
            set_choices(self, "person", [("", _("koppla inte")), *near])
        else:
            del self.fields["person"]

    def present(self) -> Present | None:
        cleaned = self.cleaned_data
        if not cleaned.get("here") or not cleaned.get("name"):
            return None
        label = ", ".join(x for x in (cleaned["name"], cleaned["office"], cleaned["municipality"]) if x)
        return Present(label[:120], cleaned["municipality"], cleaned.get("person"))


class ImportedItemForm(forms.Form):
    """A heading with its notes. Without a heading the notes go with the item before."""

    title = forms.CharField(label=lazy("Rubrik"), required=False, max_length=160)
    notes = forms.CharField(
        label=lazy("Anteckningar"), required=False, max_length=LONGEST_NOTE, strip=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = str(self["notes"].value() or "")
        rows = sum(1 + len(line) // 90 for line in text.splitlines())
        self.fields["notes"].widget.attrs["rows"] = min(14, max(2, rows + 1))


class ComingForm(forms.Form):
    """A date ahead, and what is to be made of it."""

    make = forms.ChoiceField(label=lazy("Skapa"), required=False)
    day = forms.DateField(label=lazy("Dag"), required=False, widget=DayInput())
    start = forms.TimeField(label=lazy("Börjar"), required=False, widget=HourInput())
    end = forms.TimeField(label=lazy("Slutar"), required=False, widget=HourInput())
    title = forms.CharField(label=lazy("Rubrik"), required=False, max_length=120)
    source = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(
            self,
            "make",
            [
                ("", _("inget")),
                ("meeting", _("ett planerat möte")),
                ("event", _("en händelse i På gång")),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """What is to be made has a day ahead, a time that ends after it begins, and a heading."""
        cleaned = super().clean() or {}
        if not cleaned.get("make") or self.errors:
            return cleaned
        if not all(cleaned.get(x) for x in ("day", "start", "end", "title")):
            raise forms.ValidationError(
                _("Dag, början, slut och rubrik behövs. Fyll i dem, eller välj att inget skapas.")
            )
        if cleaned["end"] <= cleaned["start"]:
            self.add_error("end", _("Det slutar innan det börjar. Ändra någon av tiderna."))
        if cleaned["day"] < timezone.localdate():
            self.add_error("day", _("Dagen har redan varit. Välj att inget skapas, eller ändra året."))
        elif cleaned["day"].year > 2100:
            self.add_error("day", _("Dagen ska vara före år 2100."))
        return cleaned


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
