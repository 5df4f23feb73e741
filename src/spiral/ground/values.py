"""Model fields for value objects: a place, a period. The database holds the text. In migrations they are Django's own
CharField, so that no table changes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from spiral.engine.periods import SourcePeriod
from spiral.engine.place import Place


class _Converting(DeferredAttribute):
    """Converts what is assigned to the attribute at once, before it is saved."""

    def __set__(self, thing: models.Model, value: object) -> None:
        thing.__dict__[self.field.attname] = self.field.to_python(value)


class _ValueField(models.CharField):
    """Text in the database, ``value`` in Python."""

    value: type[str]
    descriptor_class = _Converting

    def from_db_value(self, text: str | None, *_: object) -> str | None:
        return None if text is None else self.value(text)

    def to_python(self, text: object) -> Any:
        return text if text is None or isinstance(text, models.Expression) else self.value(str(text))

    def get_prep_value(self, value: object) -> Any:
        text = super().get_prep_value(value)
        return None if text is None else str.__str__(text)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class PlaceField(_ValueField):
    """The code of a place; ``blank=True`` lets it be '' for the whole region."""

    value = Place
    _pyi_private_get_type: Place

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 10, **kwargs})


class PeriodField(_ValueField):
    """A period in its source's own words."""

    value = SourcePeriod
    _pyi_private_get_type: SourcePeriod

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 12, **kwargs})
