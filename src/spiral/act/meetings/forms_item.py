"""The form of an item of the agenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.act.meetings.agenda import place_of_new, places
from spiral.act.meetings.blocks import Block, blocks
from spiral.act.meetings.models import Item
from spiral.exchange.happenings import points
from spiral.exchange.ratings import ratings
from spiral.ground.fields import set_choices
from spiral.ground.revision import RevisionForm
from spiral.trust.access.viewer import Viewer

#: Fields that are no columns of an item.
_ABOUT_FORM = ("place", "filled", "drop_figure")


class ItemForm(RevisionForm):
    """One point of the agenda."""

    #: The kind that what was not typed comes from; '' when all is somebody's own.
    filled = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=lazy("Rubrik"), max_length=160)
    kind = forms.ChoiceField(
        label=lazy("Vad är det för punkt?"),
        help_text=lazy("Förslaget fyller bara i det som du inte har skrivit själv."),
    )
    place = forms.TypedChoiceField(label=lazy("Plats i dagordningen"), coerce=int)
    minutes = forms.IntegerField(label=lazy("Planerad tid, minuter"), min_value=1, max_value=600)
    leader = forms.CharField(label=lazy("Vem leder punkten"), max_length=120, required=False)
    questions = forms.CharField(
        label=lazy("Frågor"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("En på varje rad. De visas på projektorn och i telefonerna."),
    )
    seconds_each = forms.TypedChoiceField(
        label=lazy("Talartid"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[
            ("", lazy("ingen talarordning")),
            (60, lazy("1 minut per deltagare")),
            (120, lazy("2 minuter per deltagare")),
            (180, lazy("3 minuter per deltagare")),
        ],
    )
    in_groups = forms.BooleanField(label=lazy("Samtalet förs i grupper"), required=False)
    drop_figure = forms.BooleanField(label=lazy("Ta bort bilden från punkten"), required=False)
    material = forms.CharField(
        label=lazy("Material"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("En text eller adress på varje rad."),
    )
    private_notes = forms.CharField(
        label=lazy("Ledarens anteckningar"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("Syns bara för den som leder, aldrig på projektorn eller i telefonerna."),
    )
    statement_set = forms.ChoiceField(
        label=lazy("Påståenden till en självskattning"),
        required=False,
        help_text=lazy("Väljer du dem nu öppnar du skattningen med en knapp på mötet."),
    )
    point = forms.ChoiceField(label=lazy("Hör till uppdragets punkt"), required=False)

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        language: str,
        items: Sequence[Item],
        after: int | None = None,
        **kwargs: Any,
    ) -> None:
        """``items`` are the agenda as it stands; a new item comes ``after`` one of them, 0 for first."""
        super().__init__(*args, **kwargs)
        self.initial["filled"] = self.initial.get("kind", "")
        if not getattr(kwargs.get("instance"), "evidence", None):
            del self.fields["drop_figure"]
        set_choices(self, "kind", [(b.key, b.name(language)) for b in blocks().values()])
        if kwargs.get("instance") is not None:
            del self.fields["place"]
        else:
            where = places(items)
            set_choices(self, "place", list(where.items()))
            self.initial.setdefault("place", after if after in where else place_of_new(items))
        sets = ratings().statement_sets(viewer)
        set_choices(self, "statement_set", [("", _("väljs på mötet")), *((s.key, s.title) for s in sets)])
        if listed := points(viewer):
            set_choices(self, "point", [("", _("ingen")), *listed])
        else:
            del self.fields["point"]

    @property
    def after(self) -> int | None:
        """The number of the item that a new one comes after; None for one that stands where it stood."""
        return self.cleaned_data.get("place")

    @property
    def written(self) -> dict[str, Any]:
        return {name: value for name, value in super().written.items() if name not in _ABOUT_FORM}

    @property
    def drops_figure(self) -> bool:
        """Whether the item is to have no picture any more."""
        return bool(self.cleaned_data.get("drop_figure"))


def suggestions(sent: Mapping[str, str], language: str) -> dict[str, str]:
    """What the form holds once the chosen kind's suggestions are filled in where nothing is typed: what is empty, or
    still says what the kind before suggested."""
    kind = sent["kind"] if sent.get("kind") in blocks() else "own"
    suggested, before = (_as_sent(blocks().get(k), language) for k in (kind, sent.get("filled", "")))
    held = dict(sent.items())
    for name, text in suggested.items():
        typed = sent.get(name, "").replace("\r\n", "\n").strip()
        if typed in ("", before.get(name)):
            held[name] = text
    return held


def _as_sent(block: Block | None, language: str) -> dict[str, str]:
    """What a block suggests, as a form sends it; nothing for no block."""
    values = block.as_item(language) if block else {}
    return {name: "on" if value is True else str(value or "") for name, value in values.items() if name != "kind"}
