"""Municipalities, owners and units of the country, merged from every source that names them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from spiral.engine.place import NATION

#: One table for all four kinds; what a kind does not have is null.
_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": pl.String,  # riket | municipality | owner | unit
    "code": pl.String,  # of a Place
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
SCHEMA = pl.Schema(_TYPES)

#: in_use: a source of the newest years has it · no_figures: the newest statistics name it and have nothing ·
#: possibly_closed: only the old register, a workbook of 2020, has it.
STATUSES = ("in_use", "no_figures", "possibly_closed")

Row = dict[str, Any]

#: Sources in the register's merged list are a name and a year or month. The old register, and the two that we have
#: ourselves:
_OLD_REGISTER = "skolenhetsregistret-xlsx"
_SAME_SOURCE = {"planned-educations": "planned_educations", "slutbetyg-ak9": "slutbetyg"}
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
class PlaceTables:
    """What each source says of places, as read; columns as the readers give them."""

    municipalities: pl.DataFrame  # register.MUNICIPALITIES
    register: pl.DataFrame  # register.UNITS
    final_grades: pl.DataFrame  # slutbetyg.read_slutbetyg_units
    year_nine: pl.DataFrame  # derived_rows.read_units
    upper_secondary: pl.DataFrame  # derived_rows.read_units
    underlag_units: pl.DataFrame
    underlag_owners: pl.DataFrame
    underlag_municipalities: pl.DataFrame  # derived_rows.read_unit_municipalities


def merge_places(tables: PlaceTables) -> pl.DataFrame:
    """All places, sorted by kind and code. A name in mixed case is preferred to one in capitals."""
    municipalities = _municipalities(tables)
    owners = _owners(tables, municipalities)
    units = [_unit_row(unit, owners, municipalities) for unit in _units(tables).values()]
    nation = {"kind": "riket", "code": NATION, "name": "Riket"}
    rows = [nation, *municipalities.values(), *owners.values(), *units]
    return pl.DataFrame(rows, schema=SCHEMA).sort("kind", "code")


def _municipalities(tables: PlaceTables) -> dict[str, Row]:
    return {
        row["municipality_code"]: {
            "kind": "municipality",
            "code": row["municipality_code"],
            "name": row["name"],
            "county_code": row["county_code"],
            "county": row["county"],
            "skaraborg": row["skaraborg"] == "1",
        }
        for row in tables.municipalities.iter_rows(named=True)
    }


def _owners(tables: PlaceTables, municipalities: dict[str, Row]) -> dict[str, Row]:
    """Every owner by orgnr. A municipal owner's municipality is known from its units, else from its name."""
    named: dict[str, str] = {}
    for row in tables.final_grades.iter_rows(named=True):
        named.setdefault(row["owner_orgnr"], row["owner"])
    for row in tables.underlag_owners.iter_rows(named=True):
        named.setdefault(row["orgnr"], in_mixed_case(row["name"]))
    for row in tables.register.iter_rows(named=True):
        if row["organizer_orgnr"]:
            named.setdefault(row["organizer_orgnr"], in_mixed_case(row["organizer"]))
    homes: dict[str, str] = {}
    for frame, orgnr in ((tables.final_grades, "owner_orgnr"), (tables.register, "organizer_orgnr")):
        for row in frame.iter_rows(named=True):
            homes.setdefault(row[orgnr], row["municipality_code"])
    owners: dict[str, Row] = {}
    for orgnr, name in named.items():
        kind = owner_kind(orgnr) or "enskild"
        home = (
            municipalities.get(homes.get(orgnr) or _municipality_of_name(name, municipalities), {})
            if kind == "kommunal"
            else {}
        )
        owners[orgnr] = {
            "kind": "owner",
            "code": orgnr,
            "name": name,
            "owner_kind": kind,
            "municipality_code": home.get("code"),
            "municipality": home.get("name"),
            "skaraborg": bool(home.get("skaraborg")),
        }
    return owners


def _municipality_of_name(name: str, municipalities: dict[str, Row]) -> str:
    plain = name.removesuffix(" kommun").lower()
    for code, row in municipalities.items():
        if plain in (row["name"].lower(), row["name"].lower() + "s"):
            return code
    return ""


@dataclass(slots=True)
class _Unit:
    """What the sources say of a unit; of several that state a fact, the first counts."""

    code: str
    name: str = ""
    municipality_code: str = ""
    owner_kind: str = ""
    owner: str = ""
    owner_orgnr: str = ""
    lat: str = ""
    lng: str = ""
    school_forms: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    has_year9: bool = False
    has_figures: bool = False

    def add(self, source: str, form: str, *, year9: bool = False, figures: bool = False, **facts: str | None) -> None:
        """Add what ``source`` says of the unit, as a school of the school form ``form``."""
        self.sources.add(source)
        self.school_forms.add(form)
        self.has_year9 |= year9
        self.has_figures |= figures
        for name, fact in facts.items():
            if fact and not getattr(self, name):
                setattr(self, name, fact.strip())

    @property
    def status(self) -> str:
        later = {source for source in self.sources if _without_date(source) != _OLD_REGISTER}
        if not later:
            return "possibly_closed"
        return "in_use" if self.has_figures or later - {"underlag"} else "no_figures"


