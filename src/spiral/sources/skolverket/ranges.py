"""Between which numbers a measure of Planned Educations lies, by its name."""

from __future__ import annotations

import polars as pl


def with_limits(frame: pl.DataFrame) -> pl.DataFrame:
    """``low`` and ``high`` a row, from the field's name: shares, merit, test points, survey means, SALSA."""
    name = pl.col("measure")
    high = (
        pl.when(name.str.contains("^ratio|Quota$") & ~name.str.contains("studentsPerTeacher"))
        .then(100.0)
        .when(name.str.contains("MeritRating|admissionPoints|GradesIn9thGradeActual|AverageCalculated"))
        .then(340.0)
        .when(name.str.contains("^averageResultNationalTests|^gradesPoints|^np9"))
        .then(20.0)
        .when(name.str.contains("Metrics$"))
        .then(10.0)
        .when(name == "salsaParentsEducation")
        .then(3.0)
        .when(name.str.contains("Deviation"))
        .then(340.0)
    )
    low = pl.when(name.str.contains("Deviation")).then(-340.0).otherwise(0.0)
    return frame.with_columns(low.alias("low"), high.alias("high"))
