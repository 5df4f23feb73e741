"""`spiral pupils import|undo|erase|history`: the municipality's archive from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from spiral.commands.arguments import path, whole_number
from spiral.commands.node import installation
from spiral.commands.output import Commands, fail
from spiral.sources.reading.system_errors import reason

if TYPE_CHECKING:
    from spiral.see.pupils.archive.drafts import DroppedFile

_NONE = "none"
#: Nobody who goes to school was born before or will be born after.
_FIRST_COHORT, _LAST_COHORT = 1990, 2100
_LONGEST_LIST = 200_000


def add_archive(kinds: Commands) -> None:
    """The commands of ``spiral pupils`` that need the archive and its key."""
    taken = kinds.add_parser("import", help="läs in kontrollerade filer i kommunens arkiv")
    taken.add_argument("files", type=path, nargs="+", metavar="FIL")
    taken.add_argument(
        "--protected",
        required=True,
        metavar="none|FIL",
        help="elever med skyddade personuppgifter: none, eller en fil med deras personnummer",
    )
    taken.add_argument("--gone", action="store_true", help="bekräfta att mer än en av tjugo elever ska vara borta")
    taken.set_defaults(run=_import)
    undo = kinds.add_parser("undo", help="ångra en inläsning")
    undo.add_argument("number", type=whole_number(1, 999_999), metavar="NUMMER")
    undo.set_defaults(run=_undo)
    erase = kinds.add_parser("erase", help="gallra en födelsekull ur arkivet")
    erase.add_argument("--born", type=whole_number(_FIRST_COHORT, _LAST_COHORT), required=True, metavar="ÅR")
    erase.add_argument("--dry-run", action="store_true", help="visa bara vad som skulle tas bort")
    erase.set_defaults(run=_erase)
    history = kinds.add_parser("history", help="visa alla inläsningar")
    history.set_defaults(run=_history)


def _protected(given: str) -> tuple[int, ...] | str:
    """The numbers of the list, or what is wrong with it."""
    if given.strip().lower() == _NONE:
        return ()
    from spiral.see.pupils.protected import read_list

    try:
        text = Path(given).read_bytes()[:_LONGEST_LIST].decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "namnet går inte att använda"
        return f"Listan {given[:200]!r} går inte att läsa ({why}). Skriv none om ingen elev är skyddad."
    from django.utils import timezone

    listed = read_list(text, timezone.localdate().year)
    if listed.unread:
        lines = ", ".join(map(str, listed.unread[:10]))
        return f"Rad {lines} i listan över skyddade elever går inte att läsa som personnummer. Inget är inläst."
    return listed.numbers


def _files(places: list[Path]) -> list[DroppedFile]:
    from spiral.see.pupils.archive.drafts import DroppedFile

    return [DroppedFile(str(place), place.read_bytes()) for place in places]


def _import(args: argparse.Namespace) -> int:
    """Check and import files; nothing of them when one has an error."""
    with installation():
        from spiral.see.pupils import actions
        from spiral.see.pupils.archive.archive import ArchiveChanged
        from spiral.see.pupils.archive.key import KeyUnusable
        from spiral.sources.pupils.report import as_text
        from spiral.trust.access.viewer import system

        protected = _protected(args.protected)
        if isinstance(protected, str):
            return fail(protected, code=2)
        files = _files(args.files)
        wrong = [file for file in actions.checked(files) if not file.ok]
        if wrong:
            print("\n".join(map(as_text, wrong)), file=sys.stderr)
            return fail("Inget är inläst. Rätta felen, och läs in filerna igen.")
        try:
            planned = actions.preview(files, protected)
            if planned.to_confirm and not args.gone:
                lines = [f"{c.survey} {c.year}, skolenhet {c.unit}: {c.gone} borta" for c in planned.to_confirm]
                return fail("\n".join([*lines, "Mer än en av tjugo elever är borta. Är det rätt, lägg till --gone."]))
            number = actions.import_files(files, protected, by=system(), is_command=True)
        except actions.NothingToImport:
            return fail("Det finns inga elever att läsa in i filerna.")
        except ArchiveChanged:
            return fail("Någon annan har läst in eller ångrat under tiden. Försök igen.")
        except KeyUnusable as problem:
            return fail(str(problem), code=2)
        for change in planned.changes:
            print(
                f"{change.survey} {change.year}, skolenhet {change.unit or 'okänd'}: {change.new} nya, "
                f"{change.changed} ändrade, {change.gone} borta, {change.same} som förut"
            )
        print("Inget ändrades: allt fanns redan." if number is None else f"Inläsning {number} är klar.")
    return 0


def _undo(args: argparse.Namespace) -> int:
    """Undo an import."""
    with installation():
        from spiral.see.pupils import actions
        from spiral.see.pupils.archive.archive import NoSuchBatch
        from spiral.see.pupils.archive.key import KeyUnusable
        from spiral.trust.access.viewer import system

        try:
            actions.undo(args.number, by=system(), is_command=True)
        except NoSuchBatch:
            return fail(f"Det finns ingen inläsning {args.number}, eller så är den ångrad. Se spiral pupils history.")
        except KeyUnusable as problem:
            return fail(str(problem), code=2)
        print(f"Inläsning {args.number} är ångrad.")
    return 0


def _erase(args: argparse.Namespace) -> int:
    """Erase a birth cohort, or say what would be erased."""
    with installation():
        from spiral.see.pupils import actions, vault
        from spiral.see.pupils.archive.key import KeyUnusable
        from spiral.sources.pupils.form import title
        from spiral.trust.access.viewer import system

        try:
            there = vault.archive().erasure(args.born)
            if there and not args.dry_run:
                actions.erase(args.born, by=system(), is_command=True)
        except KeyUnusable as problem:
            return fail(str(problem), code=2)
        if not there:
            print(f"Det finns inga elever födda {args.born}.")
        for each in there:
            done = "skulle tas bort" if args.dry_run else "är borttagna"
            print(f"{title(each.survey)} {each.year}: {each.pupils} {done}")
    return 0


def _history(_args: argparse.Namespace) -> int:
    """Every import, the latest first."""
    with installation():
        from django.utils import timezone

        from spiral.see.pupils import vault
        from spiral.see.pupils.archive.key import KeyUnusable
        from spiral.see.pupils.pages.history import history_page

        try:
            lines = history_page(list(reversed(vault.archive().batches())))
        except KeyUnusable as problem:
            return fail(str(problem), code=2)
        if not lines:
            print("Inget är inläst än.")
        for line in lines:
            what = ", ".join(f"{survey.title} {survey.year} ({survey.pupils})" for survey in line.surveys)
            when = f"{timezone.localtime(line.at):%Y-%m-%d %H.%M}"
            print(f"{line.number}\t{when}\t{what or 'ångrad'}\t{', '.join(line.files)}")
    return 0
