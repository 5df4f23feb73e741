"""Six made-up examples for the demo: four published, one of them tried by two others, one in review, one draft. They
go through the same actions as real ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.learn.examples import actions
from spiral.learn.examples.actions import ExampleContent, TrialReport
from spiral.learn.examples.models import Example, Trial
from spiral.sources.reading.today import last_spring
from spiral.trust.people.actions import viewer_as
from spiral.trust.people.models import Office

Role = Office.Role
Form = Example.Form

_VARA: dict[str, Any] = {"place": "1470", "place_name": "Vara", "contact": Role.MEMBER.value}
_GOTENE: dict[str, Any] = {"place": "1471", "place_name": "Götene", "contact": Role.SUPERINTENDENT.value}
_UNIT: dict[str, Any] = {"place": "45270097", "place_name": "Alléskolan i Vara", "contact": Role.PRINCIPAL.value}

#: (who writes, what, how far it has come)
_EXAMPLES = (
    (
        "natverksmedlem",
        ExampleContent(
            title="Läsning i alla ämnen, tio minuter om dagen",
            problem="Läsförståelsen i årskurs 6 var svagare i faktatexter än i skönlitteratur. Det syntes i de "
            "nationella "
            "proven och i elevernas egna svar: de sa att de ”läser men inte vet vad som är viktigt”.",
            done="Varje dag läste alla klasser en kort text i dagens ämne. Läraren läste första stycket högt, eleverna "
            "strök under en mening var och förklarade för en kamrat varför.\n\nArbetslagen valde texterna "
            "tillsammans en "
            "gång i veckan. Efter åtta veckor bytte lagen texter med varandra.",
            form=Form.COMPULSORY.value,
            years="årskurs 4–6",
            how_many="sex klasser, ungefär 130 elever",
            seen="I vår egen läskontroll gick fler elever framåt än föregående vår. Grupperna är små och kan "
            "variera av en "
            "slump. Eleverna säger att de oftare vet vad de ska leta efter.",
            kinds=("before-after", "pupils-voices"),
            areas=("lasning-och-skrivning",),
            advice="Börja med två ämnen. Vi började med alla och tappade slöjden.",
            cost="Trettio minuter i veckan för varje arbetslag. Inga inköp.",
            hours=10,
            kronor=0,
            **_VARA,
        ),
        "published",
    ),
    (
        "skolchef",
        ExampleContent(
            title="Räknesamtal i par i stället för fler diagnoser",
            problem="Vi mätte taluppfattningen tre gånger om året men gjorde lika varje gång. Lärarna visste vilka som "
            "inte kunde, men inte hur eleverna tänkte.",
            done="Vi tog bort en av diagnoserna och lade tiden på räknesamtal: två elever löser samma uppgift och "
            "förklarar för varandra, läraren lyssnar och skriver ned en tanke per par.",
            form=Form.COMPULSORY.value,
            years="årskurs 2–3",
            how_many="fyra klasser",
            seen="Lärarna säger att de planerar mer efter hur eleverna tänker. Vi har inte sett någon skillnad i "
            "resultaten än, och det är för kort tid för det.",
            kinds=("own-follow-up", "proven-experience"),
            areas=("matematik", "kollegialt-larande"),
            advice="Spela inte in samtalen. Det blev mer teknik än matematik.",
            cost="Handledning två halvdagar, sedan ingen extra tid.",
            hours=8,
            kronor=24000,
            **_GOTENE,
        ),
        "published",
    ),
    (
        "rektor",
        ExampleContent(
            title="Tre frågor vid överlämningen till årskurs 7",
            problem="Uppgifter om stöd fastnade mellan årskurs 6 och 7. I september hade flera elever inte det stöd de "
            "hade i juni.",
            done="Mentor och elev svarar tillsammans på tre frågor i maj: Vad fungerar? Vad behöver jag? Vad vill jag "
            "berätta själv? Svaret lämnas i ett möte, inte i en pärm.",
            form=Form.COMPULSORY.value,
            years="årskurs 6–7",
            how_many="alla i årskurs 6",
            seen="Färre ärenden till elevhälsan i september än året före. Det kan också bero på att årskullen "
            "var mindre.",
            kinds=("own-follow-up", "pupils-voices"),
            areas=("overgangar", "stod-och-anpassningar"),
            cost="En lektion per klass och ett möte på en timme.",
            hours=3,
            **_UNIT,
        ),
        "published",
    ),
    (
        "natverksmedlem",
        ExampleContent(
            title="Analysdag där eleverna själva sorterar svaren",
            problem="Enkäten om trygghet gav siffror, men ingen visste vad eleverna menade.",
            done="Tolv elever sorterade klassens fria svar i högar, gav högarna namn och berättade för lärarna "
            "vad de såg. "
            "En vuxen skrev, ingen vuxen tolkade.",
            form=Form.SEVERAL.value,
            years="årskurs 5 och 8",
            how_many="två skolor, tolv elever på varje",
            seen="Eleverna gav högarna andra namn än vi hade gjort. Två saker har ändrats i skolans schema.",
            kinds=("pupils-voices",),
            areas=("elevers-delaktighet", "uppfoljning-av-resultat"),
            advice="Ha en reservplan för elever som blir ledsna av svaren.",
            cost="En dag, två vuxna.",
            **_VARA,
        ),
        "published",
    ),
    (
        "natverksmedlem",
        ExampleContent(
            title="Närvarotrappa med namn på vem som ringer",
            problem="Samma elev fick tre samtal om frånvaro från tre personer, en annan fick inget.",
            done="En trappa i fyra steg. Vid varje steg står vem som ringer, inom hur många dagar och vad man frågar.",
            form=Form.COMPULSORY.value,
            years="årskurs 7–9",
            how_many="en skola",
            seen="Vi vet nu vem som har ringt. Om närvaron har ökat vet vi först i vår.",
            kinds=("own-follow-up",),
            areas=("narvaro",),
            cost="Två möten om en timme.",
            **_VARA,
        ),
        "submitted",
    ),
    (
        "skolchef",
        ExampleContent(
            title="Resultatdialog på en timme",
            problem="Våra dialoger handlade om siffrorna och inte om vad vi gör i morgon.",
            done="En dagordning med fyra frågor och en klocka. Rektorn talar sist.",
            form=Form.SEVERAL.value,
            seen="Fler dialoger slutar med ett beslut. Vi har inte räknat hur många.",
            kinds=("proven-experience",),
            areas=("uppfoljning-av-resultat",),
            **_GOTENE,
        ),
        "draft",
    ),
)

#: What others saw when they tried the first one: two outcomes, both told in full.
_TRIALS = (
    (
        "presidium",
        TrialReport(
            "1496",
            "Skövde",
            "våren",
            "none",
            "Vi höll i tio veckor i tre klasser. Läskontrollen såg likadan ut som hos klasserna som inte var "
            "med. Lärarna "
            "tyckte ändå om samtalen.",
            "Vi läste varannan dag i stället för varje dag.",
        ),
    ),
    (
        "skolchef",
        TrialReport(
            "1471",
            "Götene",
            "hösten",
            "helped",
            "Eleverna i årskurs 5 hittar fortare det viktiga i en text, enligt lärarna. Vi har ingen mätning före.",
            "Bara no och so det första halvåret.",
        ),
    ),
)


@transaction.atomic
def load_demo_examples() -> int | None:
    """How many were made: six, or none when something is there; None outside the demo."""
    if not settings.DEMO:
        return None
    if Example.objects.exists():
        return 0
    people = {key: viewer_as(key) for key in ("samordnare", "natverksmedlem", "skolchef", "rektor", "presidium")}
    today, published = timezone.localdate(), []
    for i, (who, content, state) in enumerate(_EXAMPLES):
        example = actions.draft(content, by=people[who], is_made_up=True)
        if state != "draft":
            actions.submit(example.pk, by=people[who])
        if state == "published":
            actions.publish(example.pk, example.revision, by=people["samordnare"])
            published.append(example)
            Example.objects.filter(pk=example.pk).update(published_on=today - timedelta(days=30 * (i + 1)))
    for days, (who, report) in zip((40, 90), _TRIALS, strict=True):
        report = replace(report, when=f"{report.when} {last_spring() - (report.when == 'hösten')}")
        trial = actions.tell(published[0].pk, report, by=people[who], is_made_up=True)
        Trial.objects.filter(pk=trial.pk).update(told_on=today - timedelta(days=days))
    return len(_EXAMPLES)
