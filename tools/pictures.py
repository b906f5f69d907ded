"""Makes the pictures and the commands' outputs of the guide from the bundled example: ``python tools/pictures.py``.

It solves the example, prints the workbooks with LibreOffice, opens the pages in Chromium and cuts, shrinks and
compresses what comes out into ``docs/guide/images``, then writes the outputs into the guide's pages. All are
committed, so that building the documentation needs neither. It takes some minutes, LibreOffice, Chromium,
``pdftoppm`` (poppler) and the extra ``all``.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from guide_runs import LOCKED, ROOT, run_all  # type: ignore[import-not-found]  # beside this script, when it is run
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import ColBreak, RowBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageChops, ImageOps

IMAGES = ROOT / "docs" / "guide" / "images"
DENSITY = 130
"""Dots per inch of a page of paper."""
WIDEST, HIGHEST = 1500, 1900
LARGEST = 150_000
"""Bytes of a picture."""

FACTS, PLANNED = "instances/mixte.xlsx", "planning/mixte/planning.xlsx"
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-dev-shm-usage", "--force-device-scale-factor=1.25",
    "--virtual-time-budget=3000",
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, by the start of its title; `framed`: with the letters and numbers that Excel shows."""

    name: str
    book: str
    title: str
    framed: bool = False
    rows: int = 0
    """How many rows are shown; 0: all of them."""
    first: bool = False
    """Whether nothing but what is to be printed on its first page is shown."""
    without: str = ""
    """Letters of columns that are hidden."""


@dataclass(frozen=True)
class Page:
    """A page of a PDF, counted from 1."""

    name: str
    file: str
    number: int = 1


@dataclass(frozen=True)
class Screen:
    """A page in a browser; `part` is the end of its address."""

    name: str
    file: str
    part: str = ""
    size: tuple[int, int] = (1250, 800)


SHEETS = (
    *(
        Sheet(f"classeur-{title.lower()}", FACTS, title, framed=True)
        for title in ("Session", "Jours", "Salles", "Projecteurs", "Surveillants")
    ),
    Sheet("classeur-candidats", FACTS, "Candidats", framed=True, without="HIJKLMNO"),
    Sheet("classeur-candidats-suite", FACTS, "Candidats", framed=True, without="CDEFG"),
    Sheet("classeur-jurys", FACTS, "Jurys", framed=True, without="HIJKLMN"),
    Sheet("classeur-jurys-suite", FACTS, "Jurys", framed=True, without="CDEFG"),
    Sheet("planning-synthese", PLANNED, "Synthèse"),
    Sheet("planning-legende", PLANNED, "Légende"),
    Sheet("planning-jour", PLANNED, "Jour 2"),
    Sheet("planning-candidats", PLANNED, "Candidats"),
    Sheet("planning-jurys", PLANNED, "Jurys"),
    Sheet("planning-presences", PLANNED, "Présences"),
    Sheet("planning-salles", PLANNED, "Salles"),
    Sheet("planning-surveillance", PLANNED, "Surveillance"),
    Sheet("planning-fiche-candidat", PLANNED, "Fiches candidats", first=True),
    Sheet("planning-fiche-jury", PLANNED, "Fiches jury", first=True),
    Sheet("planning-grille", PLANNED, "Grille"),
    Sheet("planning-plan", LOCKED, "Plan", framed=True, rows=24),
)
PAGES = tuple(
    Page(name, f"planning/mixte/documents/{name}.pdf")
    for name in ("convocations-candidats", "convocations-jury", "surveillance", "emargements", "affiches", "planning")
)
SCREENS = (
    Screen("page-jurys", "planning/mixte/planning.html", "#vue=jurys&jour=2", (1250, 560)),
    Screen("page-candidats", "planning/mixte/planning.html", "#vue=candidats&jour=2", (1250, 800)),
    Screen("page-anonyme", "planning/mixte/anonyme/planning.html", "#vue=candidats&jour=2", (1250, 800)),
    Screen("comparaison", "planning/comparaison.html", "", (1250, 860)),
    Screen("prevenir", "planning/qui-prevenir.html", "", (1100, 1345)),
)


