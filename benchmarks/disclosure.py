"""Disclosure control measured and attacked: writes disclosure.md beside itself. Run: python benchmarks/disclosure.py

disclosure_region.csv.gz is a synthetic region, made for this project (five years, 15 owners, 130 units, sex,
background; `hits` are those who do not pass); nobody in it exists. The two standard problems and the figures to beat
stand in the table that is written.
"""

from __future__ import annotations

import csv
import gzip
import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from spiral.engine.disclosure import FrequencyTable, Layout, Ledger, Outcome, ProtectedTable, Rules, protect
from spiral.engine.disclosure.attack import Attacker, inner_rows_of, known_counts
from spiral.engine.disclosure.exhaustive import every_region, fewest_hidden, indistinguishable
from spiral.engine.disclosure.primary import PrimaryReason
from spiral.engine.disclosure.synthetic import region, tiny_linked_region, tiny_region
from spiral.engine.figures import State

HERE = Path(__file__).parent
RULES = Rules(Outcome.HITS)
PUBLIC = tuple(map(frozenset, ([], ["sex"], ["owner"], ["owner", "sex"])))
BREAKDOWNS = ([], ["sex"], ["background"], ["sex", "background"])
#: What an earlier solution reached once, on two cores: complementary cells and seconds. It is the bar.
TO_BEAT = {"lean": (639, 282, 29.0, 10.0), "full": (1029, 537, 83.0, 30.0)}
YEARS = 5
TINY_REGIONS = 2_000
REAL_REGIONS = 20
PLAIN_LIMIT, REGION_LIMIT = 9, 60_000


