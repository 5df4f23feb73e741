"""Fit the designs of `designs.py` with lme4 and write data and results to `made/`; needs Rscript with r-cran-lme4.

.venv/bin/python tests/engine/mixed/reference/make.py [predictions]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[3]))

from tests.engine.mixed.designs import MODELS, PREDICTED, design, other_rows  # noqa: E402

#: As the other references: the optimiser's last digits are taken seriously.
SCRIPT = r"""
suppressMessages(library(lme4))
a <- commandArgs(trailingOnly = TRUE)
frame <- read.csv(a[1], stringsAsFactors = TRUE)
formula <- as.formula(a[2]); nodes <- as.integer(a[4]); method <- a[5]
environment(formula) <- globalenv()
frame$prior_weight <- if (nchar(a[3])) frame[[a[3]]] else 1
if (nodes == 0) {
  m <- lmer(formula, frame, weights = prior_weight, REML = method == "REML",
            control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5)))
} else {
  control <- glmerControl(optimizer = "bobyqa", tolPwrss = 1e-12, optCtrl = list(rhoend = 1e-10, maxfun = 1e5))
  m <- if (nchar(a[3])) glmer(formula, frame, binomial, nAGQ = nodes, weights = prior_weight, control = control) else
    glmer(formula, frame, binomial, nAGQ = nodes, control = control)
}
if (length(a) > 5) {
  there <- predict(m, read.csv(a[6], stringsAsFactors = TRUE), allow.new.levels = TRUE, type = "response")
  cat(paste0("[", paste(sprintf("%.15g", there), collapse = ", "), "]\n"))
  quit()
}
v <- as.data.frame(VarCorr(m)); r <- as.data.frame(ranef(m, condVar = TRUE))
row <- function(x) paste0("[", paste(sprintf("%.15g", x), collapse = ", "), "]")
words <- function(x) paste0('["', paste(x, collapse = '", "'), '"]')
cat(sprintf('{"loglik": %.15g, "names": %s, "beta": %s, "se": %s, "group": %s, "variance": %s, "ranef": {%s}}\n',
  as.numeric(logLik(m)), words(names(fixef(m))), row(fixef(m)), row(sqrt(diag(as.matrix(vcov(m))))),
  words(gsub("[()]", "", v$grp)), row(v$vcov),
  paste(sapply(unique(as.character(r$grpvar)), function(g) { s <- r[r$grpvar == g, ]
    sprintf('"%s": {"levels": %s, "blup": %s, "condsd": %s}', gsub("[()]", "", g), words(as.character(s$grp)), row(s$condval), row(s$condsd)) }),
    collapse = ", ")))
"""


def main() -> None:
    (HERE / "made").mkdir(exist_ok=True)
    if sys.argv[1:] != ["predictions"]:
        write_fits()
    write_predictions()


def write_predictions() -> None:
    """Each model's predictions of the rows in ``other_rows``, to one file."""
    with tempfile.TemporaryDirectory() as folder:
        script, data, other = (Path(folder) / name for name in ("fit.R", "data.csv", "other.csv"))
        script.write_text(SCRIPT)
        there = {}
        for name in PREDICTED:
            model = MODELS[name]
            design(model.design).write_csv(data)
            other_rows(model.design).write_csv(other)
            method = "ML" if model.nodes else "REML"
            words = [str(data), model.formula, model.weights, str(model.nodes), method, str(other)]
            answer = subprocess.check_output(["Rscript", "--vanilla", str(script), *words], text=True)
            there[name] = json.loads(answer.splitlines()[-1])
    (HERE / "made" / "predictions.json").write_text(json.dumps(there, indent=0) + "\n", encoding="utf-8")


def write_fits() -> None:
    """What lme4 finds for each model, and each design's data."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "fit.R"
        script.write_text(SCRIPT)
        for name, model in MODELS.items():
            data = Path(folder) / f"{model.design}.csv"
            design(model.design).write_csv(data)
            found = {}
            for method in ["ML"] if model.nodes else ["REML", "ML"]:
                words = [str(data), model.formula, model.weights, str(model.nodes), method]
                answer = subprocess.check_output(["Rscript", "--vanilla", str(script), *words], text=True)
                found[method] = json.loads(answer.splitlines()[-1])
            (HERE / "made" / f"{name}.json").write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")
    for name in {model.design for model in MODELS.values()}:
        columns = design(name).to_dict(as_series=False)
        (HERE / "made" / f"data_{name}.json").write_text(json.dumps(columns) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
