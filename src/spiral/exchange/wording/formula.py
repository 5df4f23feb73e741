"""What a formula, or what is asked of a model, may be answered with."""

from __future__ import annotations

#: Code → (Swedish, English).
SENTENCES: dict[str, tuple[str, str]] = {
    "formula_part_misjoined": (
        "Formelns del ”{part}” går inte att läsa: bara + - * : och ** kan stå mellan termer.",
        "The formula's part “{part}” cannot be read: only + - * : and ** may stand between terms.",
    ),
    "parenthesis_not_closed": (
        "Formeln saknar en högerparentes.",
        "A closing parenthesis is missing in the formula.",
    ),
    "random_part_outside_parentheses": (
        "Skriv slumpdelen inom parentes: (1 | enhet).",
        "Write the random part in parentheses: (1 | unit).",
    ),
    "double_bar": (
        "Dubbelt streck (||) stöds inte: skriv (x | grupp), eller (1 | grupp) utan lutning.",
        "A double bar (||) is not supported: write (x | group), or (1 | group) without a slope.",
    ),
    "random_part_empty": (
        "Slumpdelen ({part}) är tom: skriv (1 | grupp).",
        "The random part ({part}) is empty: write (1 | group).",
    ),
    "too_many_terms": (
        "Formeln blir fler än {most} termer: ta bort förklaringar.",
        "The formula becomes more than {most} terms: take away explanations.",
    ),
    "formula_part_uncomputed": (
        "Formelns del ”{part}” går inte att läsa: skriv räkneuttryck som I(x + 1).",
        "The formula's part “{part}” cannot be read: write calculations as I(x + 1).",
    ),
    "formula_too_long": (
        "Formeln är {length} tecken lång: högst {most} går att läsa.",
        "The formula is {length} characters long: at most {most} can be read.",
    ),
    "formula_without_outcome": (
        "Formeln ”{formula}” saknar utfall: skriv utfall ~ förklaringar + (1 | huvudman/enhet).",
        "The formula “{formula}” has no outcome: write outcome ~ explanations + (1 | owner/unit).",
    ),
    "formula_without_group": (
        "Formeln har ingen grupp: lägg till exempelvis + (1 | enhet).",
        "The formula has no group: add for instance + (1 | unit).",
    ),
    "groups_unreadable": (
        "Grupperna i ({part}) går inte att läsa: skriv exempelvis (1 | huvudman/enhet).",
        "The groups in ({part}) cannot be read: write for instance (1 | owner/unit).",
    ),
    "formula_part_unreadable": (
        "Formelns del ”{part}” går inte att läsa.",
        "The formula's part “{part}” cannot be read.",
    ),
    "power_out_of_range": (
        "Formelns del ”{part}”: en potens av termer är 1 till {most}.",
        "The formula's part “{part}”: a power of terms is 1 to {most}.",
    ),
    "parenthesis_not_opened": (
        "Formeln har en högerparentes för mycket.",
        "The formula has a closing parenthesis too many.",
    ),
    "factor_named_otherwise": (
        "Skriv C({inside}) i stället för {expression}; C({inside}, ref=…) väljer referens.",
        "Write C({inside}) in place of {expression}; C({inside}, ref=…) chooses the reference.",
    ),
    "expression_not_computable": (
        "Uttrycket ”{expression}” går inte att räkna ut. Det som får användas är + - * / ^, {functions:prose}.",
        "The expression “{expression}” cannot be computed. What may be used is + - * / ^, {functions:prose}.",
    ),
    "expression_too_long": (
        "Ett uttryck får ha högst {most} tecken: ”{start} …”.",
        "An expression has at most {most} characters: “{start} …”.",
    ),
    "category_misspelt": (
        "”{expression}”: skriv C(kolumn) eller C(kolumn, base='grupp').",
        "“{expression}”: write C(column) or C(column, base='group').",
    ),
    "category_base_misspelt": (
        "”{expression}”: skriv C(kolumn, base='grupp').",
        "“{expression}”: write C(column, base='group').",
    ),
    "expression_unreadable": (
        "Uttrycket ”{expression}” går inte att läsa.",
        "The expression “{expression}” cannot be read.",
    ),
    "column_unknown": (
        "Kolumnen {column} finns inte i tabellen. Det finns {columns:prose12}.",
        "There is no column {column} in the table, which has {columns:prose12}.",
    ),
    "column_misspelt": (
        "Kolumnen {column} finns inte i tabellen. Menade du {near}?",
        "There is no column {column} in the table. Did you mean {near}?",
    ),
    "family_unknown": (
        "Familjen {family} finns inte: välj gaussian eller binomial.",
        "There is no family {family}: choose gaussian or binomial.",
    ),
    "missing_unknown": (
        "Saknade värden kan hanteras med drop, category eller refuse, inte {missing}.",
        "Missing values can be handled with drop, category or refuse, not {missing}.",
    ),
    "term_unknown": (
        "Termen {term} finns inte i modellen. Den har {terms}.",
        "There is no term {term} in the model, which has {terms}.",
    ),
    "group_repeated": (
        "Gruppen {group} står två gånger: samla termerna i en slumpdel.",
        "The group {group} stands twice: put its terms in one random part.",
    ),
}
