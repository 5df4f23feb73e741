"""What a table of pupils may be answered with: rows, columns and groups that the model cannot use."""

from __future__ import annotations

#: Code → (Swedish, English).
SENTENCES: dict[str, tuple[str, str]] = {
    "group_also_explains": (
        "{column} är både grupp och förklaring: då finns inget kvar för gruppen att förklara.",
        "{column} is both group and explanation: then nothing is left for the group to explain.",
    ),
    "category_unknown": (
        "Kategorin {category} finns inte i {expression}. Där finns {categories}.",
        "There is no category {category} in {expression}, which has {categories}.",
    ),
    "scale_not_positive": (
        "Skalan för {expression} måste vara större än 0, inte {scale}.",
        "The scale of {expression} must be larger than 0, not {scale}.",
    ),
    "outcome_in_words": (
        'Utfallet {column} är text ({words:prose}). Säg vad som räknas som ja: I({column} == "{word}") ~ …',
        'The outcome {column} is text ({words:prose}). Say what counts as yes: I({column} == "{word}") ~ …',
    ),
    "numbers_as_text": (
        "Kolumnen {column} innehåller tal som är sparade som text: läs in den som tal.",
        "The column {column} holds numbers stored as text: read it as numbers.",
    ),
    "not_a_number": (
        "Rad {row}, kolumn {column}: ”{value}” är inget tal. Rätta värdet, eller lämna cellen tom om det saknas.",
        "Row {row}, column {column}: “{value}” is no number. Correct it, or leave the cell empty where it is missing.",
    ),
    "not_numbers": (
        "Kolumnen {column} har {count} värden som inte är tal, först {rows:prose}. Rätta dem, eller lämna cellerna "
        "tomma där värden saknas; använd decimalpunkt eller decimalkomma, inte båda.",
        "The column {column} has {count} values that are no numbers, first {rows:prose}. Correct them, or leave the "
        "cells empty where values are missing; use decimal points or decimal commas, not both.",
    ),
    "row_value": (
        "”{value:plain}” på rad {row}",
        "“{value:plain}” in row {row}",
    ),
    "too_many_categories": (
        "Kolumnen {column} är text med fler än {most} olika värden: för många för en förklaring. Ta med den som grupp, "
        "(1 | {column}), eller slå ihop värden.",
        "The column {column} is text with more than {most} different values: too many for an explanation. Take it in "
        "as a group, (1 | {column}), or put values together.",
    ),
    "dates_as_categories": (
        "Kolumnen {column} är datum som text med fler än {most} olika värden. Gör ett år eller ett antal dagar av dem, "
        "eller skriv alla som år-månad-dag, som räknas som dagar.",
        "The column {column} is dates as text with more than {most} different values. Make a year or a number of days "
        "of them, or write all as year-month-day, which count as days.",
    ),
    "column_kind_unusable": (
        "Kolumnen {column} är av slaget {kind}, som modellen inte kan räkna med. Gör tal eller text av den.",
        "The column {column} is of the kind {kind}, with which the model cannot count. Make numbers or text of it.",
    ),
    "groups_alike": (
        "I {level} kan {pairs:semicolons} vara samma: de skiljer sig bara i {difference}. Rätta data om de är det; nu "
        "räknas de var för sig.",
        "In {level} {pairs:semicolons} may be the same: they differ only in {difference}. Correct the data if they "
        "are; now they count apart.",
    ),
    "groups_pair": (
        "”{first}” och ”{second}”",
        "“{first}” and “{second}”",
    ),
    "leading_zeros": (
        "inledande nollor",
        "leading zeros",
    ),
    "letters_and_blanks": (
        "stora och små bokstäver eller mellanslag",
        "capitals or blanks",
    ),
    "groups_more": (
        "{count} par till",
        "{count} more pairs",
    ),
    "category_constant": (
        "Kolumnen {column} är konstant (bara värdet {value}): ta bort den ur formeln.",
        "The column {column} is constant (only the value {value}): take it out of the formula.",
    ),
    "category_empty": (
        "Kolumnen {column} har inga värden: se efter i filen, eller ta bort den ur formeln.",
        "The column {column} has no values: look in the file, or take it out of the formula.",
    ),
    "group_under_two_parents": (
        "{level} {group} ligger både under {first} och under {second}. Rätta data, skriv {formula} "
        "om det är två olika {level} med samma namn, eller {crossed} om samma {level} hör till båda.",
        "{level} {group} lies both under {first} and under {second}. Correct the data, write {formula} "
        "if they are two different {level} with the same name, or {crossed} if the same {level} belongs to both.",
    ),
    "values_missing": (
        "{rows} rader saknar värden: {columns:prose5}. Fyll i dem, eller välj drop eller category.",
        "{rows} rows lack values: {columns:prose5}. Fill them in, or choose drop or category.",
    ),
    "value_infinite": (
        "Rad {row}, kolumn {column}: värdet är oändligt. Rätta raden eller lämna den tom.",
        "Row {row}, column {column}: the value is infinite. Correct the row or leave it empty.",
    ),
    "values_infinite": (
        "Kolumnen {column} har {count} oändliga värden, först {rows:prose}. Rätta raderna, eller lämna cellerna tomma.",
        "The column {column} has {count} infinite values, first {rows:prose}. Correct the rows, or leave the cells "
        "empty.",
    ),
    "binary_without_slopes": (
        "För ja/nej-utfall finns modeller utan slumplutningar: skriv (1 | enhet) eller (1 | enhet/årskull).",
        "Yes/no outcomes have models without random slopes: write (1 | unit) or (1 | unit/cohort).",
    ),
    "outcome_not_of_trials": (
        "Utfallet {outcome} ska vara andelen lyckade, från 0 till 1, och {trials} antalet försök, ett heltal: andel "
        "× antal "
        "ska bli ett heltal på varje rad.",
        "The outcome {outcome} is to be the share of successes, from 0 to 1, and {trials} the number of trials, a "
        "whole "
        "number: share × number is to be whole in every row.",
    ),
    "outcome_not_binary": (
        "Utfallet {outcome} ska vara 0 eller 1; det finns andra värden.",
        "The outcome {outcome} is to be 0 or 1; there are other values.",
    ),
    "outcome_all_alike": (
        "Utfallet {outcome} är lika för alla: inget att skatta.",
        "The outcome {outcome} is the same for all: there is nothing to estimate.",
    ),
    "one_group_only": (
        "Bara en grupp i {level}: för få. Minst två behövs, helst tio eller fler.",
        "Only one group in {level}: too few. At least two are needed, ten or more are better.",
    ),
    "no_complete_row": (
        "Ingen rad har värden i alla kolumner som modellen läser.",
        "No row has values in all the columns that the model reads.",
    ),
    "too_far_from_centre": (
        "{expression} ligger för långt från mittpunkten {centre} för fasta decimaler: ange en större skala.",
        "{expression} lies too far from the centre {centre} for fixed decimals: state a larger scale.",
    ),
    "data_kind_unknown": (
        "Data av typen {kind} går inte att läsa: ge en tabell från Arrow, polars eller pandas, ett "
        "Ibis-uttryck eller en relation från DuckDB.",
        "Data of the kind {kind} cannot be read: give a table from Arrow, polars or pandas, an Ibis "
        "expression or a relation from DuckDB.",
    ),
    "outcome_determined": (
        "Utfallet {outcome} är konstant eller följer helt av förklaringarna: inget att skatta.",
        "The outcome {outcome} is constant or follows wholly from the explanations: there is nothing to estimate.",
    ),
    "too_few_rows": (
        "Bara {rows} rader för {coefficients} koefficienter: ta bort förklaringar eller ta med fler elever.",
        "Only {rows} rows for {coefficients} coefficients: take away explanations or include more pupils.",
    ),
    "statistics_too_fine": (
        "Statistiken är finare än modellens innersta nivå: samla om den för den här modellen.",
        "The statistics are finer than the model's innermost level: collect them again for this model.",
    ),
    "no_level_with_groups": (
        "För få grupper: ingen nivå har mer än en grupp.",
        "Too few groups: no level has more than one group.",
    ),
    "column_constant": (
        "{column} är konstant: alla elever har samma värde. Ta bort den ur formeln.",
        "{column} is constant: all pupils have the same value. Take it out of the formula.",
    ),
    "one_pupil_in_each_group": (
        "Varje {level} har en enda elev: gruppens variation kan inte skiljas från elevernas.",
        "Every {level} has a single pupil: the group's variation cannot be told from the pupils'.",
    ),
    "collinear": (
        "{column} följer helt av {others:prose5} (kollinearitet). Ta bort en av dem.",
        "{column} follows wholly from {others:prose5} (collinearity). Take one of them away.",
    ),
}
