"""The worked example of the methods page is run as it stands, in both languages."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = ["metod/rojandekontroll.md", "en/metod/rojandekontroll.md"]


def blocks(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_the_worked_example_the_attack_and_the_proof_hold(page):
    assert blocks(page)
    for block in blocks(page):
        exec(compile(block, page, "exec"), {})


@pytest.mark.parametrize("page", PAGES)
def test_the_figures_of_the_page_are_those_the_benchmark_last_wrote(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    table = (DOCS.parent / "benchmarks" / "disclosure.md").read_text(encoding="utf-8")
    written = [
        re.sub(r"\D", "", c)
        for line in table.splitlines()
        if line.startswith(("| lean", "| full"))
        for c in line.split("|")[2:5]
    ]
    told = [
        re.sub(r"\D", "", c)
        for line in text.splitlines()
        if re.match(r"\| (enhet|unit) × ", line)
        for c in line.split("|")[2:5]
    ]
    assert told == written[:6]
