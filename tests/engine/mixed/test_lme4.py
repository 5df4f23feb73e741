"""lme4 and the engine agree, at the tolerances that lme4's own optimiser leaves room for."""

from __future__ import annotations

import numpy as np
import pytest

from spiral.engine.mixed import fit

pytestmark = pytest.mark.lme4data

MODELS = {
    "exam_ri": ("Exam", "normexam ~ standLRT + sex + (1 | school)"),
    "exam_rs": ("Exam", "normexam ~ standLRT + sex + (standLRT | school)"),
    "exam_ctx": (
        "Exam",
        "normexam ~ standLRT + I(standLRT^2) + sex + C(schgend, base='mixed') + schavg + vr + intake + (1 | school)",
    ),
    "chem97_2l": ("Chem97", "score ~ gcsecnt + C(gender, base='M') + age + (1 | school)"),
    "chem97_3l": ("Chem97", "score ~ gcsecnt + C(gender, base='M') + age + (1 | lea/school)"),
    "chem97_3l_rs": ("Chem97", "score ~ gcsecnt + C(gender, base='M') + age + (1 | lea) + (gcsecnt | lea:school)"),
    "scots_ri": ("ScotsSec", "attain ~ verbal + C(sex, base='M') + social + (1 | second)"),
    "scots_crossed": ("ScotsSec", "attain ~ verbal + C(sex, base='M') + social + (1 | second) + (1 | primary)"),
}
CASES = [(name, method) for name in MODELS for method in ("REML", "ML")]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: ".".join(case))
def both(request, lme4_table, reference):
    name, method = request.param
    table, formula = MODELS[name]
    return fit(formula, lme4_table(table), method=method), reference(name, method)


def test_the_log_likelihood_is_lme4s_and_never_worse(both):
    ours, theirs = both
    assert ours.loglik == pytest.approx(theirs["logLik"], abs=2e-9)
    assert ours.criterion == pytest.approx(theirs["criterion"], abs=4e-9)


def test_the_fixed_part_is_lme4s(both):
    ours, theirs = both
    assert list(ours.names) == theirs["fixed"]["names"]
    largest = np.abs(theirs["fixed"]["estimate"]).max()
    np.testing.assert_allclose(ours.beta, theirs["fixed"]["estimate"], rtol=0, atol=3e-8 * largest)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.vcov)), theirs["fixed"]["se"], rtol=3e-7)


def test_the_variances_are_lme4s(both):
    ours, theirs = both
    rows = ours.to_json()["variance"]
    expected = theirs["varcorr"]
    assert [(row["group"], row["term1"], row["term2"]) for row in rows] == list(
        zip(expected["grp"], expected["var1"], expected["var2"], strict=True)
    )
    np.testing.assert_allclose([row["variance"] for row in rows], expected["vcov"], rtol=1.2e-5)
    np.testing.assert_allclose([row["sd"] for row in rows], expected["sdcor"], rtol=1.2e-5)


def test_the_effects_and_their_conditional_variances_are_lme4s(both):
    ours, theirs = both
    assert ours.groups == theirs["ngroups"]
    for name, found in ours.effects(interval="pev").items():
        expected = theirs["ranef"][name]
        place = {key: i for i, key in enumerate(found.keys)}
        order = [place[key] for key in expected["levels"]]
        blups = np.reshape(expected["blup"], (len(order), -1))
        np.testing.assert_allclose(found.estimate[order], blups, rtol=0, atol=1.2e-5 * np.abs(blups).max())
        condvar = np.array(expected["condvar"])
        np.testing.assert_allclose(found.condvar[order], condvar, rtol=0, atol=1.2e-5 * np.abs(condvar).max())
