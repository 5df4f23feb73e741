"""Municipalities, owners and units of the country, merged from every source that names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from spiral.sources.observations import NATION

#: One table for all four kinds; what a kind does not have is null.
SCHEMA = pl.Schema(
    {
        "kind": pl.String,  # riket | municipality | owner | unit
        "code": pl.String,  # "0000", municipality code, orgnr, unit code
        "name": pl.String,
        "county_code": pl.String,
        "county": pl.String,
        "skaraborg": pl.Boolean,
        "municipality_code": pl.String,  # of a unit; of a municipal owner
        "municipality": pl.String,
        "owner_kind": pl.String,  # kommunal | enskild | region | kommunalförbund | statlig
        "owner": pl.String,
        "owner_orgnr": pl.String,
        "school_forms": pl.List(pl.String),  # gr, gy, gran, gyan, vux, sfi, sarvux
        "has_year9": pl.Boolean,
        "lat": pl.Float64,
        "lng": pl.Float64,
        "status": pl.String,  # STATUSES
        "sources": pl.List(pl.String),
    }
)

#: in_use: a source from 2024/25 or later has it · no_figures: the newest statistics name it and have nothing ·
#: possibly_closed: only the register of 2020 has it.
STATUSES = ("in_use", "no_figures", "possibly_closed")

_OLD_REGISTER = "skolenhetsregistret-xlsx-2020-06"
_OWNER_KINDS = {
    "Kommunal": "kommunal",
    "Enskild": "enskild",
    "Fristående": "enskild",
    "Region": "region",
    "Kommunalförbund": "kommunalförbund",
    "Statlig": "statlig",
}
#: Skaraborg's only unit that no source places; its name says where it is.
_LOCATED_BY_NAME = {"22229464": "1470"}  # Broholmskolan Vara
#: The first digits of an organisation number say what kind of authority it is (2 = public law).
_ORGNR_KINDS = (("2120", "kommunal"), ("2220", "kommunalförbund"), ("2321", "region"), ("2021", "statlig"))
_SMALL_WORDS = frozenset(
    [
        "skola",
        "skolan",
        "skolor",
        "grundskola",
        "grundskolan",
        "kommun",
        "förskola",
        "i",
        "och",
        "för",
        "på",
        "av",
        "vid",
        "med",
        "region",
        "ekonomisk",
        "förening",
        "stiftelse",
        "stiftelsen",
        "föreningen",
        "anpassad",
        "kommunalförbund",
    ]
)
_CAPITALS = frozenset(["AB", "F", "HB", "KB", "EK", "ISGR", "JB", "NTI"])


@dataclass(frozen=True, slots=True)
class Sightings:
    """What each source says of places, as read; columns as the readers give them."""

    municipalities: pl.DataFrame  # register.MUNICIPALITIES
    register: pl.DataFrame  # register.UNITS
    final_grades: pl.DataFrame  # slutbetyg.read_slutbetyg_units
    year_nine: pl.DataFrame  # derived_rows.read_units
    upper_secondary: pl.DataFrame  # derived_rows.read_units
    underlag_units: pl.DataFrame
    underlag_owners: pl.DataFrame
    underlag_municipalities: pl.DataFrame  # derived_rows.read_unit_municipalities


def merge_places(seen: Sightings) -> pl.DataFrame:
    """All places, sorted by kind and code. A name in mixed case is preferred to one in capitals."""
    owners = _owners(seen)
    units = _units(seen, owners)
    nation = [{"kind": "riket", "code": NATION, "name": "Riket"}]
    frames = [
        pl.DataFrame(rows, schema=SCHEMA) for rows in (nation, _municipalities(seen), list(owners.values()), units)
    ]
    return pl.concat(frames).sort("kind", "code")


def _municipalities(seen: Sightings) -> list[dict[str, object]]:
    return [
        {
            "kind": "municipality", "code": row["municipality_code"], "name": row["name"],
            "county_code": row["county_code"], "county": row["county"], "skaraborg": row["skaraborg"] == "1",
        }
        for row in seen.municipalities.iter_rows(named=True)
    ]  # fmt: skip


def _owners(seen: Sightings) -> dict[str, dict[str, object]]:
    """Every owner by orgnr. A municipal owner's municipality is known from its units."""
    names: dict[str, str] = {}
    for row in seen.final_grades.iter_rows(named=True):
        names.setdefault(row["owner_orgnr"], row["owner"])
    for row in seen.underlag_owners.iter_rows(named=True):
        names.setdefault(row["orgnr"], readable(row["name"]))
    for row in seen.register.iter_rows(named=True):
        if row["organizer_orgnr"]:
            names.setdefault(row["organizer_orgnr"], readable(row["organizer"]))
    codes = {row["municipality_code"]: row for row in seen.municipalities.iter_rows(named=True)}
    home: dict[str, str] = {}
    for frame, orgnr in ((seen.final_grades, "owner_orgnr"), (seen.register, "organizer_orgnr")):
        for row in frame.iter_rows(named=True):
            if owner_kind(row[orgnr]) == "kommunal":
                home.setdefault(row[orgnr], row["municipality_code"])
    owners: dict[str, dict[str, object]] = {}
    for orgnr, name in names.items():
        code = home.get(orgnr) or (_by_name(name, codes) if owner_kind(orgnr) == "kommunal" else None)
        owners[orgnr] = {
            "kind": "owner", "code": orgnr, "name": name, "owner_kind": owner_kind(orgnr) or "enskild",
            "municipality_code": code, "municipality": codes[code]["name"] if code else None,
            "skaraborg": bool(code) and codes[code]["skaraborg"] == "1",
        }  # fmt: skip
    return owners


