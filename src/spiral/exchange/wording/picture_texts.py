"""What is written in the pictures of a fit, Swedish and English."""

from __future__ import annotations

from spiral.engine.numbers import Language

TEXTS: dict[Language, dict[str, str]] = {
    "sv": {
        "caterpillar": "Gruppernas effekter: {level}",
        "caterpillar_sub": "{outcome}: avvikelse från det modellen väntar, 95 %-intervall, efter storlek",
        "apart": "{apart} av {total} skiljer sig från 0; ungefär 1 av 20 (här {chance}) gör det av en slump.",
        "no_ranking": "Ingen rangordning: strecken går över varandra, och då kan skillnaden bero på slumpen. Det "
        "betyder inte att grupperna är lika. Intervallen håller sämst för dem som ligger ytterst.",
        "own_use": "Underlag för den som analyserar, inte för publicering.",
        "sliced": "Grupperna ligger i {slices} lika stora delar efter storlek, {each} grupper i varje.",
        "line": "delens medel av skattningarna",
        "median": "medianen av intervallens nedre och övre gräns",
        "outermost": "delens lägsta och högsta gräns",
        "is_apart": "intervallet når inte 0",
        "together": "intervallet når 0: kan inte skiljas från 0",
        "effect_axis": "effekt",
        "share": "Andel av delens grupper vars intervall inte når 0",
        "quantiles": "Är effekterna normalfördelade? {level}",
        "quantiles_sub": "Normalfördelningens kvantiler, med det band där 95 av 100 punkter ligger om den gäller",
        "residual_quantiles": "Är elevernas avvikelser normalfördelade?",
        "outside_count": "{outside} av {total} punkter ligger utanför bandet; ungefär 1 av 20 gör det av en slump, "
        "och de som ligger intill varandra följs åt.",
        "effects_standardised": "Varje effekt är delad med sin standardavvikelse enligt modellen, roten ur τ² − PEV.",
        "drawn": "{drawn} av punkterna är ritade: alla ytterst och alla utanför bandet, några av de många i mitten. "
        "Tabellen bredvid har alla.",
        "without": "{groups} grupper är dragna ända till 0 och saknar punkt.",
        "effect_quantiles": "effekt, i standardavvikelser",
        "residual_axis": "residual, i standardavvikelser",
        "normal_axis": "väntat om normalfördelat",
        "quantiles_rounded": "Kvantilerna är avrundade, och de {each} elever som ligger ytterst åt vardera hållet "
        "visas inte.",
        "outside": "utanför bandet",
        "inside": "inom bandet",
        "residuals": "Elevernas avvikelser mot det modellen väntar",
        "residuals_sub": "{outcome}: residualer (utfall minus väntat med gruppernas effekter) mot väntat värde",
        "left_out": "{pupils} elever. Rutor med färre än {least} elever visas inte: {left} elever är utelämnade.",
        "nobody_left_out": "{pupils} elever. Alla är med.",
        "under": "färre än {least}",
        "means": "Under rutorna: medelresidualen för lika många elever i taget, med 95 %-intervall. {beyond} av "
        "{total} når inte 0 (fyllda); ungefär 1 av 20 gör det av en slump. En båge betyder att sambandet inte är rakt.",
        "slope": "En svag lutning uppåt hör till metoden: skattningarna är försiktiga, så där grupperna är små finns "
        "en del av deras effekt kvar i residualerna.",
        "weighted": "Residualerna är gånger roten ur radens vikt.",
        "pupils": "elever",
        "fitted_axis": "väntat värde",
        "residual_name": "residual",
        "mean_name": "medelresidual, egen skala",
        "no_pupils": "Residualbilderna kräver elevernas rader och finns inte med --moments: de andra är skrivna.",
        "binomial": "Ja/nej-utfall har inga residualbilder: avvikelsen är bara ett av två värden för varje väntad "
        "andel. De andra är skrivna.",
        "no_spread": "{level}: spridningen är skattad till 0, så det finns inga effekter att rita kvantiler av.",
        "unwritable": "{place} går inte att skriva ({why}). Ingen bild är skriven.",
        "not_a_file": "{place} är ingen vanlig fil: flytta den eller välj en annan mapp. Ingen bild är skriven.",
    },
    "en": {
        "caterpillar": "Effects of the groups: {level}",
        "caterpillar_sub": "{outcome}: deviation from what the model expects, 95% interval, by size",
        "apart": "{apart} of {total} differ from 0; about 1 in 20 (here {chance}) does by chance.",
        "no_ranking": "No ranking: the lines overlap, and then the difference may be due to chance. It does not mean "
        "that the groups are alike. Intervals hold least for the outermost.",
        "own_use": "Material for the analyst, not for publication.",
        "sliced": "The groups lie in {slices} equal parts by size, {each} groups in each.",
        "line": "the part's mean of the estimates",
        "median": "the median of the intervals' lower and upper bounds",
        "outermost": "the part's lowest and highest bound",
        "is_apart": "the interval does not reach 0",
        "together": "the interval reaches 0: cannot be told apart from 0",
        "effect_axis": "effect",
        "share": "Share of the part's groups whose interval does not reach 0",
        "quantiles": "Are the effects normally distributed? {level}",
        "quantiles_sub": "Normal quantiles, with the band in which 95 of 100 points lie if the distribution is normal",
        "residual_quantiles": "Are the pupils' residuals normally distributed?",
        "outside_count": "{outside} of {total} points lie outside the band; about 1 in 20 does by chance, and "
        "neighbours go together.",
        "effects_standardised": "Each effect is divided by its standard deviation under the model, the root of τ² − "
        "PEV.",
        "drawn": "{drawn} of the points are drawn: all of the outermost and all outside the band, some of the many in "
        "the middle. The table beside has them all.",
        "without": "{groups} groups are shrunken all the way to 0 and have no point.",
        "effect_quantiles": "effect, in standard deviations",
        "residual_axis": "residual, in standard deviations",
        "normal_axis": "expected if normal",
        "quantiles_rounded": "The quantiles are rounded, and the {each} outermost pupils on either side are not shown.",
        "outside": "outside the band",
        "inside": "inside the band",
        "residuals": "The pupils' deviations from what the model expects",
        "residuals_sub": "{outcome}: residuals (outcome minus expected with the groups' effects) against fitted value",
        "left_out": "{pupils} pupils. Cells of fewer than {least} pupils are not shown: {left} pupils are left out.",
        "nobody_left_out": "{pupils} pupils. All are shown.",
        "under": "fewer than {least}",
        "means": "Beneath the cells: the mean residual of equally many pupils at a time, with a 95% interval. "
        "{beyond} of {total} do not reach 0 (filled); about 1 in 20 does so by chance. A bend means that the relation "
        "is not straight.",
        "slope": "A slight upward slope belongs to the method: the estimates are cautious, so where groups are small "
        "some of their effect is left in the residuals.",
        "weighted": "Residuals are multiplied by the root of the row's weight.",
        "pupils": "pupils",
        "fitted_axis": "fitted value",
        "residual_name": "residual",
        "mean_name": "mean residual, its own scale",
        "no_pupils": "Residual pictures need the pupils' rows and are not there with --moments: the others are "
        "written.",
        "binomial": "Yes/no outcomes have no residual pictures: for each expected share the deviation is one of two "
        "values. The others are written.",
        "no_spread": "{level}: the spread is estimated as 0, so there are no effects to draw quantiles of.",
        "unwritable": "{place} cannot be written ({why}). No picture is written.",
        "not_a_file": "{place} is no ordinary file: move it or choose another folder. No picture is written.",
    },
}