def main() -> None:
    """Make everything anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("instances", "scenarios", "docs/guide/exemples"):
            shutil.copytree(ROOT / part, folder / part)
        run_all(folder)
        IMAGES.mkdir(exist_ok=True)
        for old in IMAGES.glob("*.webp"):
            old.unlink()
        draw(folder)
    subprocess.run([sys.executable, ROOT / "tools" / "guide.py"], check=True)
    sizes = [path.stat().st_size for path in IMAGES.glob("*.webp")]
    print(f"{len(sizes)} pictures, {sum(sizes):,} bytes, the largest {max(sizes):,}")


def draw(folder: Path) -> None:
    """Every picture, from a folder in which the commands have run."""
    for sheet, pdf in zip(SHEETS, printed(folder, SHEETS), strict=True):
        keep(page_of(pdf, 1, folder), sheet.name)
    for page in PAGES:
        keep(page_of(folder / page.file, page.number, folder), f"pdf-{page.name}", framed=True)
    for screen in SCREENS:
        keep(screenshot(folder, screen), screen.name)
    keep(Image.open(folder / "planning/mixte/planning.png"), "image")


# --- workbooks -------------------------------------------------------------------------------------------------------


def printed(folder: Path, sheets: Iterable[Sheet]) -> list[Path]:
    """Each sheet alone, as a PDF; sheets that are hidden are not printed."""
    alone, paper = folder / "alone", folder / "paper"
    alone.mkdir()
    books = [_alone(folder, sheet, alone / f"{sheet.name}.xlsx") for sheet in sheets]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _do("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", paper, *books)
    return [paper / f"{book.stem}.pdf" for book in books]


def _alone(folder: Path, sheet: Sheet, path: Path) -> Path:
    book = openpyxl.load_workbook(folder / sheet.book)
    shown = next(one for one in book.worksheets if one.title.startswith(sheet.title))
    for one in book.worksheets:
        one.sheet_state = "visible" if one is shown else "hidden"
        one.sheet_view.tabSelected = one is shown
        if one is not shown:
            one.print_area = None  # LibreOffice prints hidden sheets that have one
    book.active = shown
    last = shown.row_breaks.brk[0].id if sheet.first else sheet.rows
    _plain(shown)
    if sheet.framed:
        shown.print_options.headings = True
    for row in range(last + 1, shown.max_row + 1 if last else 0):
        shown.row_dimensions[row].hidden = True
    for letter in sheet.without:
        shown.column_dimensions[letter].hidden = True
    book.save(path)
    return path


def _plain(sheet: Worksheet) -> None:
    """On one page, without what is printed around it."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.row_breaks, sheet.col_breaks = RowBreak(), ColBreak()
    sheet.oddHeader, sheet.oddFooter = HeaderFooterItem(), HeaderFooterItem()


# --- paper and screens -----------------------------------------------------------------------------------------------


def page_of(pdf: Path, number: int, folder: Path) -> Image.Image:
    """A page as a picture."""
    target = folder / f"{pdf.stem}-{number}"
    _do("pdftoppm", "-r", DENSITY, "-f", number, "-l", number, "-singlefile", "-png", pdf, target)
    return Image.open(target.with_name(f"{target.name}.png"))


def screenshot(folder: Path, screen: Screen) -> Image.Image:
    """What a browser shows."""
    target = folder / f"{screen.name}-screen.png"
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    profile, size = f"--user-data-dir={folder / 'browser'}", "{},{}".format(*screen.size)
    address = (folder / screen.file).as_uri() + screen.part
    _do(browser, *CHROMIUM, profile, f"--window-size={size}", f"--screenshot={target}", address)
    return Image.open(target)


def _do(*words: object) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True, timeout=300)


# --- files -----------------------------------------------------------------------------------------------------------


def keep(picture: Image.Image, name: str, *, framed: bool = False) -> None:
    """Cut, shrink, compress and write a picture; `framed`: a page of paper, whole, with an edge."""
    plain = picture.convert("RGB")
    plain = ImageOps.expand(plain, 2, "#b8bec6") if framed else trimmed(plain)
    plain.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    path = IMAGES / f"{name}.webp"
    for colours in (128, 64, 32, 16):
        few = plain.quantize(colours, dither=Image.Dither.NONE).convert("RGB")
        few.save(path, lossless=True, quality=100, method=6)
        if path.stat().st_size < LARGEST:
            return
    raise RuntimeError(f"{path.name} is too large: show less of it")


def trimmed(picture: Image.Image) -> Image.Image:
    """Without the white around it, but for a narrow edge."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    return ImageOps.expand(picture.crop(box), 10, "white") if box else picture


if __name__ == "__main__":
    main()
