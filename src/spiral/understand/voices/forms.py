"""Forms of the leader: a collection opened, a form written or read in; a pupil's answers are read by ``drafts``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import set_choices, with_example
from spiral.ground.revision import RevisionForm
from spiral.ground.set_file import SetError, SetFileForm
from spiral.sources.reading import today
from spiral.trust.access.viewer import HeldOffice
from spiral.trust.anonymous import forms as forms_of_opening
from spiral.understand.voices import personal
from spiral.understand.voices.actions.collections import VoicesOpening
from spiral.understand.voices.models import Collection
from spiral.understand.voices.questions import (
    LONGEST,
    MOST_QUESTIONS,
    PupilForm,
    QuestionKind,
    Wordings,
    read,
    understand,
)

MOST_INVITED = Collection.MOST_ANSWERS
A_DATE = with_example(lazy("Sista dag: skriv ett datum, till exempel {example}."), today.day)


class CollectionForm(forms_of_opening.OpeningForm):
    """Which pupils are asked, where, and until when."""

    uncounted = lazy("Hur många elever är i rummet: skriv antalet. Fler svar än så tas inte emot.")

    group = forms.CharField(
        label=lazy("Vilka ska svara?"),
        max_length=80,
        error_messages={"required": lazy("Skriv vilka som ska svara, till exempel Klass 8 B.")},
    )
    place = forms.ChoiceField(label=lazy("Var?"), required=False)
    last_day = forms.DateField(label=lazy("Sista dag"), required=False, error_messages={"invalid": A_DATE})
    invited = forms.IntegerField(
        label=lazy("Hur många elever är i rummet?"),
        required=False,
        min_value=5,
        max_value=MOST_INVITED,
        error_messages={
            "min_value": lazy("Hur många elever är i rummet: minst fem behöver svara för att något ska kunna visas."),
            "max_value": lazy("Hur många elever är i rummet: en insamling tar högst 500 svar."),
        },
    )

    def __init__(self, held: list[HeldOffice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        set_choices(self, "place", [(o.place, o.place_name) for o in held])

    def clean_group(self) -> str:
        """A group is never so small, or so named, that it is somebody."""
        group = " ".join(self.cleaned_data["group"].split())
        if personal.blocked(group):
            raise forms.ValidationError(_("Vilka ska svara: skriv gruppens namn, inga nummer eller adresser."))
        return group

    @property
    def opening(self) -> VoicesOpening:
        only = {} if len(self.held) > 1 else {"place": self.held[0].place}
        return VoicesOpening(**self.cleaned_data | only)


class QuestionnaireForm(RevisionForm):
    """A form to pupils written on the page: a row of fields for each question; rows without a question are left out."""

    title = forms.CharField(
        label=lazy("Rubrik"), max_length=120, error_messages={"required": lazy("Skriv formulärets rubrik.")}
    )
    about = forms.CharField(label=lazy("Inledning"), required=False, max_length=600)
    about_easy = forms.CharField(label=lazy("Inledning, lättläst"), required=False, max_length=600)
    source = forms.CharField(label=lazy("Källa"), required=False, max_length=LONGEST)

    def __init__(self, rows: int, *args: Any, form: PupilForm | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=form, **kwargs)
        self.old = form
        self.count = max(1, min(rows, MOST_QUESTIONS))
        self.content: PupilForm | None = None
        kinds = [
            ("", lazy("Ingen fråga")),
            (QuestionKind.TEXT, lazy("Fri text")),
            (QuestionKind.SCALE, lazy("Skala med ord")),
            (QuestionKind.CHOICE, lazy("Välj ett svar")),
            (QuestionKind.ADULTS, lazy("Antal vuxna")),
        ]
        for n in range(1, self.count + 1):
            self.fields[f"kind{n}"] = forms.ChoiceField(label=lazy("Typ"), choices=kinds, required=False)
            for name, label in (
                ("text", lazy("Fråga")),
                ("easy", lazy("Lättläst")),
                ("hint", lazy("Hjälp")),
                ("hint_easy", lazy("Hjälp, lättläst")),
            ):
                self.fields[f"{name}{n}"] = forms.CharField(label=label, required=False, max_length=LONGEST)
            self.fields[f"options{n}"] = forms.CharField(
                label=lazy("Svar att välja på"), required=False, widget=forms.Textarea, max_length=4_000
            )

    def values_of(self, content: PupilForm) -> dict[str, object]:
        """The fields filled with a form's Swedish version."""
        version = content.swedish
        filled: dict[str, object] = {
            "title": version.title,
            "about": version.about.usual,
            "about_easy": version.about.easy,
            "source": content.source,
        }
        for n, q in enumerate(version.questions, 1):
            filled |= {
                f"kind{n}": q.kind.value,
                f"text{n}": q.text.usual,
                f"easy{n}": q.text.easy,
                f"hint{n}": q.hint.usual,
                f"hint_easy{n}": q.hint.easy,
                f"options{n}": "" if q.kind == QuestionKind.ADULTS else _as_lines(q.options),
            }
        return filled

    def label_of(self, name: str) -> str:
        label, row = str(self.fields[name].label), name.lstrip("abcdefghijklmnopqrstuvwxyz_")
        return _("Fråga %(n)s, %(label)s") % {"n": row, "label": label.lower()} if row else label

    def differing(self, values: Mapping[str, object]) -> list[tuple[str, str]]:
        """Questions that somebody else has added below the last row are among them."""
        added = [n for n in range(self.count + 1, MOST_QUESTIONS + 1) if values.get(f"text{n}")]
        beyond = [(_("Fråga %(n)s") % {"n": n}, str(values[f"text{n}"])) for n in added]
        return [*super().differing(values), *beyond]

    @property
    def rows(self) -> list[dict[str, object]]:
        """The fields of each question, for the page."""
        names = ("kind", "text", "easy", "hint", "hint_easy", "options")
        return [{"number": n, **{name: self[f"{name}{n}"] for name in names}} for n in range(1, self.count + 1)]

    def clean(self) -> dict[str, object]:
        """Builds :attr:`content`, with every fault said at once."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        questions = []
        for n in range(1, self.count + 1):
            if not cleaned[f"kind{n}"] and not cleaned[f"text{n}"]:
                continue
            lines = [line.partition("|") for line in cleaned[f"options{n}"].splitlines() if line.strip()]
            questions.append(
                {
                    "kind": cleaned[f"kind{n}"],
                    "text": cleaned[f"text{n}"],
                    "easy": cleaned[f"easy{n}"],
                    "hint": cleaned[f"hint{n}"],
                    "hint_easy": cleaned[f"hint_easy{n}"],
                    "options": [{"text": usual, "easy": easy} for usual, _bar, easy in lines],
                }
            )
        languages = {
            "sv": {
                "title": cleaned["title"],
                "about": cleaned["about"],
                "about_easy": cleaned["about_easy"],
                "questions": questions,
            }
        }
        document = {
            "key": self.old.key if self.old else slugify(cleaned["title"])[:60],
            "source": cleaned["source"],
            "sample": bool(self.old and self.old.sample),
            "languages": languages,
        }
        try:
            self.content = self._with_english(document)
        except SetError as error:
            for problem in error.problems:
                self.add_error(None, problem)
        return cleaned

    def _with_english(self, document: dict[str, Any]) -> PupilForm:
        """The English version follows along as long as it still has the same questions."""
        if self.old and "en" in self.old.versions:
            english = self.old.as_document()["languages"]["en"]
            try:
                return understand({**document, "languages": {**document["languages"], "en": english}})
            except SetError:
                return understand(document)
        return understand(document)


class PupilFormFileForm(SetFileForm[PupilForm]):
    """A form as a TOML or JSON file."""

    label = lazy("Fil med frågor (JSON eller TOML)")

    def read(self, content: bytes, name: str) -> PupilForm:
        return read(content, name)


def _as_lines(options: tuple[Wordings, ...]) -> str:
    return "\n".join(" | ".join(filter(None, (o.usual, o.easy))) for o in options)
