"""An inquiry: its problem, the tree of becauses, the phases of the spiral, hunches, actions and checks. Tables and
constraints only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spiral.exchange.evidence import Evidence
from spiral.ground.values import PlaceField
from spiral.trust.access.permissions import Scope
from spiral.trust.networks.models import Area


class Revised(models.Model):
    """Something that two people may write at the same time: a form carries the revision it was opened with."""

    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Inquiry(Revised):
    """A group's question about its own practice, followed from a result to whether it made a difference."""

    class State(models.TextChoices):
        ACTIVE = "active", _("pågår")
        FINISHED = "finished", _("avslutad")

    title = models.CharField(max_length=160)
    problem = models.TextField(max_length=2000, blank=True)
    aim = models.CharField(max_length=300, blank=True, help_text="what should be different; the driver diagram's aim")
    learned = models.TextField(max_length=2000, blank=True, help_text="what the group takes with it when it ends")
    place = PlaceField(blank=True, help_text="the leader's place; '' for the whole region")
    place_name = models.CharField(max_length=160)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    is_shared = models.BooleanField(default=False, help_text="read by the whole network, not the own place alone")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    led_by = models.CharField(max_length=200, help_text="the leader's office in words")
    participants = models.CharField(max_length=300, blank=True)
    started_on = models.DateField()
    followed_up_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    point = models.CharField(max_length=60, blank=True, help_text="a point of an assignment (exchange.happenings)")
    pencil = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    pencil_of = models.CharField(max_length=200, blank=True, help_text="the writer's office in words")
    pencil_since = models.DateTimeField(null=True, blank=True)
    is_made_up = models.BooleanField(default=False)

    #: Whose it is, as access asks (trust/access).
    scopes = {Scope.OWN_PLACE: "place", Scope.SHARED: models.Q(is_shared=True) | models.Q(place="")}

    class Meta:
        ordering = ("-started_on", "-id")
        indexes = [models.Index(fields=("place", "state")), models.Index(fields=("point",))]
        constraints = [
            models.CheckConstraint(
                name="a_finished_inquiry_has_a_day",
                condition=models.Q(state="active", finished_on__isnull=True)
                | models.Q(state="finished", finished_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Phase(Revised):
    """One phase of an inquiry: the frozen copy of its name and questions, and what the group wrote in it."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    question = models.CharField(max_length=200, blank=True)
    guide = models.JSONField(default=list, help_text="guiding questions, one text each")
    notes = models.TextField(max_length=6000, blank=True)
    who = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("inquiry", "number"), name="a_phase_stands_once")]

    def __str__(self) -> str:
        return self.name


class Because(Revised):
    """One answer to a why. Several may answer the same why; nothing is thrown away: it is parked or merged."""

    class State(models.TextChoices):
        ACTIVE = "active", _("i trädet")
        PARKED = "parked", _("parkerat")
        MERGED = "merged", _("sammanslaget")

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="becauses")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(max_length=600)
    is_supported = models.BooleanField(default=False)
    how_known = models.TextField(max_length=1200, blank=True, help_text="how we know, or how we find out")
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("order", "id")
        constraints = [
            models.CheckConstraint(
                name="what_is_supported_says_how",
                condition=models.Q(is_supported=False) | ~models.Q(how_known=""),
            ),
            models.CheckConstraint(
                name="only_the_merged_are_merged_into",
                condition=models.Q(state="merged") | models.Q(merged_into__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Piece(models.Model):
    """A piece of evidence, frozen: the problem's own, or what supports a because."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="pieces")
    because = models.ForeignKey(Because, models.CASCADE, null=True, blank=True, related_name="+")
    document = models.JSONField(help_text="exchange.evidence.Evidence as JSON")
    added_on = models.DateField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.document.get("title", ""))

    @property
    def content(self) -> Evidence:
        return Evidence.from_json(self.document)


class Hunch(Revised):
    """What the group believes that it contributes to itself, and can try."""

    class About(models.TextChoices):
        OWN = "own", _("Vår egen undervisning eller organisation")
        PUPILS = "pupils", _("Eleverna eller deras hem")
        OTHER = "other", _("Något som andra bestämmer över")

    class Outcome(models.TextChoices):
        OPEN = "open", _("inte prövat än")
        HELD = "held", _("höll")
        FELL = "fell", _("höll inte")
        UNCLEAR = "unclear", _("går inte att avgöra")

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="hunches")
    because = models.ForeignKey(Because, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300)
    about = models.CharField(max_length=8, choices=About, default=About.OWN)
    test = models.CharField(max_length=300, blank=True, help_text="how it is tried")
    test_by = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    outcome_text = models.TextField(max_length=1200, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class Action(Revised):
    """What is tried, by whom, from when to when."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="actions")
    hunch = models.ForeignKey(Hunch, models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="an_action_ends_after_it_begins",
                condition=models.Q(from_on__isnull=True)
                | models.Q(to_on__isnull=True)
                | models.Q(to_on__gte=models.F("from_on")),
            )
        ]

    def __str__(self) -> str:
        return self.what


class Cycle(Revised):
    """One round of plan, do, study, act of an action, and what was decided from it."""

    class Decided(models.TextChoices):
        OPEN = "", _("inte beslutat än")
        KEEP = "keep", _("behåll")
        ADAPT = "adapt", _("ändra och prova igen")
        DROP = "drop", _("sluta")

    action = models.ForeignKey(Action, models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    plan = models.TextField(max_length=2000, blank=True)
    do = models.TextField(max_length=2000, blank=True)
    study = models.TextField(max_length=2000, blank=True)
    act = models.TextField(max_length=2000, blank=True)
    decided = models.CharField(max_length=5, choices=Decided, blank=True, default="")

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("action", "number"), name="a_cycle_stands_once")]

    def __str__(self) -> str:
        return str(self.number)


class Check(Revised):
    """When the group looks again at a piece of evidence, what would be enough, and what there was to see."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="checks")
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="checks")
    planned_on = models.DateField()
    enough = models.CharField(max_length=300, blank=True, help_text="how large a difference would be enough")
    looked_on = models.DateField(null=True, blank=True)
    sentence = models.TextField(blank=True, help_text="what looking again said, with its uncertainty")
    now = models.JSONField(null=True, blank=True, help_text="the fresh evidence, frozen")
    conclusion = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("planned_on", "id")
        constraints = [
            models.CheckConstraint(
                name="who_has_looked_has_a_sentence",
                condition=models.Q(looked_on__isnull=True, sentence="")
                | (models.Q(looked_on__isnull=False) & ~models.Q(sentence="")),
            )
        ]

    def __str__(self) -> str:
        return str(self.planned_on)

    @property
    def seen(self) -> Evidence | None:
        return Evidence.from_json(self.now) if self.now else None