def _without_date(source: str) -> str:
    return re.sub(r"-[0-9]{4}[-/][0-9]{2}$", "", source)


def _units(tables: PlaceTables) -> dict[str, _Unit]:
    """Every unit any source names, by code. Of sources that disagree, the first counts."""
    units: dict[str, _Unit] = {}

    def unit(code: str) -> _Unit:
        return units.setdefault(code, _Unit(code))

    for row in tables.final_grades.iter_rows(named=True):
        facts = {key: row[key] for key in ("name", "municipality_code", "owner_orgnr")}
        unit(row["code"]).add("slutbetyg", "gr", year9=True, **facts)
    for frame, form in ((tables.year_nine, "gr"), (tables.upper_secondary, "gy")):
        for row in frame.iter_rows(named=True):
            facts = {key: row[key] for key in ("name", "municipality_code")}
            kind = _OWNER_KINDS.get(row["owner_type"])
            unit(row["code"]).add("planned_educations", form, year9=form == "gr", owner_kind=kind, **facts)
    # the register's owner may be an old one: Underlag's, who has figures for the newest year, is believed before it
    owned = {
        row["code"]: row["owner_orgnr"] for row in tables.underlag_units.filter("has_figures").iter_rows(named=True)
    }
    for row in tables.register.iter_rows(named=True):
        facts = {key: row[key] for key in ("name", "municipality_code", "lat", "lng")}
        facts["owner_kind"] = _OWNER_KINDS.get(row["organizer_type"])
        facts["owner_orgnr"] = owned.get(row["school_unit_code"]) or row["organizer_orgnr"]
        for source in row["sources"].split(";"):
            unit(row["school_unit_code"]).add(
                _SAME_SOURCE.get(_without_date(source), source),
                row["school_form"],
                year9=row["has_year9"] == "1",
                owner=in_mixed_case(row["organizer"]),
                **facts,
            )
    located = dict(tables.underlag_municipalities.iter_rows()) | _LOCATED_BY_NAME
    for row in tables.underlag_units.iter_rows(named=True):
        unit(row["code"]).add(
            "underlag",
            "gr",
            year9=row["has_year9"],
            figures=row["has_figures"],
            name=in_mixed_case(row["name"]),
            owner_orgnr=row["owner_orgnr"],
            municipality_code=located.get(row["code"]),
        )
    return units


def _unit_row(unit: _Unit, owners: dict[str, Row], municipalities: dict[str, Row]) -> Row:
    owner = owners.get(unit.owner_orgnr, {})
    home = municipalities.get(unit.municipality_code or owner.get("municipality_code") or "", {})
    return {
        "kind": "unit",
        "code": unit.code,
        "name": unit.name,
        "municipality_code": home.get("code"),
        "municipality": home.get("name"),
        "county_code": home.get("county_code"),
        "county": home.get("county"),
        "skaraborg": bool(home.get("skaraborg")),
        "owner_kind": owner.get("owner_kind") or unit.owner_kind or None,
        "owner": owner.get("name") or unit.owner or None,
        "owner_orgnr": unit.owner_orgnr or None,
        "school_forms": sorted(unit.school_forms),
        "has_year9": unit.has_year9,
        "lat": float(unit.lat) if unit.lat else None,
        "lng": float(unit.lng) if unit.lng else None,
        "status": unit.status,
        "sources": sorted(unit.sources),
    }


#: Owners whose units are "kommunala skolor" in the official statistics: municipalities, alone or several together.
MUNICIPAL_KINDS = ("kommunal", "kommunalförbund")


def owner_kind(orgnr: str) -> str | None:
    """The kind of owner an organisation number tells of; None when it is no public body."""
    return next((kind for prefix, kind in _ORGNR_KINDS if orgnr.startswith(prefix)), None)


def in_mixed_case(name: str) -> str:
    """A name in capitals as Swedish writes it ("SVARTRÄVENS SKOLA F-3" → "Svarträvens skola F-3"); others unchanged."""
    if name != name.upper():
        return name
    words = re.split(r"([\s/(–-]+)", name)
    return "".join(_word_in_mixed_case(word, first=i == 0) for i, word in enumerate(words))


def _word_in_mixed_case(word: str, *, first: bool) -> str:
    if word in _CAPITALS:
        return word
    small = word.lower()
    return small if small in _SMALL_WORDS and not first else small[:1].upper() + small[1:]
