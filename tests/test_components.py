"""Components: what is declared is what there is, and nothing else is taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from lxml import html

from spiral.ground.components import COMPONENTS

SOURCE = Path(__file__).resolve().parent.parent / "src" / "spiral"
FOLDER = SOURCE / "ground" / "templates" / "ground"
TEMPLATES = [p for p in SOURCE.rglob("templates/**/*.html") if p.parent.name not in ("components", "gallery")]
#: What a component draws is written nowhere else: a class that stands for each.
DRAWN = {
    "next": r'class="next[ "]',
    "notice": r'class="notice\b(?![^>]*data-contact)',
    "nothing_yet": r'class="nothing-yet\b',
    "conflict": "<b>{% translate .Någon annan har sparat under tiden. Båda texterna finns kvar: välj eller slå ihop.",
    "evidence": r'<article class="evidence\b',
    "code_card": r'class="join[ "]',
}


def shown(source: str, **context: object) -> str:
    return " ".join(Template(source).render(Context(context)).split())


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_has_its_template_its_example_and_a_sentence_for_each_property(name: str) -> None:
    component = COMPONENTS[name]
    assert (FOLDER / "components" / f"{name}.html").is_file()
    assert (FOLDER / "gallery" / f"{name}.html").is_file()
    assert all(str(p.sentence).endswith((".", "?")) for p in (component, *component.properties))
    used = (FOLDER / "gallery" / f"{name}.html").read_text("utf-8")
    assert re.search(rf"{{% {name}\b", used)


def test_every_file_in_the_folder_of_components_is_declared() -> None:
    for folder in ("components", "gallery"):
        assert {p.stem for p in (FOLDER / folder).iterdir()} == set(COMPONENTS)


@pytest.mark.django_db
def test_the_style_page_is_their_gallery(read) -> None:
    page = read("/stil/")
    assert [
        a.get("id").removeprefix("component-") for a in page.xpath("//article[starts-with(@id, 'component-')]")
    ] == list(COMPONENTS)
    for name, component in COMPONENTS.items():
        listed = page.xpath(f"//article[@id='component-{name}']/dl/dt/code/text()")
        assert listed == [p.name for p in component.properties]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("{% button colour='red' %}Visa{% endbutton %}", "The component button has no property colour. It has: kind,"),
        ("{% section 'a' %}Text{% endsection %}", "The component section needs the property title."),
        ("{% section 'a' 'b' 'c' %}Text{% endsection %}", "The component section takes name=value, not 'c'."),
        ("{% notice %}{% part colour %}x{% endpart %}{% endnotice %}", "The component notice has no property colour."),
    ],
)
def test_what_is_not_declared_is_refused_and_what_is_required_is_asked_for(source: str, sentence: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=re.escape(sentence)):
        Template(source)


def test_a_button_leads_where_it_says_or_is_its_forms_and_escapes_what_it_is_given() -> None:
    assert shown("{% button 'ground:help' 'metod' kind='first' %} A {% endbutton %}") == (
        '<a class="button first" href="/hjalp/metod/">A</a>'
    )
    pressed = html.fromstring(shown("{% button name='go' value=v wide=True %}A{% endbutton %}", v='"><b>'))
    assert (pressed.tag, pressed.get("class"), pressed.get("value")) == ("button", "button wide", '"><b>')


def test_a_next_step_is_not_drawn_on_the_page_that_it_leads_to(rf) -> None:
    step = '{% load components %}{% step "ground:help" title="Hjälp" %}Frågor{% endstep %}'
    assert shown(step, request=rf.get("/hjalp/")) == ""
    assert 'href="/hjalp/"' in shown(step, request=rf.get("/moten/"))
    assert 'href="/hjalp/"' in shown(step), "outside a page too"


def test_a_property_may_be_written_out_where_it_is_more_than_a_value() -> None:
    told = shown(
        "{% section 'a' %}{% part title %}{% if x %}Ett & {{ x }}{% endif %}{% endpart %}Två{% endsection %}", x="<"
    )
    assert html.fromstring(told).xpath("string(h2)") == "Ett & <"


def test_a_field_says_what_describes_it_and_links_lead_to_it_from_what_has_to_be_put_right() -> None:
    class Asked(forms.Form):
        day = forms.CharField(label="Dag", help_text="När?")

    told = html.fromstring(f"<div>{shown('{% problems form %}{% field form.day %}', form=Asked({}))}</div>")
    control = told.xpath("//input")[0]
    assert control.get("aria-describedby") == "id_day-h id_day-f"
    assert {e.get("id") for e in told.xpath("//*[@id]")} == {"id_day", "id_day-h", "id_day-f"}
    assert told.xpath("//li/a/@href") == ["#id_day"]


@pytest.mark.parametrize("name", DRAWN)
def test_what_a_component_draws_is_written_nowhere_by_hand(name: str) -> None:
    twins = [p.relative_to(SOURCE).as_posix() for p in TEMPLATES if re.search(DRAWN[name], p.read_text("utf-8"))]
    assert twins == []
