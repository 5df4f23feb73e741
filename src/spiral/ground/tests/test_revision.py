"""Who saves on an older revision is shown both texts, and nothing is written over."""

from dataclasses import dataclass, replace

import pytest
from django import forms
from django.http import QueryDict

from spiral.ground.revision import RevisionForm, StaleRevision, mark, require_revision


@dataclass(frozen=True)
class Note:
    text: str
    kind: str = "a"
    done: bool = False
    tags: tuple[str, ...] = ()
    revision: int = 3


class NoteForm(RevisionForm):
    text = forms.CharField(label="Text", required=False)
    kind = forms.ChoiceField(label="Slag", choices=[("a", "Första"), ("b", "Andra")])
    done = forms.BooleanField(label="Klart", required=False)
    tags = forms.MultipleChoiceField(label="Ord", choices=[("x", "Ett"), ("y", "Två")], required=False)


def sent(**values: object) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_a_form_goes_out_with_the_revision_it_was_opened_on_and_what_stands_there() -> None:
    form = NoteForm(instance=Note("Hej"))
    assert (form["revision"].value(), form["text"].value(), form["kind"].value(), form.http_status) == (
        3,
        "Hej",
        "a",
        200,
    )


@pytest.mark.parametrize("opened_on", [3, "3"])
def test_the_same_revision_is_saved(opened_on: object) -> None:
    require_revision(Note("Hej"), opened_on)


@pytest.mark.parametrize("opened_on", [2, "2", "", "03", "3 ", "x" * 64, 4, -1])
def test_any_other_is_refused_with_what_stands_there(opened_on: object) -> None:
    with pytest.raises(StaleRevision) as stale:
        require_revision(Note("Hej"), opened_on)
    assert stale.value.current == Note("Hej")


def test_what_is_gone_is_refused() -> None:
    with pytest.raises(StaleRevision) as stale:
        require_revision(None, 3)
    assert stale.value.current is None


def test_after_a_conflict_both_texts_are_there_and_the_next_save_is_about_what_stands_now() -> None:
    now = Note("Deras", "b", True, ("x", "y"), 4)
    form = NoteForm(sent(text="Min", kind="a", tags=["x"], revision="3"), instance=Note("Hej"))
    assert form.is_valid()
    with form.saving():
        require_revision(now, form.opened_on)
    assert form.http_status == 409
    assert form.theirs == [("Text", "Deras"), ("Slag", "Andra"), ("Klart", "ja"), ("Ord", "Ett, Två")]
    assert (form["text"].value(), form["tags"].value(), form["revision"].value()) == ("Min", ["x"], "4")
    again = NoteForm(form.data, instance=now)
    assert again.is_valid()
    require_revision(now, again.opened_on)


def test_what_does_not_differ_is_not_shown_again() -> None:
    form = NoteForm(sent(text="Rad ett\r\nrad två ", kind="a", done="on", tags=["y", "x"], revision="3"))
    assert form.is_valid()
    form.show_conflict(Note("Rad ett\nrad två", "a", True, ("x", "y"), 9))
    assert form.theirs == []


def test_an_emptied_field_is_said_to_be_empty() -> None:
    form = NoteForm(sent(text="Min", kind="a", tags=["x"], revision="3"))
    assert form.is_valid()
    form.show_conflict(Note("", revision=4))
    assert form.theirs == [("Text", "(tomt)"), ("Ord", "(tomt)")]


def test_what_has_been_removed_is_said_to_be_gone() -> None:
    form = NoteForm(sent(text="Min", kind="a", revision="3"), instance=Note("Hej"))
    assert form.is_valid()
    with form.saving():
        raise StaleRevision(None)
    assert (form.http_status, form.is_gone, form["revision"].value()) == (409, True, "")


def test_a_save_without_conflict_leaves_the_form_alone_and_other_faults_pass_through() -> None:
    form = NoteForm(sent(text="Min", kind="a", revision="3"), instance=Note("Hej"))
    assert form.is_valid()
    with form.saving():
        pass
    assert (form.http_status, form.theirs) == (200, [])
    with pytest.raises(ValueError, match="annat"), form.saving():
        raise ValueError("annat")


def test_two_forms_do_not_share_what_was_saved() -> None:
    one, other = (NoteForm(sent(text="Min", kind="a", revision="3")) for _n in range(2))
    assert one.is_valid()
    assert other.is_valid()
    one.show_conflict(replace(Note("Deras"), revision=4))
    assert (one.is_stale, other.is_stale, other.theirs) == (True, False, [])


def test_a_mark_is_another_when_any_value_is() -> None:
    marks = [mark("a", "b"), mark("ab", ""), mark("a", "b", None), mark("a", ["b"]), mark("b", "a")]
    assert len(set(marks)) == 5
    assert (mark("a", "b"), len(marks[0])) == (marks[0], 16)


def test_the_order_of_a_documents_keys_is_no_change() -> None:
    assert mark({"sv": {"title": "Rubrik", "about": ""}, "en": 1}) == mark(
        {"en": 1, "sv": {"about": "", "title": "Rubrik"}}
    )
    assert mark(["sv", "en"]) != mark(["en", "sv"])
