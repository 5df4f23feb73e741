"""Forms, collections, counts, quotes, and the sorting of an analysis day. No table has a column that could hold who
answered or sorted, when, in which order or from where, and nothing joins two answers of one pupil (decisions/0007)."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse

from spiral.ground.models import Joinable, Sealed, TitledDocument
from spiral.ground.sealed import has_key
from spiral.trust.access.permissions import Scope
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.models import Receipt as AnyReceipt
from spiral.trust.anonymous.models import Ticket as AnyTicket
from spiral.understand.voices.questions import PupilForm, understand


class FormRecord(TitledDocument):
    """A form as the network keeps it; a collection has a frozen copy of its own."""

    @property
    def content(self) -> PupilForm:
        return understand(self.document)


class Collection(AnonymousCollection):
    """One group of pupils asked once (insamling). Every answer rewrites the whole box, which is cheap for a class or a
    year: no more than ``MOST_ANSWERS`` are taken."""

    class State(models.TextChoices):
        OPEN = "open"
        REVIEW = "review"
        RELEASED = "released"
        DISCARDED = "discarded"

    MOST_ANSWERS = 500

    form_key = models.SlugField(max_length=60)
    document = models.JSONField(help_text="the form as it was when the collection opened")
    answers = models.PositiveIntegerField(default=0, help_text="how many have answered")
    released_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    # Older names of columns that every kind of collection has.
    invited = models.PositiveIntegerField(
        null=True, db_column="present", help_text="how many are in the room: no more tickets are drawn"
    )
    invited_before = models.JSONField(
        default=list, db_column="present_before", help_text="what the leader said before raising it, in order"
    )
    ended_on = models.DateField(null=True, db_column="closed_on")

    #: Whose it is, as access asks (trust/access).
    scopes = {
        Scope.OWN_PLACE: "place",
        Scope.SHARED: models.Q(place=""),
        Scope.RELEASED: models.Q(state="released"),
    }

    class Meta(AnonymousCollection.Meta):
        indexes = [models.Index(fields=("form_key", "group", "place", "state"))]

    @property
    def content(self) -> PupilForm:
        return understand(self.document)

    @property
    def is_taking_answers(self) -> bool:
        return super().is_taking_answers and self.answers < self.MOST_ANSWERS

    @property
    def is_readable(self) -> bool:
        """Whether the key to an open collection's answers is on this server."""
        key = AnswerBox.objects.filter(collection=self).values_list("key", flat=True).first()
        return key is not None and has_key(key)

    def door(self) -> str:
        return reverse("voices:door", args=[self.code])

    def all_receipts(self) -> models.QuerySet[AnyReceipt]:
        return self.receipts.all()


class AnswerBox(Sealed):
    """Everything that has been answered in an open collection, sealed; one box, rewritten whole at every answer. When
    the collection ends the box goes and its key is destroyed (decisions/0015)."""

    collection = models.OneToOneField(Collection, models.CASCADE, primary_key=True, related_name="box")

    def __str__(self) -> str:
        return "answers"


class Count(models.Model):
    """How many chose an option of a question, from 1; option 0 of a free text is how many wrote something. Written when
    the collection closes; until then all sums are in its :class:`AnswerBox`."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="counts")
    question = models.PositiveSmallIntegerField()
    option = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("question", "option")
        constraints = [models.UniqueConstraint(fields=("collection", "question", "option"), name="one_count_an_option")]

    def __str__(self) -> str:
        return str(self.count)


class Quote(models.Model):
    """What somebody wrote about one question, under a random key. Written when the collection closes; until then all
    texts are in its :class:`AnswerBox`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="quotes")
    question = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ("question", "id")

    def __str__(self) -> str:
        return self.text


class Receipt(AnyReceipt):
    """That the holder of a random key has answered."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="receipts")


class Ticket(AnyTicket):
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="tickets")


class AnalysisDay(Joinable):
    """Groups of pupils sort a collection's released quotes, on shared devices. Takes part of nobody."""

    collection = models.OneToOneField(Collection, models.CASCADE, related_name="day")
    questions = models.JSONField(help_text="numbers of the free texts whose quotes are sorted")
    last_day = models.DateField()
    is_closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.collection.group

    def door(self) -> str:
        return reverse("voices:sort_door", args=[self.code])


class SortingGroup(models.Model):
    """One group of the day, by its number only."""

    day = models.ForeignKey(AnalysisDay, models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("day", "number"), name="one_group_a_number")]

    def __str__(self) -> str:
        return str(self.number)


class Pile(models.Model):
    """A group's pile of quotes, and the theme it sees in them."""

    group = models.ForeignKey(SortingGroup, models.CASCADE, related_name="piles")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("group", "name"), name="a_group_names_a_theme_once")]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """Which pile a group has put a quote in."""

    group = models.ForeignKey(SortingGroup, models.CASCADE, related_name="placements")
    quote = models.ForeignKey(Quote, models.CASCADE, related_name="+")
    pile = models.ForeignKey(Pile, models.CASCADE, related_name="placements")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("group", "quote"), name="a_group_puts_a_quote_in_one_pile")]

    def __str__(self) -> str:
        return str(self.pile)


class Theme(models.Model):
    """What the leader and the pupils agree on after the day: a name and the quotes that say so."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="themes")
    name = models.CharField(max_length=80)
    quotes = models.ManyToManyField(Quote, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("collection", "name"), name="a_theme_is_agreed_once")]

    def __str__(self) -> str:
        return self.name
