"""Form fields whose error messages name the field and say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import lazy as lazily
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.engine.characters import email_address
from spiral.sources.reading import today

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: The largest that a number in an address or a form can be: what a database's integer holds.
_LARGEST_WHOLE = 2_147_483_647
_WHICH_DAY = lazy("Skriv vilken dag.")


def whole_number(text: object) -> int | None:
    """The whole number that ``text`` is, 0 or more; None for anything else: other digits than 0–9, a sign, a blank, or
    more than a database's integer holds."""
    written = str(text if text is not None else "")[:20]
    if not (written.isascii() and written.isdecimal()):
        return None
    number = int(written)
    return number if number <= _LARGEST_WHOLE and len(written) < 11 else None


class PlainText(forms.CharField):
    """Text with a greatest length."""

    def __init__(
        self,
        label: str | _StrPromise,
        longest: int,
        *,
        rows: int = 0,
        required: bool = True,
        hint: str | _StrPromise = "",
    ) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
        super().__init__(label=label, max_length=longest, required=required, help_text=hint, widget=widget)
        self.longest = longest

    def clean(self, value: object) -> str:
        """The text with line ends as one character. Raises ValidationError."""
        text = str(value or "").replace("\r\n", "\n").strip()
        name = {"field": self.label, "n": self.longest, "now": len(text)}
        if self.required and not text:
            raise forms.ValidationError(_("Fyll i ”%(field)s”.") % name)
        if "\0" in text:
            raise forms.ValidationError(_("”%(field)s” innehåller ett tecken som inte går att spara. Skriv om.") % name)
        if len(text) > self.longest:
            raise forms.ValidationError(
                _("”%(field)s” får vara högst %(n)s tecken och är %(now)s. Korta texten.") % name
            )
        return text


class EmailText(PlainText):
    """An e-mail address that a letter can be sent to, in small letters."""

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return email_address(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("”%(text)s” är ingen e-postadress. Skriv till exempel namn@kommun.se.") % {"text": text}
            ) from error


class SheetFile(forms.FileField):
    """A spreadsheet that somebody has filled in; read apart from here, within the limits of what reads it."""

    MOST = 2_000_000

    def __init__(self, hint: str | _StrPromise) -> None:
        missing = lazy("Välj en fil med minst en rad.")
        messages = dict.fromkeys(("required", "empty", "missing", "invalid"), missing)
        super().__init__(label=lazy("Fil"), help_text=hint, error_messages=messages)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file. Raises ValidationError."""
        file = super().clean(data, initial)
        if file.size > self.MOST:
            raise forms.ValidationError(_("Filen är större än 2 MB. Dela den, eller ta bort bilder och tomma blad."))
        return file


class OneOfThese(forms.ChoiceField):
    """A required choice, where the empty value is allowed only if it is one of the choices: somebody without an office
    for the whole network has to say for which place she writes."""

    def __init__(self, label: str | _StrPromise, refusal: str | _StrPromise) -> None:
        super().__init__(label=label, required=False, error_messages={"invalid_choice": refusal})

    def validate(self, value: str) -> None:
        """Raises ValidationError."""
        if not self.valid_value(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


def set_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set the choices of a form's field, where they are known only when the form is made. Raises TypeError."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field of choices")
    field.choices = choices


class DayInput(forms.DateInput):
    """The browser's own way to choose a day, whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """The browser's own way to choose a time."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def with_example(text: str | _StrPromise, example: Callable[[], str]) -> _StrPromise:
    """A message with an example in it: ``{example}`` becomes what ``example`` returns on the day it is read."""
    return format_lazy(text, example=lazily(example, str)())


def day_field(
    label: str | _StrPromise,
    hint: str | _StrPromise = "",
    *,
    required: bool = True,
    missing: str | _StrPromise = _WHICH_DAY,
) -> forms.DateField:
    """A field for a day; ``missing`` is its message when it is required and empty."""
    messages = {
        "invalid": with_example(lazy("Skriv dagen som år, månad, dag: {example}."), today.day),
        "required": missing,
    }
    return forms.DateField(label=label, required=required, help_text=hint, error_messages=messages, widget=DayInput())
