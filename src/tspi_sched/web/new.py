"""New sessions: a folder that is there whole or not at all."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp

import tomlkit
from openpyxl import Workbook

from tspi_sched.errors import fault
from tspi_sched.exports.common.files import write_bytes, write_text
from tspi_sched.problem import Title
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_text
from tspi_sched.reading.workbook.grids import open_book
from tspi_sched.reading.workbook.headers import find_header, find_sheets
from tspi_sched.reading.workbook.layout import SHEETS
from tspi_sched.refused import bad_name
from tspi_sched.starter import SCENARIO, WORKBOOK, write_starter
from tspi_sched.starter.lists.book import Columns
from tspi_sched.texts import _, harmless
from tspi_sched.web.bin import FOLDER as BIN
from tspi_sched.web.form.rewriting import rewritten_to
from tspi_sched.web.sessions import HERE, PARENT, Variant, variants

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 80


def folder_name(text: str) -> str:
    """What people call a session, as a folder's name on every system; raises `InputError` if nothing is left of it."""
    name = " ".join(_UNFIT.sub(" ", harmless(text)).split()).strip(" .~")
    name = name.encode()[:_LONGEST].decode(errors="ignore").rstrip(" .")
    if not name or name.casefold() in (PARENT, HERE, BIN):
        raise fault(_("donnez un nom à la session"), where=_("Nom"))
    if said := bad_name(Path(name)):
        raise fault(said, where=_("Nom"))
    return name


def new_session(root: Path, name: str, title: Title, change: Callable[[Path], None] = lambda _folder: None) -> str:
    """Make a session from the template, then `change` it before anybody sees it; gives its key.

    Raises `InputError` if there is something of that name.
    """
    plain = folder_name(name)
    if any(plain.casefold() == other.name.casefold() for other in root.iterdir()):
        raise fault(_("« {name} » existe déjà : prenez un autre nom").format(name=plain), where=_("Nom"))
    with _beside(root) as draft:
        write_starter(draft / plain, title=title)
        change(draft / plain)
        (draft / plain).rename(root / plain)
    return plain


@contextmanager
def _beside(root: Path) -> Iterator[Path]:
    """A hidden folder on the same disk, which is taken away afterwards."""
    draft = Path(mkdtemp(prefix=".tspi-new-", dir=root))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def with_workbook(content: bytes) -> Callable[[Path], None]:
    """The change that puts a filled-in workbook in the place of the template's."""
    return lambda folder: write_bytes(folder / WORKBOOK, content)


def with_list(book: Workbook, columns: Columns) -> Callable[[Path], None]:
    """The change that puts in a workbook made of a list, whose own headings the scenario remembers."""

    def change(folder: Path) -> None:
        content = BytesIO()
        book.save(content)
        write_bytes(folder / WORKBOOK, content.getvalue())
        scenario = folder / SCENARIO
        text = read_text(scenario)
        wanted = tomlkit.parse(text).unwrap() | ({"columns": columns} if columns else {})
        wanted["rules"]["panel"].pop("mode")  # which follows from whether the list names panels
        write_text(scenario, rewritten_to(text, wanted))

    return change


def is_filled_template(path: Path) -> bool:
    """Whether a workbook has our sheets and headings, however well it is filled in."""
    book, faults = open_book(path), Faults()
    titles = find_sheets(book, SHEETS, faults)
    for sheet in SHEETS:
        if title := titles.get(sheet.key):
            find_header(book.grid(title), sheet, {}, file=path.name, title=title, faults=faults)
    return not faults


def new_variant(variant: Variant, name: str, root: Path) -> str:
    """Copy a scenario under another name into the same session; gives the key of the copy."""
    plain = folder_name(name)
    others = {one.key.casefold() for one in variants(variant.session, root)}
    names = {one.name.casefold() for one in variants(variant.session, root)}
    target = variant.session.folder / f"{plain}.toml"
    if plain.casefold() in others | names or os.path.lexists(target):
        raise fault(_("« {name} » existe déjà : prenez un autre nom").format(name=plain), where=_("Nom"))
    text = _scenario_text(variant)
    content = tomlkit.parse(text).unwrap()
    write_text(target, rewritten_to(text, {**content, "name": plain}))
    return plain


def _scenario_text(variant: Variant) -> str:
    if variant.input.suffix.lower() == ".toml":
        return read_text(variant.input)
    document = tomlkit.document()
    document["workbook"] = variant.input.name
    return tomlkit.dumps(document)
