"""What is asked on the pages of a node: files, who has protected identity, which birth cohort to erase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.see.pupils.archive.drafts import DroppedFile
from spiral.see.pupils.protected import ProtectedList, read_list

_LONGEST_LIST = 200_000
_OLDEST_COHORT = 1990


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, also none at all of their content: an empty file is told by the check."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_SeveralFiles(attrs={"multiple": True}), allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(_("Välj en eller flera filer."))
        return [super(FilesField, self).clean(file, initial) for file in given]


class FilesForm(forms.Form):
    """Files for SCB, of all schools at once."""

    chosen = FilesField(label=lazy("Filerna"))

    def dropped(self) -> list[DroppedFile]:
        """The files with their contents. A name is as the browser says, without folders."""
        return [DroppedFile(str(file.name)[-150:], file.read()) for file in self.cleaned_data["chosen"]]


class ProtectedForm(forms.Form):
    """The one question before results are counted."""

    YES, NO, UNKNOWN = "yes", "no", "unknown"
    answer = forms.ChoiceField(
        choices=((YES, ""), (NO, ""), (UNKNOWN, "")),
        error_messages={"required": lazy("Svara på frågan, annars går det inte vidare.")},
    )
    numbers = forms.CharField(
        label=lazy("Deras personnummer, ett på varje rad"),
        required=False,
        max_length=_LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") != self.YES:
            given["protected"] = ProtectedList((), ())
            return given
        listed = read_list(given.get("numbers", ""), timezone.localdate().year)
        given["protected"] = listed
        if listed.unread:
            lines = ", ".join(map(str, listed.unread[:10]))
            self.add_error(
                "numbers", _("Rad %(lines)s går inte att läsa som personnummer. Rätta dem.") % {"lines": lines}
            )
        elif not listed.numbers:
            self.add_error("numbers", _("Skriv personnumren, eller välj ett annat svar."))
        return given


class CohortForm(forms.Form):
    """A birth cohort to erase."""

    born = forms.IntegerField(
        label=lazy("Födelseår"),
        min_value=_OLDEST_COHORT,
        error_messages={
            "required": lazy("Skriv ett födelseår."),
            "invalid": lazy("Skriv ett födelseår med fyra siffror."),
            "min_value": lazy("Skriv ett födelseår med fyra siffror."),
        },
    )
