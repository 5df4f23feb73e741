"""What people write about a figure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from spiral.ground.fields import EmailText


class ErrorForm(forms.Form):
    """'Fel i siffran?'"""

    text = forms.CharField(
        label=_("Vad är fel?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Skriv vilken siffra det gäller och vad som borde stå. Skriv inget om enskilda elever."),
        error_messages={"required": _("Skriv vad som är fel.")},
    )
    email = EmailText(_("Din e-postadress (frivilligt)"), 254, required=False, hint=_("Om du vill ha svar."))


class CommentForm(forms.Form):
    """The owner's own words beside a figure."""

    comment = forms.CharField(
        label=_("Er kommentar till siffran"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Visas för alla bredvid siffran, signerad med din roll. Skriv inget om enskilda elever."),
        error_messages={"required": _("Skriv er kommentar.")},
    )
