"""Forms: the opening of a round, and a statement set written or read from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import set_choices
from spiral.ground.revision import RevisionForm
from spiral.ground.set_file import SetError, SetFileForm
from spiral.learn.assessments.actions import RoundOpening
from spiral.learn.assessments.statements import StatementSet, read, understand
from spiral.trust.anonymous import forms as forms_of_opening

#: How many may be invited to a round.
MOST_INVITED = 100_000


class RoundForm(forms_of_opening.OpeningForm):
    """Who is asked about what, and until when."""

    uncounted = lazy("Hur många är ni: räkna dem som är i rummet. Fler svar än så tas inte emot.")

    targets = forms.TypedMultipleChoiceField(
        label=lazy("Vad ska de svara om?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    invited = forms.IntegerField(label=lazy("Hur många är ni?"), required=False, min_value=5, max_value=MOST_INVITED)

    def __init__(self, content: StatementSet, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "targets", list(enumerate(content.version(language).targets, 1)))

    @property
    def opening(self) -> RoundOpening:
        return RoundOpening(**self.cleaned_data)


class SetForm(RevisionForm):
    """A statement set as text: one statement, level or target on each line."""

    title = forms.CharField(label=lazy("Rubrik"), max_length=120)
    about = forms.CharField(label=lazy("Inledning"), required=False, max_length=600)
    source = forms.CharField(
        label=lazy("Källa"),
        required=False,
        max_length=300,
        help_text=lazy("Bok, författare eller ”egna påståenden”. Visas under varje resultat."),
    )
    statements = forms.CharField(
        label=lazy("Påståenden"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=lazy("Ett på varje rad."),
    )
    levels = forms.CharField(
        label=lazy("Skalans nivåer"),
        widget=forms.Textarea,
        max_length=4_000,
        help_text=lazy("En på varje rad, lägst först: namn, lodstreck och vad nivån betyder."),
    )
    targets = forms.CharField(
        label=lazy("Vad svaren kan gälla"),
        widget=forms.Textarea,
        max_length=2_000,
        help_text=lazy("Ett på varje rad, till exempel min enhet, min kommun, nätverket."),
    )
    title_en = forms.CharField(label=lazy("Rubrik på engelska"), required=False, max_length=120)
    about_en = forms.CharField(label=lazy("Inledning på engelska"), required=False, max_length=600)
    statements_en = forms.CharField(
        label=lazy("Påståenden på engelska"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
        help_text=lazy("I samma ordning. Lämna tomt om listan bara finns på svenska."),
    )
    levels_en = forms.CharField(
        label=lazy("Skalans nivåer på engelska"), required=False, widget=forms.Textarea, max_length=4_000
    )
    targets_en = forms.CharField(
        label=lazy("Vad svaren kan gälla, på engelska"), required=False, widget=forms.Textarea, max_length=2_000
    )

    def __init__(self, *args: Any, key: str = "", sample: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key, self.sample = key, sample
        self.content: StatementSet | None = None

    def values_of(self, content: StatementSet) -> dict[str, object]:
        """The fields filled with a set."""
        filled: dict[str, object] = {"source": content.source}
        for code, version in content.versions.items():
            end = "" if code == "sv" else f"_{code}"
            filled |= {
                f"title{end}": version.title,
                f"about{end}": version.about,
                f"statements{end}": "\n".join(version.statements),
                f"targets{end}": "\n".join(version.targets),
                f"levels{end}": "\n".join(" | ".join(filter(None, (x.name, x.description))) for x in version.levels),
            }
        return filled

    def clean(self) -> dict[str, object]:
        """Builds :attr:`content`, with every fault said at once."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        languages = {"sv": self._version("")}
        if cleaned.get("title_en") or cleaned.get("statements_en"):
            languages["en"] = self._version("_en")
        key = self.key or slugify(cleaned["title"])[:60]
        try:
            self.content = understand(
                {"key": key, "source": cleaned["source"], "sample": self.sample, "languages": languages}
            )
        except SetError as error:
            for problem in error.problems:
                self.add_error(None, problem)
        return cleaned

    def _version(self, end: str) -> dict[str, object]:
        cleaned = self.cleaned_data
        levels = [line.partition("|") for line in _lines(cleaned[f"levels{end}"])]
        return {
            "title": cleaned[f"title{end}"],
            "about": cleaned[f"about{end}"],
            "statements": _lines(cleaned[f"statements{end}"]),
            "targets": _lines(cleaned[f"targets{end}"]),
            "levels": [{"name": name.strip(), "description": about.strip()} for name, _bar, about in levels],
        }


class StatementSetFileForm(SetFileForm[StatementSet]):
    """A statement set as a TOML or JSON file."""

    label = lazy("Fil med påståenden (JSON eller TOML)")

    def read(self, content: bytes, name: str) -> StatementSet:
        return read(content, name)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
