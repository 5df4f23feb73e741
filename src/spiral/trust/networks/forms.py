"""Forms: a network, and what became of a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import PlainText, day_field, set_choices
from spiral.ground.revision import RevisionForm
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries
from spiral.trust.networks.models import Network, UnitChange

Kind = UnitChange.Kind


class NetworkForm(RevisionForm):
    """A network, a workgroup in one, or a cross-network of several."""

    name = PlainText(lazy("Nätverkets namn"), 120)
    kind = forms.ChoiceField(
        label=lazy("Vad är det?"),
        choices=Network.Kind.choices,
        widget=forms.RadioSelect,
        initial=Network.Kind.NETWORK,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), lazy("Välj nätverk, arbetsgrupp eller tvärnätverk.")
        ),
    )
    parent = forms.ChoiceField(
        label=lazy("Arbetsgrupp i"),
        required=False,
        help_text=lazy("Bara för en arbetsgrupp."),
        error_messages={"invalid_choice": lazy("Nätverket finns inte längre. Välj ett annat.")},
    )
    members = forms.MultipleChoiceField(
        label=lazy("Nätverk som är med"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Bara för ett tvärnätverk."),
        error_messages={"invalid_choice": lazy("Nätverket finns inte längre. Välj ett annat.")},
    )
    about = PlainText(lazy("Vad gör det?"), 1000, rows=3, required=False)

    def values_of(self, network: Network) -> dict[str, object]:
        members = [str(m.pk) for m in network.members.all()]
        values = {name: getattr(network, name) for name in ("name", "kind", "about")}
        return values | {"parent": network.parent_id or "", "members": members}

    def __init__(self, viewer: Viewer, *args: Any, network: Network | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=network, **kwargs)
        others = [n for n in queries.networks(viewer) if network is None or n.pk != network.pk]
        plain = [(str(n.pk), n.name) for n in others if n.kind == Network.Kind.NETWORK]
        set_choices(self, "parent", [("", _("Hela nätverket")), *plain])
        set_choices(self, "members", plain)
        if not plain:
            del self.fields["members"]

    def clean(self) -> dict[str, object]:
        """A workgroup alone has a parent, a cross-network alone has members."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Network.Kind.CROSS and len(cleaned.get("members", ())) < 2:
            self.add_error(
                "members" if "members" in self.fields else "kind",
                _("Ett tvärnätverk är minst två nätverk. Kryssa i dem."),
            )
        return cleaned


class ChangeForm(forms.Form):
    """What became of a unit."""

    kind = forms.ChoiceField(
        label=lazy("Vad hände?"),
        widget=forms.RadioSelect,
        choices=[
            (Kind.MERGED, lazy("Den slogs ihop med andra")),
            (Kind.SPLIT, lazy("Den delades i flera")),
            (Kind.RENAMED, lazy("Den bytte namn eller kod")),
            (Kind.CLOSED, lazy("Den lades ned")),
        ],
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj vad som hände med enheten.")),
    )
    on = day_field(lazy("Från vilken dag?"))
    others = forms.MultipleChoiceField(
        label=lazy("Slogs ihop med"),
        required=False,
        help_text=lazy("Håll ned Ctrl för att välja flera."),
        error_messages={"invalid_choice": lazy("Enheten finns inte i registret. Skriv namnet i rutan under.")},
    )
    others_words = PlainText(
        lazy("Enheter före som inte finns i listan"),
        300,
        required=False,
        hint=lazy("Namn med komma emellan. Har enheten bytt namn: vad den hette förut."),
    )
    after = forms.MultipleChoiceField(
        label=lazy("Blev, eller eleverna gick till"),
        required=False,
        help_text=lazy("Håll ned Ctrl för att välja flera."),
        error_messages={"invalid_choice": lazy("Enheten finns inte i registret. Skriv namnet i rutan under.")},
    )
    after_words = PlainText(
        lazy("Enheter efter som inte finns i listan"), 300, required=False, hint=lazy("Namn med komma emellan.")
    )
    note = PlainText(lazy("Anteckning"), 500, rows=2, required=False)

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = queries.unit_choices(viewer)
        set_choices(self, "others", listed)
        set_choices(self, "after", listed)

    def clean(self) -> dict[str, object]:
        """Each kind of change has what it needs."""
        cleaned = super().clean() or {}
        before = bool(cleaned.get("others") or cleaned.get("others_words"))
        after = len(cleaned.get("after", ())) + len([n for n in cleaned.get("after_words", "").split(",") if n.strip()])
        match cleaned.get("kind"):
            case Kind.MERGED if not before or after != 1:
                self.add_error("others", _("En sammanslagning är minst två enheter före och en efter. Välj dem."))
            case Kind.SPLIT if after < 2:
                self.add_error("after", _("En delning är minst två enheter efter. Välj dem, eller skriv deras namn."))
            case Kind.RENAMED if after + bool(cleaned.get("others_words")) != 1:
                self.add_error("others_words", _("Skriv vad enheten hette förut, eller välj den enhet den blev."))
        return cleaned
