"""`spiral fit --pictures FOLDER`: the files as they are written."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from lxml import etree

from spiral.cli import main
from spiral.documents.svg.sheet import lines, shown
from spiral.engine.mixed import fit
from tests.lettering import faults

FORMULA = "`merit 9` ~ merit.6 + kön + (1 | huvudman/skolenhet/årskull)"
SVG = "{http://www.w3.org/2000/svg}"


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def data(pupils, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("bilder") / "elever.parquet"
    pupils.write_parquet(place)
    return place


def texts(picture: Path) -> str:
    return " ".join(text.text or "" for text in etree.parse(picture).iter(f"{SVG}text"))


def test_every_level_and_the_residuals_have_a_picture_and_a_table(capsys, data, tmp_path):
    folder = tmp_path / "ny mapp"
    code, out, err = run(capsys, "fit", FORMULA, data, "--pictures", folder)
    levels = ["huvudman", "skolenhet_huvudman", "arskull_skolenhet_huvudman"]
    stems = [f"{kind}-{level}" for level in levels for kind in ("caterpillar", "qq")] + ["residuals", "qq-residuals"]
    wanted = [folder / f"{stem}.{ending}" for stem in stems for ending in ("svg", "csv")]
    assert (code, err) == (0, "")
    assert out.splitlines()[-len(wanted) :] == list(map(str, wanted))
    assert sorted(folder.iterdir()) == sorted(wanted)
    for picture in folder.glob("*.svg"):
        tree = etree.parse(picture).getroot()
        assert tree.get("role") == "img"
        assert len(tree.findtext(f"{SVG}title")) > 10
        assert len(tree.findtext(f"{SVG}desc")) > 100
        assert picture.stat().st_size < 100_000
        source = picture.read_text()
        assert "var(" not in source
        assert "<script" not in source
        classes = {c for names in re.findall(r'class="([^"]+)"', source) for c in names.split()} - {"chart"}
        assert all(f".{name} {{" in source or f".{name}." in source for name in classes)
        assert faults(source) == []


def test_a_caterpillars_table_is_the_effects(capsys, data, pupils, tmp_path):
    run(capsys, "fit", FORMULA, data, "--pictures", tmp_path)
    rows = pl.read_csv(tmp_path / "caterpillar-skolenhet_huvudman.csv")
    effects = fit(FORMULA, pupils).effects()["skolenhet:huvudman"]
    assert rows["estimate"].is_sorted()
    ours = rows.sort("group")
    order = np.argsort(effects.keys)
    assert ours["group"].to_list() == [effects.keys[i] for i in order]
    for name in ("estimate", "low", "high"):
        np.testing.assert_allclose(ours[name].to_numpy(), getattr(effects, name)[order, 0], rtol=1e-6)
    said = texts(tmp_path / "caterpillar-skolenhet_huvudman.svg")
    assert f"{rows['apart'].sum()} av 32 skiljer sig från 0; ungefär 1 av 20 (här 1,6) gör det av en slump." in said
    assert "Ingen rangordning" in said
    assert "inte för publicering" in said
    picture = etree.parse(tmp_path / "caterpillar-skolenhet_huvudman.svg")
    assert len(list(picture.iter(f"{SVG}circle"))) == 32 - rows["apart"].sum() + 1, "one ring in the legend"
    assert [key for key in effects.keys if key not in said] == []


def test_no_cell_of_few_pupils_is_written(capsys, data, tmp_path):
    run(capsys, "fit", FORMULA, data, "--pictures", tmp_path)
    rows = pl.read_csv(tmp_path / "residuals.csv")
    cells = rows.filter(pl.col("part") == "cell")
    assert rows["n"].min() >= 10
    left_out = 2400 - cells["n"].sum()
    assert f"färre än 10 elever visas inte: {left_out} elever är utelämnade." in texts(tmp_path / "residuals.svg")
    assert pl.read_csv(tmp_path / "qq-residuals.csv")["rank"].min() == 10


def test_english_on_request_and_json_stays_json(capsys, data, tmp_path):
    words = ("fit", FORMULA, data, "--pictures", tmp_path, "--json", "--language", "en")
    code, out, err = run(capsys, *words)
    assert code == 0
    assert json.loads(out)["n"] == 2400
    assert str(tmp_path / "residuals.svg") in err
    assert "No ranking" in texts(tmp_path / "caterpillar-huvudman.svg")
    assert "in standard deviations" in texts(tmp_path / "qq-residuals.svg")
    assert "ä" not in "".join(texts(place) for place in tmp_path.glob("qq*.svg"))


def test_without_pupils_the_others_are_written(capsys, data, tmp_path):
    run(capsys, "moments", FORMULA, data, "-o", tmp_path / "s.json")
    code, _, err = run(capsys, "fit", "--moments", tmp_path / "s.json", "--pictures", tmp_path / "bilder")
    assert code == 0
    assert "Residualbilderna kräver elevernas rader" in err
    assert (tmp_path / "bilder" / "caterpillar-huvudman.svg").exists()
    assert not list((tmp_path / "bilder").glob("*residuals*"))


def test_yes_and_no_have_effects_only(capsys, pupils, tmp_path):
    table = pupils.with_columns(ja=(pl.col("merit 9") > 210).cast(pl.Int8))
    table.write_parquet(tmp_path / "ja.parquet")
    words = ("ja ~ merit.6 + (1 | skolenhet)", tmp_path / "ja.parquet", "--family", "binomial")
    code, _, err = run(capsys, "fit", *words, "--pictures", tmp_path / "b")
    assert code == 0
    assert "Ja/nej-utfall har inga residualbilder" in err
    names = {place.name for place in (tmp_path / "b").iterdir()}
    assert names == {f"{kind}-skolenhet.{end}" for kind in ("caterpillar", "qq") for end in ("svg", "csv")}


def test_each_random_term_has_its_own_and_a_variance_of_zero_no_quantiles(capsys, pupils, tmp_path):
    pupils.write_parquet(tmp_path / "a.parquet")
    formula = "`merit 9` ~ merit.6 + (merit.6 | skolenhet)"
    run(capsys, "fit", formula, tmp_path / "a.parquet", "--pictures", tmp_path / "b")
    names = {place.stem for place in (tmp_path / "b").glob("caterpillar*.svg")}
    assert names == {"caterpillar-skolenhet-Intercept", "caterpillar-skolenhet-merit_6"}
    flat = pl.DataFrame({"g": [f"G{i // 20}" for i in range(400)], "y": [float(i % 20) for i in range(400)]})
    flat.write_parquet(tmp_path / "flat.parquet")
    code, _, err = run(capsys, "fit", "y ~ 1 + (1 | g)", tmp_path / "flat.parquet", "--pictures", tmp_path / "c")
    assert code == 0
    assert "g: spridningen är skattad till 0" in err
    assert {place.stem for place in (tmp_path / "c").iterdir()} == {"caterpillar-g", "residuals", "qq-residuals"}


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "a:b/../c",
    "\u202egnillaf",
    "\x07klocka",
    "long " * 40,
    "学校",
]


def test_hostile_names_are_text_in_pictures_tables_and_file_names(capsys, pupils, tmp_path):
    units = {f"E{i:02d}": HOSTILE[i % len(HOSTILE)] + str(i) for i in range(32)}
    decomposed = unicodedata.normalize("NFD", "å/../skola")
    table = pupils.with_columns(
        pl.col("skolenhet").replace_strict(units).alias(decomposed), pl.col("huvudman").alias("å:SKOLA")
    )
    table.write_parquet(tmp_path / "a.parquet")
    formula = f"`merit 9` ~ merit.6 + (1 | `{decomposed}`) + (1 | `å:SKOLA`)"
    code, _, err = run(capsys, "fit", formula, tmp_path / "a.parquet", "--pictures", tmp_path / "b")
    assert code == 0, err
    names = sorted(place.name for place in (tmp_path / "b").iterdir())
    assert {"caterpillar-a_SKOLA.svg", "caterpillar-a_skola-2.svg"} <= set(names)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", name) for name in names)
    for picture in (tmp_path / "b").glob("*.svg"):
        assert not [element for element in etree.parse(picture).iter() if "script" in str(element.tag)]
        assert "\u202e" not in picture.read_text()
    groups = [group for place in (tmp_path / "b").glob("caterpillar*.csv") for group in pl.read_csv(place)["group"]]
    assert any(group.startswith("'=cmd") for group in groups)
    assert not any(group.startswith("=") for group in groups)


def test_thousands_of_groups_are_a_small_picture(capsys, tmp_path):
    random = np.random.default_rng(20261210)
    group = np.repeat(np.arange(15_000), 12)
    y = random.normal(0, 4, 15_000)[group] + random.normal(0, 10, len(group))
    pl.DataFrame({"g": group, "y": y}).write_parquet(tmp_path / "a.parquet")
    run(capsys, "fit", "y ~ 1 + (1 | g)", tmp_path / "a.parquet", "--pictures", tmp_path / "b")
    assert {place.stat().st_size < 100_000 for place in (tmp_path / "b").glob("*.svg")} == {True}
    assert [fault for place in (tmp_path / "b").glob("*.svg") for fault in faults(place.read_text())] == []
    said = texts(tmp_path / "b" / "caterpillar-g.svg")
    assert "100 lika stora delar efter storlek, 150 grupper i varje." in said.replace("\xa0", " ")
    assert len(pl.read_csv(tmp_path / "b" / "caterpillar-g.csv")) == 15_000
    assert "Tabellen bredvid har alla." in texts(tmp_path / "b" / "qq-g.svg")


def test_a_folder_that_cannot_be_is_refused_and_nothing_is_half_written(capsys, data, tmp_path):
    (tmp_path / "fil").write_text("x")
    for place, wanted in (
        (tmp_path / "fil", "är en fil, skriv namnet på en mapp"),
        (tmp_path / "fil" / "under", "finns inte, skapa den först"),
        (tmp_path / "saknas" / "under", "finns inte, skapa den först"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(["fit", FORMULA, str(data), "--pictures", str(place)])
        assert ended.value.code == 2
        assert wanted in capsys.readouterr().err
    (tmp_path / "b" / "residuals.svg").mkdir(parents=True)
    code, _, err = run(capsys, "fit", FORMULA, data, "--pictures", tmp_path / "b")
    assert code == 1
    assert "är ingen vanlig fil" in err
    assert [place.name for place in (tmp_path / "b").iterdir()] == ["residuals.svg"]


def test_a_full_disk_leaves_what_was_there(capsys, data, tmp_path, monkeypatch):
    run(capsys, "fit", FORMULA, data, "--pictures", tmp_path / "b")
    before = {place: place.read_bytes() for place in (tmp_path / "b").iterdir()}
    write = Path.write_bytes

    def full(self, content):
        if self.name == "residuals.svg":
            raise OSError(28, "No space left on device")
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    words = ("`merit 9` ~ (1 | huvudman)", data)
    assert run(capsys, "fit", *words, "--pictures", tmp_path / "b")[0] == 1
    assert {place: place.read_bytes() for place in (tmp_path / "b").iterdir()} == before
    assert run(capsys, "fit", *words, "--pictures", tmp_path / "ny")[0] == 1
    assert not (tmp_path / "ny").exists()


def test_long_texts_are_broken_and_names_keep_both_ends():
    assert lines("ett två\N{NO-BREAK SPACE}tre fyra", 8) == ["ett", "två\N{NO-BREAK SPACE}tre", "fyra"]
    assert lines("x" * 50, 10) == ["x" * 9 + "…"]
    assert shown("Enheten med ett långt namn 14", 20) == "Enheten me…t namn 14"
    assert shown("a\nb\x00", 20) == "a\ufffdb\ufffd"
