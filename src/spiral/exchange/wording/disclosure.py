"""What the gate answers: why a table or a figure is not shown, and what could be shown instead."""

from __future__ import annotations

#: Code → (Swedish, English).
SENTENCES: dict[str, tuple[str, str]] = {
    "table_without_rows": (
        "Tabellen har inga rader.",
        "The table has no rows.",
    ),
    "table_without_dimension": (
        "Tabellen behöver minst en dimension.",
        "The table needs at least one dimension.",
    ),
    "grouping_in_circle": (
        "Grupperingen av ”{column}” går i en cirkel.",
        "The grouping of “{column}” goes round in a circle.",
    ),
    "count_impossible": (
        "{row}: {reached} av {pupils} elever når måttet. Det går inte ihop.",
        "{row}: {reached} of {pupils} pupils reach the measure. That cannot be.",
    ),
    "row_repeated": (
        "{row} står på två rader. Slå ihop dem.",
        "{row} stands on two rows. Put them together.",
    ),
    "column_undeclared": (
        "Kolumnen ”{column}” nämns men är varken dimension eller gruppering av en dimension.",
        "The column “{column}” is named, but is neither a dimension nor groups one.",
    ),
    "child_under_two_parents": (
        "{column} ”{child}” har två värden i kolumnen {parent}: {first} och {second}.",
        "{column} “{child}” has two values in the column {parent}: {first} and {second}.",
    ),
    "thresholds_too_small": (
        "Tröskelvärdena går inte ihop: few är minst 0 och values minst 2.",
        "The thresholds contradict each other: few is at least 0 and values at least 2.",
    ),
    "base_lets_masks_overlap": (
        "Tröskelvärdena går inte ihop: med base {base} kan ”~100” och ”~0” betyda samma sak. "
        "base ska vara minst {least}.",
        "The thresholds contradict each other: with base {base}, “~100” and “~0” may mean the same. "
        "base is to be at least {least}.",
    ),
    "mask_leaves_too_few_values": (
        "Tröskelvärdena går inte ihop: en mask av {few} värden lämnar inte {values} möjliga. "
        "Höj few eller sänk values.",
        "The thresholds contradict each other: a mask of {few} values does not leave {values} possible ones. "
        "Raise few or lower values.",
    ),
    "refused_difference": (
        "Tabellen visas inte: tillsammans med det som redan är publicerat går det att räkna ut uppgifter "
        "om några få elever.",
        "The table is not shown: with what is published already, facts about a few pupils could be worked out.",
    ),
    "refused_sensitive": (
        "Tabellen visas inte: den ska visa tal om några få elever.",
        "The table is not shown: it was to show numbers about a few pupils.",
    ),
    "refused_overlap": (
        "Tabellen visas inte: dess år överlappar en redan publicerad period, så att enskilda år går att räkna ut.",
        "The table is not shown: its years overlap a period already published, so that single years could "
        "be worked out.",
    ),
    "refused_mismatch": (
        "Tabellen visas inte: den går inte att jämföra med det som redan är publicerat.",
        "The table is not shown: it cannot be compared with what is published already.",
    ),
    "refused_audit": (
        "Tabellen visas inte: granskningen godkände den inte.",
        "The table is not shown: the audit did not pass it.",
    ),
    "refused_solver": (
        "Tabellen visas inte: beräkningen av skyddet blev inte klar.",
        "The table is not shown: its protection could not be computed in time.",
    ),
    "refused_memory": (
        "Tabellen visas inte: minnet räckte inte för att beräkna skyddet.",
        "The table is not shown: there was not memory enough to compute its protection.",
    ),
    "refused_fault": (
        "Tabellen visas inte: något gick fel när skyddet beräknades.",
        "The table is not shown: something went wrong while its protection was computed.",
    ),
    "few_pupils": (
        "för få elever för att visas",
        "too few pupils to be shown",
    ),
    "nearly_all": (
        "minst {percent} %, exakt andel visas inte",
        "at least {percent}%, exact share not shown",
    ),
    "nearly_none": (
        "högst {percent} %, exakt andel visas inte",
        "at most {percent}%, exact share not shown",
    ),
    "range_of_pupils": (
        "mellan {low} och {high} elever, exakt antal visas inte",
        "between {low} and {high} pupils, exact number not shown",
    ),
    "cover": (
        "visas inte: siffran skulle gå att använda för att räkna ut något om några få elever",
        "not shown: the figure could be used to work out something about a few pupils",
    ),
    "missing_in_source": (
        "saknas i källan",
        "missing in the source",
    ),
    "not_measured_then": (
        "mättes inte",
        "was not measured",
    ),
    "published_by_other_columns": (
        "{source} visar redan uppgifter uppdelade på {columns}: tabellen behöver de kolumnerna.",
        "{source} already shows figures divided by {columns}: the table needs those columns.",
    ),
    "published_of_other_pupils": (
        "{source} täcker inte samma elever som tabellen. Lägg till dem som saknas.",
        "{source} does not cover the same pupils as the table. Add those that are missing.",
    ),
    "published_of_another_number": (
        "{source} räknar {published} elever där tabellen räknar {pupils}: täcker inte samma elever som "
        "tabellen. Lägg till dem som saknas.",
        "{source} counts {published} pupils where the table counts {pupils}: it does not cover the same "
        "pupils as the table. Add those that are missing.",
    ),
    "tables_of_other_pupils": (
        "{first} och {second} räknar inte samma elever ({cell}: {pupils} och {others}): skillnaden vore någon elevs "
        "resultat. Visa samma elever i båda, eller ge tabellerna olika family om de gäller olika elever eller mått.",
        "{first} and {second} do not count the same pupils ({cell}: {pupils} and {others}): the difference would be "
        "some "
        "pupil's result. Show the same pupils in both, or give the tables different family if they are of different "
        "pupils or measures.",
    ),
    "all_pupils": ("alla", "all"),
    "tables_disagree": (
        "{tables:prose} går inte ihop: samma elever når måttet olika ofta. Rätta den som har fel, eller ge dem olika "
        "family om måtten är olika.",
        "{tables:prose} do not agree: the same pupils reach the measure differently often. Correct the one that is "
        "wrong, "
        "or give them different family if the measures are different.",
    ),
    "publication_misshapen": (
        "Uppgiften om en publicerad tabell går inte att läsa.",
        "The record of a published table cannot be read.",
    ),
    "published_otherwise": (
        "{source} visar ett annat antal än tabellen. Rätta den som har fel först.",
        "{source} shows another number than the table. Correct the one that is wrong first.",
    ),
    "pool_years": (
        "Slå ihop {years} år.",
        "Pool {years} years.",
    ),
    "merge_units": (
        "Slå ihop {units}.",
        "Put {units} together.",
    ),
    "drop_margin": (
        "Ta bort uppdelningen {columns:times}.",
        "Take away the breakdown {columns:times}.",
    ),
}
