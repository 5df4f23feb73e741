"""The mixed model and its peers as mixed.py runs each of them: in a fresh process, from a file to all effects."""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from synthetic import COLUMNS

KEYS = ("huvudman", "skolenhet", "arskull", "avlamnande")


def child_ours(path: str, formula: str) -> dict:
    _load("ibis.backends.duckdb", "pyarrow.compute", "scipy.sparse", "scipy.linalg")

    from spiral.engine.mixed import fit
    from spiral.sources.tables.opening import open_table

    read = _watch()
    found = fit(formula, open_table(path))
    found.effects(interval="pev")
    used = {**read(), "peak": _peak(), "criterion": found.criterion}
    found.effects()
    return {**used, "mixture": read()["seconds"]}


def _load(*modules: str) -> None:
    """Imports that a run would otherwise pay for while the clock is going."""
    for module in modules:
        importlib.import_module(module)


def child_scan(path: str, formula: str) -> dict:
    """The floor and our statistics in turn, five times each, in one process; the SQL is compiled beforehand."""
    _load("ibis.backends.duckdb", "pyarrow.compute")
    from spiral.engine.mixed import ModelSpec, sql
    from spiral.engine.mixed.collect import assemble
    from spiral.engine.mixed.completion import complete_spec
    from spiral.engine.mixed.plan import plan_cells
    from spiral.engine.mixed.relation import as_relation
    from spiral.sources.tables.opening import open_table

    relation = open_table(path)
    spec = complete_spec(ModelSpec.from_formula(formula), as_relation(relation))
    plan = plan_cells(spec, as_relation(relation))
    asked = sql(spec, relation)
    floor = f"SELECT {', '.join(KEYS[:3])}, {', '.join(f'sum({c})' for c in COLUMNS)} FROM elever GROUP BY ALL"
    times: dict[str, list[float]] = {"floor": [], "statistics": []}
    for _ in range(5):
        start = time.perf_counter()
        relation.query("elever", floor).to_arrow_table()
        times["floor"].append(time.perf_counter() - start)
        start = time.perf_counter()
        cells, leaves = (relation.query("elever", asked[name]).to_arrow_table() for name in ("cells", "leaves"))
        assemble(spec, plan, cells, leaves)
        times["statistics"].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def child_mixedlm(path: str, formula: str) -> dict:
    import mixedlm

    frame = _pandas(path)
    read = _watch()
    found = mixedlm.lmer(formula, frame)
    found.ranef(condVar=True)
    return {**read(), "peak": _peak(), "criterion": float(found.REMLcrit())}


def child_lme_python(path: str, formula: str) -> dict:
    import lme_python
    import polars as pl

    frame = pl.read_parquet(path)
    frame = frame.with_columns(pl.col([key for key in KEYS if key in frame.columns]).cast(pl.String))
    read = _watch()
    found = lme_python.lmer(formula, data=frame, reml=True)
    effects = found.ranef
    return {**read(), "peak": _peak(), "criterion": float(found.reml_criterion), "levels": len(effects)}


def child_statsmodels(path: str, formula: str) -> dict:
    import statsmodels.formula.api as smf

    frame = _pandas(path)
    fixed = formula[: formula.index(" + (1")]
    if "/" in formula:
        frame["enhet_kull"] = frame["skolenhet"].astype(str) + "/" + frame["arskull"].astype(str)
        parts = {"enhet": "0 + C(skolenhet)", "kull": "0 + C(enhet_kull)"}
        levels = {"groups": "huvudman", "re_formula": "1", "vc_formula": parts}
    else:
        levels = {"groups": "skolenhet"}
    read = _watch()
    found = smf.mixedlm(fixed, frame, **levels).fit(reml=True)
    effects = found.random_effects
    return {**read(), "peak": _peak(), "criterion": -2 * float(found.llf), "levels": len(effects)}


#: What a fresh process runs, by name; lme4 is R's own.
CHILDREN = {
    "ours": child_ours,
    "scan": child_scan,
    "mixedlm": child_mixedlm,
    "lme-python": child_lme_python,
    "statsmodels": child_statsmodels,
}


def _pandas(path: str):
    import pandas as pd
    import polars as pl

    table = pl.read_parquet(path)
    frame = pd.DataFrame({name: table[name].to_numpy() for name in table.columns})
    for name in set(KEYS) & set(frame.columns):
        frame[name] = frame[name].astype(str).astype("category")
    return frame


def _watch() -> Callable[[], dict[str, float]]:
    """Start a watch; reading it gives seconds gone by and seconds of all processors."""
    wall, cpu = time.perf_counter(), time.process_time()
    return lambda: {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def _peak() -> float:
    """Most MiB this program has held; unlike ru_maxrss it does not inherit what its parent held."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


R_CHILD = """
args <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(lme4))
names <- strsplit(args[3], ",")[[1]]
frame <- as.data.frame(setNames(lapply(names, function(name) {
  file <- file.path(args[1], name); readBin(file, "double", file.size(file) / 8) }), names))
keys <- intersect(names, c("huvudman", "skolenhet", "arskull", "avlamnande"))
for (name in keys) frame[[name]] <- factor(frame[[name]])
gc(); start <- proc.time()
setTimeLimit(cpu = 300, transient = TRUE)
fitted <- lmer(as.formula(args[2]), frame, control = lmerControl(calc.derivs = FALSE))
effects <- ranef(fitted, condVar = TRUE)
used <- proc.time() - start
held <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1024
cat(sprintf('{"seconds": %.3f, "cpu": %.3f, "peak": %.1f, "criterion": %.6f}\\n',
            used[["elapsed"]], used[["user.self"]] + used[["sys.self"]], held, REMLcrit(fitted)))
"""
