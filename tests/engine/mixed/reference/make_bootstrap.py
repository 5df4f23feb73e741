"""Bootstrap some designs of `designs.py` with lme4's bootMer and write `made/bootstrap.json`; needs r-cran-lme4.

.venv/bin/python tests/engine/mixed/reference/make_bootstrap.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[3]))

from tests.engine.mixed.designs import BOOTSTRAPPED, MODELS, design  # noqa: E402

DRAWS = 2000
SCRIPT = r"""
suppressMessages(library(lme4))
a <- commandArgs(trailingOnly = TRUE)
frame <- read.csv(a[1], stringsAsFactors = TRUE)
formula <- as.formula(a[2])
environment(formula) <- globalenv()
frame$prior_weight <- if (nchar(a[3])) frame[[a[3]]] else 1
m <- lmer(formula, frame, weights = prior_weight)
what <- function(m) { v <- as.data.frame(VarCorr(m)); c(fixef(m), v$sdcor) }
b <- suppressMessages(suppressWarnings(bootMer(m, what, nsim = as.integer(a[4]), seed = 1)))$t
v <- as.data.frame(VarCorr(m))
row <- function(x) paste0("[", paste(sprintf("%.10g", x), collapse = ", "), "]")
words <- function(x) paste0('["', paste(x, collapse = '", "'), '"]')
cat(sprintf('{"names": %s, "mean": %s, "sd": %s, "low": %s, "high": %s, "zero": %s}\n',
  words(c(names(fixef(m)), v$grp)), row(colMeans(b)), row(apply(b, 2, sd)),
  row(apply(b, 2, quantile, 0.1)), row(apply(b, 2, quantile, 0.9)), row(colMeans(abs(b) < 1e-3 * sigma(m)))))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bootstrap.R"
        script.write_text(SCRIPT)
        results: dict[str, object] = {}
        for name in BOOTSTRAPPED:
            model = MODELS[name]
            data = Path(folder) / f"{model.design}.csv"
            design(model.design).write_csv(data)
            words = [str(data), model.formula, model.weights, str(DRAWS)]
            answer = subprocess.check_output(["Rscript", "--vanilla", str(script), *words], text=True)
            results[name] = {"draws": DRAWS, **json.loads(answer.splitlines()[-1])}
    (HERE / "made" / "bootstrap.json").write_text(json.dumps(results, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
