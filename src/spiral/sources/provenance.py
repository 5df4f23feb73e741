"""Where each part of the snapshot comes from: source, origin, date, licence, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass

_KOLADA = "Fri att använda med källhänvisningen ”Källa: Kolada”."
_STATISTICS = "Sveriges officiella statistik: fri att använda, källan ska anges."
_CC0 = "Skolverkets öppna API: CC0."
_SKOLVERKET_FILE = "observations_skolverket.parquet"
_PE_CSV = "github.com/mandrean/skolverket-ak9-karta och Skolverkets Planned Educations v4"


@dataclass(frozen=True, slots=True)
class Provenance:
    """One part: the file that holds it, who made the data, how they came here, when, on what terms, what is absent."""

    file: str
    source: str
    origin: str
    date: str
    licence: str
    remarks_sv: tuple[str, ...]
    remarks_en: tuple[str, ...]
    inputs: tuple[str, ...]


PARTS: dict[str, Provenance] = {
    "kolada": Provenance(
        "observations_kolada.parquet",
        "Kolada",
        "github.com/open-numbers/ddf--kolada--dump, version 8501d5c",
        "2024-10",
        _KOLADA,
        (
            "Värdena slutar 2022.",
            "Hämtningen är inte fullständig: 525 av 1 367 nyckeltal om skola har värden.",
            "Rader utan värde följde inte med, så dolt och inte mätt kan inte skiljas åt.",
            "Alla nyckeltal för Skaraborgs 15 kommuner och riket; sidornas nyckeltal för alla kommuner, 2013–2022.",
            "Fritidshem har inga uppgifter per skolenhet.",
            "23 nyckeltal med värden finns inte i katalogen från 2026 och visas inte.",
        ),
        (
            "Values end in 2022.",
            "The retrieval is incomplete: 525 of 1,367 indicators about school have values.",
            "Rows without a value were not kept, so hidden and not measured cannot be told apart.",
            "All indicators for Skaraborg's 15 municipalities and the country; the pages' own for all, 2013–2022.",
            "After-school centres (fritidshem) have nothing by school unit.",
            "23 indicators with values are not in the catalogue of 2026 and are not shown.",
        ),
        ("kolada_region", "kolada_country"),
    ),
    "slutbetyg": Provenance(
        _SKOLVERKET_FILE,
        "Skolverket",
        "Skolverkets export ”Slutbetyg årskurs 9, samtliga elever”, läsåret 2024/25, via "
        "github.com/meysamaghighi/skolverket-data-extractor, version ed6c801",
        "2025-09",
        _STATISTICS,
        ("Ett läsår. Könen tillsammans: flickor och pojkar redovisas inte per enhet.",),
        ("One school year. Both sexes together: girls and boys are not given by unit.",),
        ("slutbetyg",),
    ),
    "planned_educations": Provenance(
        _SKOLVERKET_FILE,
        "Skolverket",
        f"{_PE_CSV}, hämtat 2026-06-21",
        "2026-06-21",
        _CC0,
        (
            "Bara exakta värden: ett år som saknas är oftast ”~100” eller dolt.",
            "”latest” är det senaste exakta värdet, vilket år det än gäller.",
            "Hellids grundskola i Tidaholm har inga uppgifter här.",
            "Skolenkäten: varje enhet deltar vartannat år.",
        ),
        (
            "Exact values only: an absent year is mostly ”~100” or hidden.",
            "”latest” is the newest exact value, whatever its year.",
            "Hellids grundskola in Tidaholm has no figures here.",
            "The school survey: each unit takes part every second year.",
        ),
        ("planned_educations",),
    ),
    "planned_educations_masks": Provenance(
        _SKOLVERKET_FILE,
        "Skolverket",
        "github.com/mandrean/skolverket-ak9-karta, version dfadaaa: sparade svar från Planned Educations v4",
        "2026-04-22",
        _CC0,
        (
            "449 enheter: 43 i Skaraborg och ett urval i övriga landet, med skälet till varje dold uppgift.",
            "Årskurs 6 och 9 och nationella prov per ämne, upp till fem läsår.",
        ),
        (
            "449 units: 43 in Skaraborg and a selection elsewhere, with the reason for each hidden figure.",
            "Years 6 and 9 and national tests by subject, up to five school years.",
        ),
        ("planned_educations_masks",),
    ),
    "gymnasium": Provenance(
        _SKOLVERKET_FILE,
        "Skolverket",
        f"{_PE_CSV}, hämtat 2026-06-21",
        "2026-06-21",
        _CC0,
        (
            "38 gymnasieskolor i Skaraborg. Examen inom tre år redovisas efter startår.",
            "Programkoder enligt Gy25 även för äldre år. Antagningspoäng finns bara för 2025.",
        ),
        (
            "38 upper secondary schools in Skaraborg. Diploma within three years is by the year of start.",
            "Programme codes of Gy25 also for earlier years. Admission points for 2025 only.",
        ),
        ("gymnasium",),
    ),
    "underlag": Provenance(
        _SKOLVERKET_FILE,
        "Skolverket",
        "Skolverkets arbetsbok ”Underlag för analys”, grundskola, läsåret 2024/25, via "
        "github.com/erikakerman/skolvalet-predictor, version f60dd6d",
        "2026-03-24",
        _STATISTICS,
        (
            "Ett läsår, 2024/25. Huvudmannens värde är en egen punkt och ska inte kopplas till Koladas serie.",
            "Kostnader gäller kalenderåret 2024, enkätsvar vårterminen 2025.",
            "147 enheter saknar känd kommun i källan; för kommunala enheter tas den från huvudmannen.",
        ),
        (
            "One school year, 2024/25. The owner's value is a point of its own, not to be joined to Kolada's series.",
            "Costs are of the calendar year 2024, survey answers of spring 2025.",
            "147 units have no known municipality in the source; for municipal units it is taken from the owner.",
        ),
        ("underlag",),
    ),
    "places": Provenance(
        "places.parquet",
        "Skolverket och Kolada",
        "Skolenhetsregistret (v1, mars 2026, och juni 2020), Planned Educations v4, slutbetygsexporten och Underlag",
        "2026-06",
        _CC0,
        (
            "Enheter som bara finns i registret från 2020 kan vara nedlagda.",
            "Koordinater finns för 158 av Skaraborgs 271 enheter och inga andra.",
        ),
        (
            "Units that only the register of 2020 has may be closed.",
            "Coordinates exist for 158 of Skaraborg's 271 units and no others.",
        ),
        ("register", "municipalities", "underlag_municipalities", "slutbetyg", "underlag"),
    ),
    "groups": Provenance(
        "groups.parquet",
        "Kolada",
        "github.com/LCHansson/rKolada, version 8afe11f (metadata hämtade med v3)",
        "2026-04-16",
        _KOLADA,
        ("Skaraborgs kommunalförbund och ”Liknande kommuner” för 2024. Koladas gruppvärde är ett ovägt medel.",),
        ("Skaraborgs kommunalförbund and ”Liknande kommuner” of 2024. Kolada's group value is an unweighted mean.",),
        ("groups",),
    ),
    "indicators": Provenance(
        "indicators.json",
        "Kolada",
        "github.com/LCHansson/rKolada, version 8afe11f (metadata hämtade med v3)",
        "2026-04-16",
        _KOLADA,
        ("Riktning, enhet och brott i serien finns inte i Koladas katalog.",),
        ("Direction, unit and breaks in series are not in Kolada's catalogue.",),
        ("catalogue",),
    ),
}
