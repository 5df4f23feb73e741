"""What is said of crossed groups, several memberships, weights and trials, and of several problems at once."""

from __future__ import annotations

#: Code → (Swedish, English).
SENTENCES: dict[str, tuple[str, str]] = {
    "several_problems": ("Flera fel:\n{problems:lines}", "Several problems:\n{problems:lines}"),
    "nearly_nested": (
        "{level} {group} ligger både under {outer} {first} och under {second}, fast de flesta ligger under en enda. "
        "Nivåerna "
        "räknas därför som korsade. Är det ett fel i data: rätta det.",
        "{level} {group} lies both under {outer} {first} and under {second}, though most lie under a single one. The "
        "levels are therefore taken as crossed. If that is a mistake in the data: correct it.",
    ),
    "crossed_without_slopes": (
        "{level} har en slumplutning, och det går inte ihop med korsade grupper ({crossed:prose}). Skriv (1 | …).",
        "{level} has a random slope, which does not go together with crossed groups ({crossed:prose}). Write (1 | …).",
    ),
    "crossed_needs_gaussian": (
        "Ja/nej-utfall finns för nivåer inuti varandra, inte för korsade grupper ({crossed:prose}).",
        "Yes/no outcomes are for levels inside each other, not for crossed groups ({crossed:prose}).",
    ),
    "crossed_needs_floats": (
        "Fasta decimaler finns inte för korsade grupper ({crossed:prose}): skatta utan dem.",
        "Fixed point is not for crossed groups ({crossed:prose}): fit without it.",
    ),
    "crossed_statistics_stay": (
        "Korsade grupper ({crossed:prose}) kan bara skattas där eleverna finns: vilka grupper som delar elever får "
        "inte "
        "lämna huvudmannen. Använd spiral fit.",
        "Crossed groups ({crossed:prose}) can only be fitted where the pupils are: which groups share pupils may not "
        "leave the owner. Use spiral fit.",
    ),
    "weighted_statistics_stay": (
        "Statistik med vikter går inte att lämna vidare: kör spiral fit där eleverna finns.",
        "Weighted statistics cannot be passed on: run spiral fit where the pupils are.",
    ),
    "crossed_without_robust": (
        "Klusterrobusta fel finns inte för korsade grupper ({crossed:prose}): där finns inga grupper utan gemensamma "
        "elever.",
        "There are no cluster-robust errors for crossed groups ({crossed:prose}): no groups are without common pupils.",
    ),
    "correction_needs_nested": (
        "Rättning för mätfel finns för nivåer inuti varandra och utan vikter.",
        "Correction for measurement error is for levels inside each other and without weights.",
    ),
    "too_many_crossed_groups": (
        "De korsade grupperna är {groups}, och mer än {most} går inte att räkna på. Slå ihop grupper, eller korsa "
        "färre "
        "nivåer.",
        "There are {groups} crossed groups, and no more than {most} can be computed. Put groups together, or cross "
        "fewer levels.",
    ),
    "membership_unreadable": (
        "”{part}” går inte att läsa. Flera tillhörigheter skrivs (1 | mm(skola1, skola2)) eller "
        "(1 | mm(skola1, skola2, weights = vikt1 + vikt2)), med en vikt för varje skola.",
        "“{part}” cannot be read. Several memberships are written (1 | mm(school1, school2)) or "
        "(1 | mm(school1, school2, weights = weight1 + weight2)), with one weight for each school.",
    ),
    "membership_of_different_kinds": (
        "Kolumnerna i {level} är av olika slag ({kinds:prose}): skriv namnen på samma sätt i alla.",
        "The columns of {level} are of different kinds ({kinds:prose}): write the names alike in all of them.",
    ),
    "membership_weight_negative": (
        "Rad {row}, kolumn {column}: vikten {value} kan inte vara en andel. Skriv 0 eller mer.",
        "Row {row}, column {column}: the weight {value} cannot be a share. Write 0 or more.",
    ),
    "weight_not_positive": (
        "Rad {row}, kolumn {column}: vikten {value} måste vara större än 0. Ta bort raden, eller rätta vikten.",
        "Row {row}, column {column}: the weight {value} must be larger than 0. Take the row out, or correct it.",
    ),
    "membership_weights_negative": (
        "Kolumnen {column} har {count} vikter som inte kan vara andelar, först {rows:prose}. Skriv 0 eller mer.",
        "The column {column} has {count} weights that cannot be shares, first {rows:prose}. Write 0 or more.",
    ),
    "weights_not_positive": (
        "Kolumnen {column} har {count} vikter som inte är större än 0, först {rows:prose}. Ta bort raderna, eller "
        "rätta vikterna.",
        "The column {column} has {count} weights that are not larger than 0, first {rows:prose}. Take the rows out, or "
        "correct them.",
    ),
    "weights_need_floats": (
        "Fasta decimaler går inte ihop med vikter: skatta utan dem.",
        "Fixed point does not go together with weights: fit without it.",
    ),
    "trials_need_binomial": (
        "cbind(lyckade, misslyckade) är ett ja/nej-utfall: lägg till --family binomial.",
        "cbind(successes, failures) is a yes/no outcome: add --family binomial.",
    ),
    "trials_are_weights": (
        "cbind(lyckade, misslyckade) anger redan antalet försök: ta bort vikten.",
        "cbind(successes, failures) says the number of trials already: take the weight away.",
    ),
    "weights_differ": ("vikterna: {mine:plain} och {theirs:plain}", "weights: {mine:plain} and {theirs:plain}"),
    "crossed_differ": (
        "de korsade grupperna: {mine:plain} och {theirs:plain}",
        "crossed groups: {mine:plain} and {theirs:plain}",
    ),
}
