"""What collected statistics may be answered with: files, specifications, and sums that do not add up."""

from __future__ import annotations

#: Code → (Swedish, English).
SENTENCES: dict[str, tuple[str, str]] = {
    "statistics_too_large": (
        "Statistiken är större än {megabytes} MB: dela upp den.",
        "The statistics are larger than {megabytes} MB: divide them.",
    ),
    "not_statistics": (
        "Det här är ingen fil med modellstatistik. Samla om statistiken med spiral moments.",
        "This is no file of model statistics. Collect the statistics again with spiral moments.",
    ),
    "checksum_missing": (
        "Statistiken saknar kontrollsumma: den är ändrad, eller gjord av version 0.1.0. Samla om "
        "statistiken med spiral moments.",
        "The statistics have no checksum: they are altered, or made by version 0.1.0. Collect the "
        "statistics again with spiral moments.",
    ),
    "statistics_part_missing": (
        "Det här är ingen fil med modellstatistik: {part} saknas.",
        "This is no file of model statistics: {part} is missing.",
    ),
    "statistics_part_unknown": (
        "Statistiken har något som inte hör dit (”{part}”). Samla om statistiken med spiral moments.",
        "The statistics have something that does not belong there (“{part}”). Collect the statistics again "
        "with spiral moments.",
    ),
    "checksum_wrong": (
        "Statistiken är ändrad efter att den samlades: kontrollsumman stämmer inte. Samla om statistiken "
        "med spiral moments.",
        "The statistics have been altered since they were collected: the checksum is not right. Collect "
        "the statistics again with spiral moments.",
    ),
    "specification_of_other_statistics": (
        "Statistiken och dess specifikation hör inte ihop (olika kontrollsummor): samla om den.",
        "The statistics and their specification do not belong together (different checksums): collect them again.",
    ),
    "too_many_columns": (
        "Modellen har fler än {most} kolumner: ta bort förklaringar eller kategorier.",
        "The model has more than {most} columns: take away explanations or categories.",
    ),
    "statistics_misshapen": (
        "Statistikens tabeller har fel storlek: samla om den.",
        "The statistics' tables have the wrong size: collect them again.",
    ),
    "leaves_out_of_range": (
        "Statistiken ska ha 1 till {most} grupper. Samla om statistiken med spiral moments.",
        "The statistics are to have 1 to {most} groups. Collect the statistics again with spiral moments.",
    ),
    "too_many_pupils": (
        "Statistiken har fler än {most} elever. Samla om statistiken med spiral moments.",
        "The statistics have more than {most} pupils. Collect the statistics again with spiral moments.",
    ),
    "leaf_repeated": (
        "Samma grupp står två gånger i statistiken. Samla om statistiken med spiral moments.",
        "The same group stands twice in the statistics. Collect the statistics again with spiral moments.",
    ),
    "dropped_misshapen": (
        "Uppgiften om utelämnade rader har fel form. Samla om statistiken med spiral moments.",
        "What is said of rows left out has the wrong form. Collect the statistics again with spiral moments.",
    ),
    "not_json": (
        "Filen är inte JSON, eller är avbruten eller ändrad. Samla om statistiken med spiral moments.",
        "The file is not JSON, or is cut off or altered. Collect the statistics again with spiral moments.",
    ),
    "not_a_count": (
        "”{written}” är inget antal elever. Samla om statistiken med spiral moments.",
        "“{written}” is no number of pupils. Collect the statistics again with spiral moments.",
    ),
    "keys_of_different_kinds": (
        "Gruppernas namn i {level} är av olika slag. Samla om statistiken med spiral moments.",
        "The groups' names in {level} are of different kinds. Collect the statistics again with spiral moments.",
    ),
    "key_too_long": (
        "En grupp i {level} har ett orimligt långt namn. Samla om statistiken med spiral moments.",
        "A group in {level} has an unreasonably long name. Collect the statistics again with spiral moments.",
    ),
    "not_a_sum": (
        "”{written}” kan inte vara en summa i statistiken. Samla om statistiken med spiral moments.",
        "“{written}” cannot be a sum of the statistics. Collect the statistics again with spiral moments.",
    ),
    "not_a_dropped_count": (
        "”{written}” är inget antal utelämnade rader. Samla om statistiken med spiral moments.",
        "“{written}” is no number of rows left out. Collect the statistics again with spiral moments.",
    ),
    "nothing_to_merge": (
        "Ingen statistik att slå ihop.",
        "There are no statistics to merge.",
    ),
    "leaves_too_small": (
        "{leaves} grupper har färre än {least} elever: deras summor kan vara en enda elevs uppgifter. Samla med spiral "
        "moments, som slår ihop dem, eller skriv för eget bruk med --own-use.",
        "{leaves} groups have fewer than {least} pupils: their sums can be a single pupil's record. Collect with "
        "spiral "
        "moments, which puts them together, or write for own use with --own-use.",
    ),
    "slope_statistics_stay": (
        "Slumplutningar kräver varje grupps kvadratsummor, och ur dem går elevernas uppgifter att räkna fram. Samla "
        "utan "
        "slumplutningar, eller skriv för eget bruk med --own-use.",
        "Random slopes need each group's sums of squares, and from them the pupils' records can be worked out. Collect "
        "without random slopes, or write for own use with --own-use.",
    ),
    "statistics_of_one_leaf": (
        "Eleverna räcker inte till två grupper med minst {least} elever: en enda grupps korsprodukter får inte lämnas "
        "vidare. Ta med fler enheter, eller skriv för eget bruk med --own-use.",
        "The pupils are too few for two groups of at least {least} pupils: a single group's cross products may not be "
        "passed on. Take in more units, or write for own use with --own-use.",
    ),
    "own_use_only": (
        "Bara för eget bruk: {leaves} grupper har färre än {least} elever, och deras summor kan visa enskilda elevers "
        "uppgifter. Lämna inte filen vidare.",
        "For own use only: {leaves} groups have fewer than {least} pupils, and their sums can show single pupils' "
        "records. Do not pass the file on.",
    ),
    "small_leaves_together": (
        "{leaves} grupper med få elever ({pupils} elever) räknas ihop som övriga, så att ingen grupp har färre än "
        "{least}.",
        "{leaves} groups with few pupils ({pupils} pupils) are counted together as others, so that no group "
        "has fewer than {least}.",
    ),
    "statistics_for_own_use": (
        "Statistiken är för eget bruk: små grupper är inte sammanslagna, så lämna inte resultatet vidare grupp för "
        "grupp.",
        "The statistics are for own use: small groups are not put together, so do not pass the result on group by "
        "group.",
    ),
    "statistics_differ": (
        "Statistiken är samlad på olika sätt ({differences:semicolons}). Samla om med samma specifikation.",
        "The statistics are collected in different ways ({differences:semicolons}). Collect them again "
        "with the same specification.",
    ),
    "statistics_inconsistent": (
        "Statistiken går inte ihop: {fault}. Samla om statistiken med spiral moments.",
        "The statistics do not add up: {fault}. Collect the statistics again with spiral moments.",
    ),
    "pupil_counts_differ": (
        "antalet elever är inte detsamma överallt",
        "the number of pupils is not the same everywhere",
    ),
    "sums_are_not_total": (
        "gruppernas summor är inte totalen",
        "the groups' sums are not the total",
    ),
    "products_exceed_sums": (
        "produktsummorna är större än summorna tillåter (Cauchy–Schwarz)",
        "the sums of products are larger than the sums allow (Cauchy–Schwarz)",
    ),
    "category_count_impossible": (
        "antalet elever i en kategori är inte ett heltal mellan 0 och gruppens antal",
        "the number of pupils in a category is no whole number between 0 and the group's number",
    ),
    "category_counts_are_not_total": (
        "antalet elever i en kategori stämmer inte med totalen",
        "the number of pupils in a category does not agree with the total",
    ),
    "categories_share_too_many": (
        "två kategorier delar fler elever än de har",
        "two categories share more pupils than they have",
    ),
    "sums_exceed_products": (
        "gruppernas summor är större än produktsummorna tillåter (Cauchy–Schwarz)",
        "the groups' sums are larger than the sums of products allow (Cauchy–Schwarz)",
    ),
    "slope_sums_asymmetric": (
        "en grupps summor av lutningar är inte symmetriska",
        "a group's sums of slopes are not symmetric",
    ),
    "slope_sums_impossible": (
        "en grupps summor av lutningar går inte ihop (Cauchy–Schwarz)",
        "a group's sums of slopes do not add up (Cauchy–Schwarz)",
    ),
    "square_sum_negative": (
        "en summa av kvadrater är negativ",
        "a sum of squares is negative",
    ),
    "empty_column_has_products": (
        "en kolumn utan värden har produkter",
        "a column without values has products",
    ),
    "specification_misshapen": (
        "Specifikationen har fel form: samla om statistiken.",
        "The specification has the wrong form: collect the statistics again.",
    ),
    "specification_version": (
        "Specifikationen har version {version}; det här programmet läser 1.",
        "The specification has version {version}; this program reads 1.",
    ),
    "specification_part_odd": (
        "Specifikationens del ”{part}” saknas eller hör inte dit: samla om statistiken.",
        "The specification's part “{part}” is missing or does not belong there: collect the statistics again.",
    ),
    "specification_part_unusable": (
        "Specifikationen går inte att använda: {part} har fel form eller storlek. Samla om statistiken.",
        "The specification cannot be used: {part} has the wrong form or size. Collect the statistics again.",
    ),
    "part_number_format": (
        "talformatet",
        "the number format",
    ),
    "part_family": (
        "familjen",
        "the family",
    ),
    "part_missing_values": (
        "hur saknade värden hanteras",
        "the handling of missing values",
    ),
    "part_outcome": (
        "utfallet",
        "the outcome",
    ),
    "part_fixed_terms": (
        "de fasta termerna",
        "the part with fixed terms",
    ),
    "part_levels": (
        "nivåerna",
        "the list of levels",
    ),
    "part_categories": (
        "kategorierna",
        "the list of categories",
    ),
    "part_centres": (
        "mittpunkterna",
        "the list of centres",
    ),
    "part_scales": (
        "skalorna",
        "the list of scales",
    ),
    "specification_constant_unusable": (
        "Specifikationen går inte att använda: mittpunkten eller skalan för {expression} har fel form "
        "eller storlek. Samla om statistiken.",
        "The specification cannot be used: the centre or the scale of {expression} has the wrong form or "
        "size. Collect the statistics again.",
    ),
    "outcome_differ": (
        "utfallet: {mine:plain} och {theirs:plain}",
        "the outcome: {mine:plain} and {theirs:plain}",
    ),
    "fixed_differ": (
        "de fasta termerna: {mine:plain} och {theirs:plain}",
        "the fixed terms: {mine:plain} and {theirs:plain}",
    ),
    "levels_differ": (
        "nivåerna: {mine:plain} och {theirs:plain}",
        "the levels: {mine:plain} and {theirs:plain}",
    ),
    "family_differ": (
        "familjen: {mine:plain} och {theirs:plain}",
        "the family: {mine:plain} and {theirs:plain}",
    ),
    "missing_differ": (
        "hur saknade värden hanteras: {mine:plain} och {theirs:plain}",
        "the handling of missing values: {mine:plain} and {theirs:plain}",
    ),
    "bits_differ": (
        "talformatet: {mine:plain} och {theirs:plain}",
        "the number format: {mine:plain} and {theirs:plain}",
    ),
    "categories_differ": (
        "kategorierna i {name}: {mine:plain} och {theirs:plain}",
        "the categories of {name}: {mine:plain} and {theirs:plain}",
    ),
    "centres_differ": (
        "mittpunkten för {name}: {mine:plain} och {theirs:plain}",
        "the centre of {name}: {mine:plain} and {theirs:plain}",
    ),
    "scales_differ": (
        "skalan för {name}: {mine:plain} och {theirs:plain}",
        "the scale of {name}: {mine:plain} and {theirs:plain}",
    ),
}
