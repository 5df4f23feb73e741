"""What people write about a figure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ErrorForm(forms.Form):
    """'Fel i siffran?'"""

    text = forms.CharField(
        label=_("Vad är fel?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Skriv vilken siffra det gäller och vad som borde stå. Skriv inget om enskilda elever."),
        error_messages={"required": _("Skriv vad som är fel.")},
    )
    email = forms.EmailField(
        label=_("Din e-postadress (frivilligt)"),
        required=False,
        help_text=_("Om du vill ha svar."),
        error_messages={"invalid": _("Adressen ser inte ut som en e-postadress, till exempel namn@kommun.se.")},
    )


class CommentForm(forms.Form):
    """The owner's own words beside a figure."""

    comment = forms.CharField(
        label=_("Er kommentar till siffran"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Visas för alla bredvid siffran, signerad med din roll. Skriv inget om enskilda elever."),
        error_messages={"required": _("Skriv er kommentar.")},
    )
