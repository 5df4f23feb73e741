"""What is an error in a pupil's line, written anew from SCB's record descriptions, slowly and line by line.

Nothing here is taken from the code that it is held against: the columns and codes are SCB's tables as they stand, in the
order of the file (vårterminen 2026), and the rules are the sentences beside them.
"""

from __future__ import annotations

from datetime import date

_ID = "System Datum Version PersonNr Skolenhetskod"
_ALL = "A B C D E F 9"
_SIX, _NINE = f"{_ALL} 3 Y Z", f"{_ALL} 3"

#: Column → the codes it may have; None for what is no code. Points are given as "least–most".
Columns = dict[str, str | None]


def _free(names: str) -> Columns:
    return dict.fromkeys(names.split())


def _same(names: str, codes: str) -> Columns:
    return dict.fromkeys(names.split(), codes)


def _languages(names: str, codes: str) -> Columns:
    found: Columns = {}
    for name in names.split():
        found |= {f"{name} (språk)": None, f"{name} (betyg)": codes}
    return found


_NAMES = _free(f"{_ID} Klass Fornamn Efternamn")
_PARTS3, _GRADES = "0 1 88 99", "A B C D E F 88 99"

SURVEYS: dict[str, Columns] = {
    "betyg_ak9": _NAMES
    | _same("Bl En Hkk Idh Ma", _NINE)
    | _languages("M1 M2 ML", f"{_NINE} 2")
    | _same("Mu Bi Fy Ke Ge Hi Re Sh Sl", _NINE)
    | _same("Sv Sva", f"{_NINE} 2")
    | {"Tn": f"{_ALL} 2", "Tk": _NINE, "OVR": f"{_NINE} 2"},
    "betyg_ak6": _NAMES
    | _same("Bl En Hkk Idh Ma", _SIX)
    | _languages("M1 M2", f"{_SIX} 2")
    | {"Modm_anm": None, "Modmalbe": f"{_ALL} 2 Y Z", "Mu": _SIX}
    | _same("No Bi Fy Ke So Ge Hi Re Sh", f"{_SIX} 2")
    | {"Sl": _SIX}
    | _same("Sv Sva", f"{_SIX} 2")
    | {"Tn": f"{_ALL} 2 Y Z", "Tk": _SIX, "Ovr": f"{_SIX} 2"},
    "np3": _free(f"{_ID} MA_GRUPP")
    | _same(" ".join(f"MA_{part}_PR" for part in ["A", "B", "C", "D", "E", "F", "G", "G1", "G2"]), _PARTS3)
    | {
        f"MA_{part}_POANG": f"0–{most} 88 99"
        for part, most in zip(["B", "C", "D", "E", "F", "G", "G1", "G2"], (17, 19, 14, 16, 23, 15, 18, 12), strict=True)
    }
    | _free("SV_GRUPP")
    | {"SV_KURSPLAN": "1 2 99"}
    | _same(" ".join(f"SV_{part}_PR" for part in "ABCDEFGH"), _PARTS3)
    | _same("SV_B_POANG SV_C_POANG", "0–18 88 99"),
    "np6": _free(f"{_ID} MA_GRUPP")
    | _same(" ".join(f"MA_{part}_DELT" for part in "ABCDE"), "1 88 99")
    | {"MA_PROVB": _GRADES, "SV_GRUPP": None, "SV_KURSPLAN": "1 2 99", "SV_A_DELT": "1 88 99"}
    | _same("SV_B_DELT SV_C_DELT", "1 77 88 99")
    | _same("SV_A_PRP SV_B_PRP SV_C_PRP", "0–18 88 99")
    | {"SV_PROVB": _GRADES, "EN_GRUPP": None, "EN_A_DELT": "1 88 99"}
    | _same("EN_B_DELT EN_C_DELT", "1 77 88 99")
    | _same("EN_A_PRP EN_B_PRP EN_C_PRP", "1–6 88 99")
    | {"EN_PROVB": _GRADES},
    "np9": _free(f"{_ID} MA_GRUPP")
    | {"MA_A_DELT": "1 88 99"}
    | _same("MA_B_DELT MA_C_DELT MA_D_DELT", "1 77 88 99")
    | {"MA_PROVB": f"{_GRADES} 77", "SV_GRUPP": None, "SV_KURSPLAN": "1 2 99", "SV_A_PRP": "0–18 88 99"}
    | _same("SV_B_PRP SV_C_PRP", "0–18 77 88 99")
    | {"SV_PROVB": f"{_GRADES} 77", "EN_GRUPP": None, "EN_A_PRP": "1–9 88 99", "EN_B_PRP": "1–9 77 88 99"}
    | {"EN_C_PRP": "1–9 88 99", "EN_PROVB": f"{_GRADES} 77"}
    | {"NO_PROV": "FY BI KE"}
    | _same("NO_A_DELT NO_B_DELT", "1 77 88 99")
    | {"NO_GRUPP": None, "NO_PROVB": f"{_GRADES} 77", "SO_PROV": "GE HI RE SH"}
    | _same("SO_A_DELT SO_B_DELT", "1 77 88 99")
    | {"SO_GRUPP": None, "SO_PROVB": f"{_GRADES} 77"},
}
#: Tests that may be blank from end to end: taken digitally.
_DIGITAL = {"np6": ("SV", "EN"), "np9": ("NO", "SO")}
_BLOCKS = {"No": ("Bi", "Fy", "Ke"), "So": ("Ge", "Hi", "Re", "Sh")}