def standard_table(problem: str, year: int) -> FrequencyTable:
    """One year of the synthetic region: "lean" lacks the units' sex × background."""
    with gzip.open(HERE / "disclosure_region.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["year"]) == year]
    margins = [frozenset(level + split) for level in ([], ["owner"], ["unit"]) for split in BREAKDOWNS]
    if problem == "lean":
        margins.remove(frozenset({"unit", "sex", "background"}))
    layout = Layout(("unit", "sex", "background"), {"unit": ("owner",)}, tuple(margins), PUBLIC)
    return FrequencyTable.of(layout, rows, [int(r["n"]) for r in rows], [int(r["hits"]) for r in rows])


def sensitive_cells(table: FrequencyTable, protected: ProtectedTable) -> tuple[list[list[int]], list[int]]:
    """Inner rows of each sensitive cell that was not open already, and the counts it must keep."""
    open_already = set(protected.owner_report.already_open)
    cells = [c for c, kind in protected.owner_report.primary.items() if kind and c not in open_already]
    return [inner_rows_of(c, table.rows) for c in cells], [
        RULES.needed(int(table.cell_n[table.index[c]])) for c in cells
    ]


def attacked(table: FrequencyTable, protected: ProtectedTable) -> tuple[int, int, int]:
    """Sensitive cells, those narrower than they may be, and those that linear algebra alone determines."""
    cells, needed = sensitive_cells(table, protected)
    attacker = Attacker(table.n.tolist(), known_counts(table, protected.statements))
    return len(cells), len(attacker.narrow(cells, needed)), sum(attacker.determined(cells))


def attack_standard(task: tuple[str, int]) -> tuple[int, int, int]:
    table = standard_table(*task)
    return attacked(table, protect(table, Ledger(), RULES))


def attack_region(seed: int) -> tuple[int, int, int, int, int]:
    """Sensitive cells, narrow ones, determined ones, open already, complementary cells of one real-sized region."""
    table = region(seed)
    protected = protect(table, Ledger(), RULES)
    covering = sum(why == "cover" for why in protected.owner_report.why.values())
    return (*attacked(table, protected), len(protected.owner_report.already_open), covering)


def attack_tiny(seed: int) -> tuple[int, int, int, int]:
    """Sensitive cells searched one by one, narrow ones, hidden complementary cells and the fewest possible."""
    table = (tiny_region if seed % 2 else tiny_linked_region)(seed)
    protected = protect(table, Ledger(), RULES)
    regions = every_region(table)
    left, before = indistinguishable(table, regions, protected.statements), indistinguishable(table, regions, ())
    kinds = [protected.owner_report.primary[cell] is not PrimaryReason.NONE for cell in table.cells]
    searched = narrow = 0
    for i, kind in enumerate(kinds):
        possible = len(np.unique(before[:, i]))
        if kind and possible > 1:
            searched += 1
            narrow += len(np.unique(left[:, i])) < min(possible, RULES.needed(int(table.cell_n[i])))
    plain = [i for i, kind in enumerate(kinds) if not kind and not table.public[i]]
    if len(plain) > PLAIN_LIMIT or len(regions) > REGION_LIMIT:
        return searched, narrow, 0, 0
    needed = [
        RULES.needed(int(n)) if k and not p else 0 for n, k, p in zip(table.cell_n, kinds, table.public, strict=True)
    ]
    hidden = sum(protected.statements[i].state is State.HIDDEN for i in plain)
    return searched, narrow, hidden, fewest_hidden(table, regions, plain, needed)


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> tuple[float, object]:
    start = clock()
    done = work()
    return clock() - start, done


def standard_lines(pool: ProcessPoolExecutor) -> Iterator[str]:
    yield "| problem | cells | sensitive | covering | to beat | withdrawn | to beat | seconds | limit | busy |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for problem, (cover, masks, earlier, limit) in TO_BEAT.items():
        tasks = [(problem, year) for year in range(YEARS)]
        seconds, found = _timed(lambda tasks=tasks: list(pool.map(protect_whole, tasks)))
        cells, sensitive, covering, withdrawn, busy = (sum(values) for values in zip(*found, strict=True))
        yield (
            f"| {problem} | {cells:,} | {sensitive:,} | {covering} | {cover} | {withdrawn} | {masks} "
            f"| {seconds:.1f} | {limit:.0f} ({earlier:.0f} earlier) | {busy:.1f} |"
        )
    yield ""
    yield "Seconds by the clock, two processes; busy is what both spent computing, which a loaded machine changes less."


def protect_whole(task: tuple[str, int]) -> tuple[int, int, int, int, float]:
    """Cells, sensitive cells, complementary cells, withdrawn masks and processor seconds of one year."""
    start = time.process_time()
    protected = protect(standard_table(*task), Ledger(), RULES)
    why = list(protected.owner_report.why.values())
    sensitive = sum(kind is not PrimaryReason.NONE for kind in protected.owner_report.primary.values())
    busy = time.process_time() - start
    return len(protected.statements), sensitive, why.count("cover"), why.count("withdrawn"), busy


def attack_lines(pool: ProcessPoolExecutor) -> Iterator[str]:
    yield "| attacked | how | sensitive cells | narrower than allowed | linearly determined |"
    yield "| --- | --- | --- | --- | --- |"
    for problem in TO_BEAT:
        found = list(pool.map(attack_standard, [(problem, year) for year in range(YEARS)]))
        cells, narrow, linear = (sum(values) for values in zip(*found, strict=True))
        yield f"| {problem}, five years | intervals by integer programming | {cells:,} | {narrow} | {linear} |"
    regions = list(pool.map(attack_region, range(REAL_REGIONS)))
    cells, narrow, linear, already, covering = (sum(values) for values in zip(*regions, strict=True))
    how = f"intervals by integer programming ({covering:,} complementary, {already} open already)"
    yield f"| {REAL_REGIONS} regions of Skaraborg's size | {how} | {cells:,} | {narrow} | {linear} |"
    tiny = list(pool.map(attack_tiny, range(TINY_REGIONS), chunksize=50))
    cells, narrow, hidden, fewest = (sum(values) for values in zip(*tiny, strict=True))
    yield f"| {TINY_REGIONS:,} tiny regions | every possible region | {cells:,} | {narrow} | – |"
    yield ""
    solved = sum(1 for *_, h, f in tiny if h or f)
    yield (
        f"Complementary cells on the tiny regions solved exactly ({solved} that need any): {hidden}, fewest possible "
        f"{fewest} ({100 * hidden / fewest - 100:+.1f} %)."
    )


def speed_lines() -> Iterator[str]:
    whole = standard_table("full", 0)
    columns = whole.layout.columns
    owners = sorted({row[0] for row in whole.rows})
    slowest = 0.0
    for owner in owners:
        kept = [i for i, row in enumerate(whole.rows) if row[0] == owner]
        rows = [dict(zip(columns, whole.rows[i], strict=True)) for i in kept]
        own = FrequencyTable.of(whole.layout, rows, whole.n[kept].tolist(), whole.hits[kept].tolist())
        slowest = max(slowest, _timed(lambda own=own: protect(own, Ledger(), RULES), time.process_time)[0])
    yield f"One owner's own update, all margins, slowest of {len(owners)}: {slowest:.2f} processor seconds (limit 2)."
    yield ""
    yield "| units | owners | cells | processor seconds |"
    yield "| --- | --- | --- | --- |"
    sizes = [50, 100, 200, 400]
    seconds = []
    for units in sizes:
        table = region(units, owners=units // 8, units=units)
        seconds.append(_timed(lambda table=table: protect(table, Ledger(), RULES), time.process_time)[0])
        yield f"| {units} | {units // 8} | {len(table.cells):,} | {seconds[-1]:.2f} |"
    slope = math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0])
    yield ""
    yield f"From {sizes[0]} to {sizes[-1]} units the cost grows as units^{slope:.2f} (limit 2)."


def main() -> None:
    lines = ["# Disclosure control: cost and attack", ""]
    lines += [
        "Written by `benchmarks/disclosure.py`, two processes. Attackers know every n and what every mask means.",
        "",
    ]
    with ProcessPoolExecutor(2) as pool:
        for part in (standard_lines(pool), attack_lines(pool), speed_lines()):
            for line in part:
                print(line, flush=True)
                lines.append(line)
            lines.append("")
    (HERE / "disclosure.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
