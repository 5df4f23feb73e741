"""A table to protect: pasted or as a file, with its description."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spiral.exchange.families import families
from spiral.exchange.wording.protected import problems
from spiral.ground import words
from spiral.ground.fields import set_choices
from spiral.sources.reading import today
from spiral.sources.tables.protect import NamedText, ProtectionTask, ProtectTableError, parse_table

#: Larger tables belong to the command line.
LARGEST = 400_000

EXAMPLE_TABLE = f"""unit,owner,year,n,hits
Björkskolan,Norrby kommun,{today.year()},64,41
Ekskolan,Norrby kommun,{today.year()},7,5
Lindskolan,Norrby kommun,{today.year()},52,38
"""
EXAMPLE_SPEC = """dimensions = ["unit", "year"]
parents = { unit = "owner" }
margins = [["unit", "year"], ["owner", "year"]]
time = "year"
sensitive = "misses"
"""


class TableForm(forms.Form):
    """Reads and checks; :attr:`given` is the table when it is valid."""

    title = forms.CharField(label=_("Tabellens namn"), max_length=160, initial=_("Påhittat exempel"))
    family = forms.ChoiceField(
        label=_("Vad handlar tabellen om?"),
        required=False,
        help_text=_("Det som redan är publicerat om samma sak räknas som känt."),
    )
    file = forms.FileField(
        label=_("Tabellen som CSV-fil"), required=False, widget=forms.FileInput({"accept": ".csv,text/csv"})
    )
    table = forms.CharField(
        label=_("… eller inklistrad"),
        required=False,
        widget=forms.Textarea({"class": "code-area", "spellcheck": "false", "rows": 2}),
        max_length=LARGEST,
        strip=False,
        help_text=_("En rad per minsta grupp: en kolumn för varje indelning, n (elever) och hits (de som når målet)."),
    )
    spec = forms.CharField(
        label=_("Beskrivning"),
        widget=forms.Textarea({"class": "code-area", "spellcheck": "false", "rows": 2}),
        max_length=20_000,
        strip=False,
        help_text=_("Vilka kolumner som delar in, vilka som grupperar andra, och vilka summor som ska visas."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", _("Inget som är publicerat förut"))]
        set_choices(self, "family", chosen + [(f.key, f.name) for f in families()])
        self.given: ProtectionTask | None = None

    def clean(self) -> dict[str, object]:
        """The table itself, with every problem named by file, row, column and remedy."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        text, name = cleaned.get("table", ""), _("Tabellen")
        if upload is not None:
            name = upload.name
            if upload.size > LARGEST:
                self.add_error("file", _("Filen är för stor för den här sidan. Använd kommandot spiral protect."))
                return cleaned
            try:
                content = upload.read()
                if content.startswith(b"PK"):
                    self.add_error(
                        "file", _("Det är en Excelfil. Spara den som CSV UTF-8, eller kopiera cellerna hit.")
                    )
                    return cleaned
                text = content.decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("Filen är inte UTF-8. Spara om den som CSV UTF-8."))
                return cleaned
        if not text.strip():
            self.add_error("table", _("Välj en fil eller klistra in tabellen."))
            return cleaned
        if "\t" in text.partition("\n")[0]:
            text = text.replace("\t", ";")  # cells copied from a spreadsheet
        cleaned["table"] = text
        if self.errors:
            return cleaned
        try:
            self.given = parse_table(NamedText(str(name), text), NamedText(str(_("Beskrivningen")), cleaned["spec"]))
        except ProtectTableError as error:
            for problem in problems(error, words.language()):
                self.add_error(None, problem)
        return cleaned