def allowed(codes: str) -> list[str]:
    """The texts of a column, points written out."""
    texts = []
    for code in codes.split():
        least, dash, most = code.partition("–")
        texts += [str(points) for points in range(int(least), int(most) + 1)] if dash else [code]
    return texts


def errors(survey: str, year: int, line: list[str]) -> set[str]:
    """The columns of a line that SCB would not take."""
    columns = SURVEYS[survey]
    fields = dict(zip(columns, line, strict=True))
    wrong = {name for name, codes in columns.items() if codes and fields[name] and not _has(codes, fields[name])}
    meant = {name: _meant(columns[name], text) for name, text in fields.items()}
    if not _is_day(fields["Datum"]):
        wrong.add("Datum")
    if not _is_number(fields["PersonNr"], year):
        wrong.add("PersonNr")
    if not (len(fields["Skolenhetskod"]) == 8 and _are_digits(fields["Skolenhetskod"])):
        wrong.add("Skolenhetskod")
    for name, codes in columns.items():
        area = name.partition("_")[0]
        is_digital = area in _DIGITAL.get(survey, ())
        if is_digital:
            rest = [fields[other] for other in columns if other.startswith(f"{area}_")]
            if not fields[name] and any(rest):
                wrong.add(name)
        elif codes and not fields[name]:
            wrong.add(name)
    if survey.startswith("betyg"):
        wrong |= _languages_wrong(fields, meant) | _left_out_wrong(survey, meant)
    return wrong


def _has(codes: str, text: str) -> bool:
    """Is it one of the codes? Points may have a 0 before them."""
    return text in allowed(codes) or ("–" in codes and len(text) == 2 and text[0] == "0" and text[1] in allowed(codes))


def _meant(codes: str | None, text: str) -> str:
    """The code that was meant: the rules between columns go by it."""
    meant = text.strip().upper()
    return meant if codes and meant in allowed(codes) else ""


def _languages_wrong(fields: dict[str, str], meant: dict[str, str]) -> set[str]:
    """A language's code is three letters, and is there when the language is graded."""
    wrong = set()
    for language in fields:
        if not (language.endswith("(språk)") or language == "Modm_anm"):
            continue
        grade = "Modmalbe" if language == "Modm_anm" else language.replace("språk", "betyg")
        text = fields[language]
        is_code = len(text) == 3 and text.isascii() and text.isalpha()
        if (text and not is_code) or (not text and meant[grade] in set("ABCDEF9")):
            wrong.add(language)
    return wrong


def _left_out_wrong(survey: str, meant: dict[str, str]) -> set[str]:
    """2 stands only where another column is graded, and there it must stand."""
    wrong = set()
    if meant["Sv"] and meant["Sva"] and (meant["Sv"] == "2") == (meant["Sva"] == "2"):
        wrong.add("Sv")
    for block, subjects in _BLOCKS.items() if survey == "betyg_ak6" else ():
        left_out = [subject for subject in subjects if meant[subject] == "2"]
        graded = [subject for subject in subjects if meant[subject] not in ("", "2")]
        if meant[block] == "2":
            wrong |= {block} if len(left_out) == len(subjects) else set(left_out)
        elif meant[block]:
            wrong |= set(graded)
    return wrong


def _are_digits(text: str) -> bool:
    return text != "" and all(sign in "0123456789" for sign in text)


def _is_day(text: str) -> bool:
    parts = text.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(map(_are_digits, parts)) and _is_date(*map(int, parts))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_number(text: str, survey_year: int) -> bool:
    """ååååmmddxxxx with a right check digit, 60 added to the day or not; or ååååmmddTFxx."""
    if len(text) != 12 or not _are_digits(text[:8]):
        return False
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
    if not survey_year - 100 <= year <= survey_year:
        return False
    if text[8:10] == "TF":
        return _are_digits(text[10:]) and _is_date(year, month, day)
    if not _are_digits(text) or not _is_date(year, month, day - 60 if day > 60 else day):
        return False
    total = 0
    for place, sign in enumerate(text[2:]):
        product = int(sign) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return total % 10 == 0