def _by_name(name: str, codes: dict[str, dict[str, str]]) -> str | None:
    plain = name.removesuffix(" kommun").lower()
    for code, row in codes.items():
        if plain in (row["name"].lower(), row["name"].lower() + "s"):
            return code
    return None


def _units(seen: Sightings, owners: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    units: dict[str, dict[str, object]] = {}

    def saw(code: str, source: str, **facts: object) -> None:
        unit = units.setdefault(
            code, {"kind": "unit", "code": code, "school_forms": set(), "sources": set(), "has_year9": False}
        )
        unit["sources"].add(source)
        unit["school_forms"].update(facts.pop("school_forms", ()))
        unit["has_year9"] = unit["has_year9"] or facts.pop("has_year9", False)
        for key, value in facts.items():
            if value not in ("", None):
                unit.setdefault(key, value)

    for row in seen.final_grades.iter_rows(named=True):
        saw(
            row["code"], "slutbetyg", name=row["name"], municipality_code=row["municipality_code"],
            owner_orgnr=row["owner_orgnr"], school_forms=["gr"], has_year9=True,
        )  # fmt: skip
    for frame, form in ((seen.year_nine, "gr"), (seen.upper_secondary, "gy")):
        for row in frame.iter_rows(named=True):
            saw(
                row["code"], "planned_educations", name=row["name"], municipality_code=row["municipality_code"],
                owner_kind=_OWNER_KINDS.get(row["owner_type"]), school_forms=[form], has_year9=form == "gr",
            )  # fmt: skip
    for row in seen.register.iter_rows(named=True):
        for source in row["sources"].split(";"):
            saw(
                row["school_unit_code"], source, name=row["name"], municipality_code=row["municipality_code"],
                owner_kind=_OWNER_KINDS.get(row["organizer_type"]), owner_orgnr=row["organizer_orgnr"],
                owner=readable(row["organizer"]), school_forms=[row["school_form"]], has_year9=row["has_year9"] == "1",
                lat=float(row["lat"]) if row["lat"] else None, lng=float(row["lng"]) if row["lng"] else None,
            )  # fmt: skip
    located = dict(seen.underlag_municipalities.iter_rows()) | _LOCATED_BY_NAME
    for row in seen.underlag_units.iter_rows(named=True):
        saw(
            row["code"], "underlag", name=readable(row["name"]), underlag_owner=row["owner_orgnr"], school_forms=["gr"],
            municipality_code=located.get(row["code"]), has_year9=row["has_year9"], has_figures=row["has_figures"],
        )  # fmt: skip
    municipalities = {row["municipality_code"]: row for row in seen.municipalities.iter_rows(named=True)}
    return [_finished(unit, owners, municipalities) for unit in units.values()]


def _finished(
    unit: dict[str, object], owners: dict[str, dict[str, object]], municipalities: dict[str, dict[str, str]]
) -> dict[str, object]:
    orgnr = unit.get("owner_orgnr") or unit.get("underlag_owner")
    owner = owners.get(str(orgnr), {})
    code = unit.get("municipality_code") or owner.get("municipality_code")
    municipality = municipalities.get(str(code), {})
    sources = unit["sources"]
    if sources == {_OLD_REGISTER}:
        status = "possibly_closed"
    elif sources <= {"underlag", _OLD_REGISTER} and not unit.get("has_figures"):
        status = "no_figures"
    else:
        status = "in_use"
    return {
        "kind": "unit", "code": unit["code"], "name": unit["name"], "municipality_code": code,
        "municipality": municipality.get("name"), "skaraborg": municipality.get("skaraborg") == "1",
        "county_code": municipality.get("county_code"), "county": municipality.get("county"),
        "owner_kind": owner.get("owner_kind") or unit.get("owner_kind"),
        "owner": owner.get("name") or unit.get("owner"),
        "owner_orgnr": orgnr, "school_forms": sorted(unit["school_forms"]), "has_year9": unit["has_year9"],
        "lat": unit.get("lat"), "lng": unit.get("lng"), "status": status, "sources": sorted(sources),
    }  # fmt: skip


def owner_kind(orgnr: str) -> str | None:
    """The kind of owner an organisation number tells of; None when it is no public body."""
    return next((kind for prefix, kind in _ORGNR_KINDS if orgnr.startswith(prefix)), None)


def readable(name: str) -> str:
    """A name in capitals as Swedish writes it ("SVARTRÄVENS SKOLA F-3" → "Svarträvens skola F-3"); others unchanged."""
    if name != name.upper():
        return name
    words = re.split(r"([\s/(–-]+)", name)
    return "".join(_word(word, first=i == 0) for i, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    if word in _CAPITALS:
        return word
    small = word.lower()
    return small if small in _SMALL_WORDS and not first else small[:1].upper() + small[1:]
