"""What measures and subjects are called on the pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SUBJECTS: dict[str, str | Promise] = {
    "Bl": _("Bild"),
    "Bi": _("Biologi"),
    "En": _("Engelska"),
    "Fy": _("Fysik"),
    "Ge": _("Geografi"),
    "Hkk": _("Hem- och konsumentkunskap"),
    "Hi": _("Historia"),
    "Idh": _("Idrott och hälsa"),
    "Ke": _("Kemi"),
    "Ma": _("Matematik"),
    "M1": _("Moderna språk, skolans val"),
    "M2": _("Moderna språk, språkval"),
    "ML": _("Modersmål"),
    "Mu": _("Musik"),
    "No": _("Naturorienterande ämnen"),
    "Re": _("Religionskunskap"),
    "Sh": _("Samhällskunskap"),
    "So": _("Samhällsorienterande ämnen"),
    "Sl": _("Slöjd"),
    "Sv": _("Svenska"),
    "Sva": _("Svenska som andraspråk"),
    "Sv/Sva": _("Svenska eller svenska som andraspråk"),
    "Tk": _("Teknik"),
    "Tn": _("Teckenspråk"),
    "Ovr": _("Annat ämne"),
}
MEASURES: dict[str, str | Promise] = {
    "merit17": _("Meritvärde, 17 ämnen"),
    "all_subjects": _("Betyg i alla ämnen"),
    "eligible_vocational": _("Behöriga till yrkesprogram"),
}
#: The tests of a survey by the words of their measures.
TESTS: dict[str, str | Promise] = {
    "ma": SUBJECTS["Ma"],
    "sv": SUBJECTS["Sv/Sva"],
    "en": SUBJECTS["En"],
    "no": SUBJECTS["No"],
    "so": SUBJECTS["So"],
}
