"""Which of Kolada's indicators the pages show or may show, and so are kept for every municipality of the country."""

from __future__ import annotations

#: Ids of the pages' indicators. Several have no values in the dump of 2024: the page then says so.
PAGE_KPIS = frozenset(
    [
        "N15504",
        "N15505",
        "N15507",
        "N15419",
        "N15508",
        "N15436",
        "N15428",
        "N15452",
        "N15454",
        "N15472",
        "N15473",
        "N15814",
        "N17461",
        "N17464",
        "N17467",
        "N17445",
        "N17448",
        "N17451",
        "N15482",
        "N15485",
        "N15488",
        "N15540",
        "U15401",
        "U15402",
        "N15643",
        "N15633",
        "N15653",
        "N15659",
        "N15820",
        "N15822",
        "N15902",
        "N15813",
        "U15011",
        "N15060",
        "U15049",
        "N15001",
        "N17001",
        "N15569",
        "N15570",
        "N15571",
        "N15572",
        "N15573",
        "N15574",
        "N11102",
        "N11701",
        "N11808",
        "N11811",
        "N11801",
        "N11008",
        "N11024",
        "N13014",
        "N13805",
        "N13015",
        "N13008",
        "N13020",
        "N18741",
        "N02797",
        "N15504",
        "N15418",
        "N15424",
    ]
)

#: Years of the values kept for the whole country; the fifteen keep every year.
COUNTRY_YEARS = 10

#: Areas of the catalogue that are about school; an indicator outside them is kept when it has values here.
SCHOOL_AREAS = frozenset(
    {
        "Grundskola åk 0-9 inkl förskoleklass",
        "Gymnasieskola åk 1-3",
        "Förskoleverksamhet",
        "Anpassad skola",
        "Utbildning, övergripande",
    }
)

SKARABORG = [
    "1444",
    "1445",
    "1446",
    "1447",
    "1470",
    "1471",
    "1472",
    "1473",
    "1493",
    "1494",
    "1495",
    "1496",
    "1497",
    "1498",
    "1499",
]
SKARABORG_GROUP = "G116238"
