"""What a model may be answered with when it is fitted and asked, and what a reader is warned of."""

from __future__ import annotations

#: Code → (Swedish, English).
SENTENCES: dict[str, tuple[str, str]] = {
    "binary_variance_zero": (
        "Variationen mellan {level} skattas till 0: skillnaderna är inte större än slumpen ger.",
        "The variation between {level} is estimated as 0: the differences are no larger than chance gives.",
    ),
    "variance_zero": (
        "Variationen mellan {level} skattas till 0: skillnaderna är inte större än slumpen ger. Det "
        "betyder inte att grupperna är lika.",
        "The variation between {level} is estimated as 0: the differences are no larger than chance gives. "
        "That does not mean that the groups are alike.",
    ),
    "variance_zero_in_some_direction": (
        "Variationen i någon riktning mellan {level} skattas till 0: skillnaderna är inte större än "
        "slumpen ger. Det betyder inte att grupperna är lika.",
        "The variation in some direction between {level} is estimated as 0: the differences are no larger "
        "than chance gives. That does not mean that the groups are alike.",
    ),
    "few_groups": (
        "Bara {groups} grupper i {level}: variationen mellan dem är osäker.",
        "Only {groups} groups in {level}: the variation between them is uncertain.",
    ),
    "one_group": (
        "Bara en {level}: variationen mellan {level} kan inte skattas och hålls vid 0.",
        "Only one {level}: the variation between {level} cannot be estimated and is held at 0.",
    ),
    "levels_coincide": (
        "Varje {level} har en enda {inner}: de kan inte skiljas åt, och variationen läggs på {inner}.",
        "Every {level} has a single {inner}: they cannot be told apart, and the variation is laid on {inner}.",
    ),
    "rows_left_out": (
        "{rows} rader utelämnades för att värden saknas.",
        "{rows} rows were left out because values are missing.",
    ),
    "rows_left_out_by_column": (
        "{rows} rader utelämnades för att värden saknas ({columns}).",
        "{rows} rows were left out because values are missing ({columns}).",
    ),
    "residuals_too_few": (
        "Med {pupils} elever blir det inga residualbilder: under {least} går det inte utan att enskilda elever syns.",
        "With {pupils} pupils there are no residual pictures: below {least} single pupils would be seen.",
    ),
    "residuals_of_other_data": (
        "Modellen är skattad på {pupils} elever, men data har {others}: inga residualbilder. Skatta om.",
        "The model was fitted to {pupils} pupils, but the data have {others}: no residual pictures. Fit again.",
    ),
    "residuals_need_temporary_table": (
        "Databasen tillåter ingen tillfällig tabell med gruppernas effekter: inga residualbilder. Be om rättigheten "
        "TEMPORARY, eller skatta ur en fil.",
        "The database allows no temporary table of the groups' effects: no residual pictures. Ask for the right "
        "TEMPORARY, or fit from a file.",
    ),
    "residuals_all_zero": (
        "Alla residualer är 0: inga residualbilder.",
        "All residuals are 0: no residual pictures.",
    ),
    "method_unknown": (
        "Metoden {method} finns inte: välj REML eller ML.",
        "There is no method {method}: choose REML or ML.",
    ),
    "no_data": (
        "Data saknas: ge en tabell eller en relation.",
        "There are no data: give a table or a relation.",
    ),
    "nodes_out_of_range": (
        "Antalet noder ska vara 1 (Laplace) till 25, inte {nodes}.",
        "The number of nodes is 1 (Laplace) to 25, not {nodes}.",
    ),
    "nodes_need_one_level": (
        "{nodes} noder går bara med en nivå; med {levels:prose} används Laplaceapproximationen: skriv --nodes 1.",
        "{nodes} nodes are for one level only; with {levels:prose} Laplace's approximation is used: write --nodes 1.",
    ),
    "parts_differ": (
        "Delarna är beräknade på olika sätt ({differences:semicolons}).",
        "The parts are computed in different ways ({differences:semicolons}).",
    ),
    "separated": (
        "Någon förklaring delar upp ja och nej helt (separation): koefficienten går mot oändligheten. Ta "
        "bort den eller slå ihop kategorier.",
        "Some explanation divides yes and no completely (separation): the coefficient goes to infinity. "
        "Take it away or put categories together.",
    ),
    "binary_not_converged": (
        "Modellen konvergerade inte. Pröva fler noder, färre förklaringar, eller slå ihop grupper med få elever.",
        "The model did not converge. Try more nodes, fewer explanations, or put groups with few pupils together.",
    ),
    "not_converged": (
        "Modellen konvergerade inte. Pröva i tur och ordning: ta bort slumplutningar, ta bort en nivå med "
        "få grupper, kontrollera att utfallet inte har några orimliga värden.",
        "The model did not converge. Try in this order: take away random slopes, take away a level with "
        "few groups, check that the outcome has no unreasonable values.",
    ),
    "reliability_out_of_range": (
        "Reliabiliteten {reliability} måste vara större än 0 och högst 1.",
        "The reliability {reliability} must be larger than 0 and at most 1.",
    ),
    "reliability_or_error": (
        "Ange antingen reliabiliteten eller mätfelets standardavvikelse, och data om den varierar mellan elever.",
        "Give either the reliability or the standard deviation of the error, and the data if it varies between pupils.",
    ),
    "reliability_of_row": (
        "Rad {row}, kolumn {column}: reliabiliteten måste vara större än 0 och högst 1 (här: {value:plain}).",
        "Row {row}, column {column}: the reliability must be larger than 0 and at most 1 (here: {value:plain}).",
    ),
    "error_of_row": (
        "Rad {row}, kolumn {column}: mätfelet måste vara ett tal, 0 eller mer (här: {value:plain}).",
        "Row {row}, column {column}: the error must be a number, 0 or more (here: {value:plain}).",
    ),
    "reliabilities_of_rows": (
        "Kolumnen {column} har {count} reliabiliteter som inte är större än 0 och högst 1, först {rows:prose}. "
        "Rätta dem.",
        "The column {column} has {count} reliabilities that are not larger than 0 and at most 1, first {rows:prose}. "
        "Correct them.",
    ),
    "errors_of_rows": (
        "Kolumnen {column} har {count} mätfel som inte är ett tal, 0 eller mer, först {rows:prose}. Rätta dem.",
        "The column {column} has {count} errors that are not a number, 0 or more, first {rows:prose}. Correct them.",
    ),
    "error_of_other_data": (
        "Mätfelen hör till andra elever än de som skattningen gäller: använd samma data.",
        "The errors belong to other pupils than those of the fit: use the same data.",
    ),
    "corrected_for_error": (
        "Rättat för mätfel i {column}: reliabilitet {reliability}, mätfelets standardavvikelse {error}.",
        "Corrected for measurement error in {column}: reliability {reliability}, standard deviation of error {error}.",
    ),
    "column_not_in_fixed_part": (
        "{column} finns inte i den fasta delen. Där finns {columns}.",
        "{column} is not in the fixed part, which has {columns}.",
    ),
    "column_also_in_product": (
        "{column} ingår också i {product}: rättningen gäller bara en kolumn som står för sig.",
        "{column} is also part of {product}: only a column that stands by itself can be corrected.",
    ),
    "correction_needs_no_slopes": (
        "Rättning för mätfel finns för modeller utan slumplutningar.",
        "Correction for measurement error is for models without random slopes.",
    ),
    "correction_not_converged": (
        "Rättningen för mätfel konvergerade inte: pröva en högre reliabilitet.",
        "The correction for measurement error did not converge: try a higher reliability.",
    ),
    "reliability_too_low": (
        "Så låg reliabilitet går inte ihop med data: hela spridningen vore mätfel.",
        "So low a reliability does not agree with the data: the whole spread would be measurement error.",
    ),
    "coverage_out_of_range": (
        "Täckningen {coverage} måste ligga mellan 0 och 1.",
        "The coverage {coverage} must lie between 0 and 1.",
    ),
    "effect_interval_unknown": (
        "Intervallet {kind} finns inte: välj mixture eller pev.",
        "There is no interval {kind}: choose mixture or pev.",
    ),
    "profile_without_end": (
        "Profilen för {level} hittar ingen gräns: variationen går inte att avgränsa.",
        "The profile of {level} finds no end: the variation cannot be bounded.",
    ),
    "variance_interval_unknown": (
        "Intervallet {kind} finns inte: välj profile eller delta.",
        "There is no interval {kind}: choose profile or delta.",
    ),
    "bootstrap_of_yes_no": (
        "Bootstrap finns inte för ja/nej-utfall: de går inte att hitta på ur summor.",
        "There is no bootstrap of yes/no outcomes: they cannot be made up from sums.",
    ),
    "bootstrap_of_corrected": (
        "Bootstrap finns inte för modeller som rättats för mätfel: ta bort rättningen.",
        "There is no bootstrap of models corrected for measurement error: take the correction away.",
    ),
    "bootstrap_draws_out_of_range": (
        "Antalet omskattningar ska vara {least} till {most}, inte {draws}: med färre står intervallens ändar på någon "
        "enstaka, fler ändrar dem inte.",
        "The number of refits is {least} to {most}, not {draws}: with fewer an interval's ends stand on single ones, "
        "and more do not change them.",
    ),
    "bootstrap_seed_negative": (
        "Fröet ska vara ett heltal, 0 eller mer, inte {seed}.",
        "The seed is a whole number, 0 or more, not {seed}.",
    ),
    "bootstrap_without_refit": (
        "Ingen av {draws} omskattningar konvergerade. Ta bort slumplutningar eller nivåer med få grupper.",
        "None of {draws} refits converged. Take away random slopes, or levels with few groups.",
    ),
    "group_unknown": (
        "{level} har ingen grupp {group}.",
        "{level} has no group {group}.",
    ),
    "level_unknown": (
        "Nivån {level} finns inte. Modellen har {levels}.",
        "There is no level {level}. The model has {levels}.",
    ),
    "too_few_clusters": (
        "Bara {clusters} grupper ytterst: klusterrobusta fel kräver fler, helst 40.",
        "Only {clusters} groups outermost: cluster-robust errors need more, preferably 40.",
    ),
    "owner_products_missing": (
        "Korsprodukter per yttersta grupp saknas: samla eller skatta med blocks='owner'.",
        "There are no cross products by outermost group: collect or fit with blocks='owner'.",
    ),
    "no_level_below": (
        "{level} har ingen nivå under sig att slå ihop: lägg till årskull i formeln.",
        "{level} has no level below it to put together: add a cohort to the formula.",
    ),
}
