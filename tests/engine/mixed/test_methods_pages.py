"""The page of classic analyses is run where the data are; the other pages by tests/test_guides.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs"


def run(page: Path) -> int:
    text = page.read_text(encoding="utf-8")
    blocks = list(re.finditer(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL))
    namespace: dict[str, object] = {}
    for block in blocks:
        padding = "\n" * text[: block.start()].count("\n")  # so that a failure names the page's own line
        exec(compile(padding + "\n" + block[1], str(page), "exec"), namespace)
    return len(blocks)


@pytest.mark.lme4data
def test_the_classic_analyses_give_the_classic_figures(lme4_table, tmp_path, monkeypatch):
    folder = tmp_path / "var" / "lme4-data"
    folder.mkdir(parents=True)
    for name in ("Exam", "Chem97"):
        lme4_table(name).write_csv(folder / f"{name}.csv")
    monkeypatch.chdir(tmp_path)
    for page in ("metod/klassiska-analyser.md", "en/metod/klassiska-analyser.md"):
        assert run(DOCS / page) >= 6
