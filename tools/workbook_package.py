"""Would Excel open this workbook without a word? What makes it offer a repair, looked for in the package itself.

    python tools/workbook_package.py FILE.xlsx...

openpyxl writes what it is told to and reads nearly everything, so neither says whether a link leads anywhere, two
merged ranges overlap or a rule names a list that is not there. Excel does, to the reader. Only the standard library.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

SHEET_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems "
    "tableParts extLst"
)
"""The parts of a sheet in the order that ECMA-376 wants them in (CT_Worksheet)."""

CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
NAME = re.compile(r"[^\W\d][\w.\\]*|\\[\w.\\]*")
SHEET_LIMIT, TEXT_LIMIT, RULE_LIMIT, TITLE_LIMIT, BREAK_LIMIT, HIGHEST = 31, 32_767, 255, 32, 1_026, 409.5

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(frozen=True)
class Package:
    """The parts of a workbook, by their names."""

    parts: dict[str, bytes]

    def tree(self, name: str) -> Element:
        """A part as XML."""
        return fromstring(self.parts[name])

    def related(self, name: str) -> dict[str, str]:
        """What a part refers to: names of parts by the ids of its relationships; outside ones are left out."""
        folder, file = dirname(name), name.rpartition("/")[2]
        rels = normpath(join(folder, "_rels", f"{file}.rels"))
        if rels not in self.parts:
            return {}
        found = {}
        for one in self.tree(rels).iter(RELATION):
            if one.get("TargetMode") != "External":
                target = one.get("Target", "")
                found[one.get("Id", "")] = target[1:] if target.startswith("/") else normpath(join(folder, target))
        return found

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The sheets' parts by their titles."""
        related = self.related("xl/workbook.xml")
        return {
            one.get("name", ""): related.get(one.get(f"{LINKS}id", ""), "")
            for one in self.tree("xl/workbook.xml").iter(f"{MAIN}sheet")
        }

    @cached_property
    def names(self) -> set[str]:
        """Every name that the book defines, in lower case."""
        return {one.get("name", "").casefold() for one in self.tree("xl/workbook.xml").iter(f"{MAIN}definedName")}

    def count(self, kind: str) -> int:
        """How many entries a table of the styles has."""
        table = self.tree("xl/styles.xml").find(f"{MAIN}{kind}")
        return 0 if table is None else len(table)


def faults(path: Path) -> list[str]:
    """Everything in a workbook's package that Excel would not take, one sentence each."""
    with ZipFile(path) as archive:
        repeated = [name for name, count in Counter(archive.namelist()).items() if count > 1]
        package = Package({name: archive.read(name) for name in archive.namelist()})
    found = [f"the part {name} is there twice" for name in repeated]
    for check in (_types, _relations, _titles, _names, _styles):
        found += check(package)
    for title, part in package.sheets.items():
        if part in package.parts:
            sheet = package.tree(part)
            for inspect in SHEET_CHECKS:
                found += (f"{title}: {fault}" for fault in inspect(package, sheet))
    return found


# --- the package -----------------------------------------------------------------------------------------------------


def _types(package: Package) -> Iterator[str]:
    types = package.tree("[Content_Types].xml")
    endings = {one.get("Extension", "").casefold() for one in types.iter(f"{TYPES}Default")}
    named = [one.get("PartName", "").lstrip("/") for one in types.iter(f"{TYPES}Override")]
    yield from (f"a type is given for {name}, which is not there" for name in named if name not in package.parts)
    yield from (f"{name} has two types" for name, count in Counter(named).items() if count > 1)
    for name in set(package.parts) - {*named, "[Content_Types].xml"}:
        if name.rpartition(".")[2].casefold() not in endings or re.fullmatch(r"xl/.*\.xml", name):
            yield f"{name} has no type"


def _relations(package: Package) -> Iterator[str]:
    for name in [name for name in package.parts if name.endswith(".rels")]:
        folder, file = name.rsplit("_rels/", 1)
        ids = Counter(one.get("Id") for one in package.tree(name).iter(RELATION))
        yield from (f"{name}: the id {id} is there twice" for id, count in ids.items() if count > 1)
        for target in package.related(folder + file.removesuffix(".rels")).values():
            if target not in package.parts:
                yield f"{name} leads to {target}, which is not there"


# --- the book --------------------------------------------------------------------------------------------------------


def _titles(package: Package) -> Iterator[str]:
    titles = [one.get("name", "") for one in package.tree("xl/workbook.xml").iter(f"{MAIN}sheet")]
    for title, count in Counter(title.casefold() for title in titles).items():
        if count > 1:
            yield f"two sheets are called {title!r}"
    for title in titles:
        if not 0 < _units(title) <= SHEET_LIMIT or re.search(r"[\[\]:*?/\\]|^'|'$", title):
            yield f"{title!r} is no title for a sheet"
        if package.sheets[title] not in package.parts:
            yield f"the sheet {title!r} has no part"
    views = [
        package.tree(part).find(f".//{MAIN}sheetView") for part in package.sheets.values() if part in package.parts
    ]
    if sum(view is not None and view.get("tabSelected") in ("1", "true") for view in views) > 1:
        yield "several sheets are selected: what is typed would go into all of them"


def _names(package: Package) -> Iterator[str]:
    seen: set[tuple[str, str | None]] = set()
    for one in package.tree("xl/workbook.xml").iter(f"{MAIN}definedName"):
        name, text = one.get("name", ""), one.text or ""
        key = name.casefold(), one.get("localSheetId")
        if key in seen:
            yield f"the name {name} is defined twice"
        seen.add(key)
        if not name.startswith("_xlnm.") and (not NAME.fullmatch(name) or CELL.fullmatch(name.upper())):
            yield f"{name!r} is no name"
        for quoted, bare in re.findall(r"'((?:[^']|'')+)'!|(?:^|[,(])([\w.]+)!", text):
            if (title := quoted.replace("''", "'") or bare) not in package.sheets:
                yield f"the name {name} refers to {title!r}, which is no sheet"
        if "#REF!" in text:
            yield f"the name {name} refers to nothing"


def _styles(package: Package) -> Iterator[str]:
    styles = package.tree("xl/styles.xml")
    called = Counter(one.get("name", "").casefold() for one in styles.iter(f"{MAIN}cellStyle"))
    yield from (f"two styles are called {name!r}" for name, count in called.items() if count > 1)
    formats = styles.find(f"{MAIN}numFmts")
    ids = Counter(one.get("numFmtId") for one in (formats if formats is not None else ()))
    yield from (f"two formats have the number {id}" for id, count in ids.items() if count > 1)
    sizes = {"fontId": package.count("fonts"), "fillId": package.count("fills"), "borderId": package.count("borders")}
    for one in styles.iter(f"{MAIN}xf"):
        yield from (
            f"a style has a {key} beyond the table" for key, size in sizes.items() if int(one.get(key, 0)) >= size
        )


# --- a sheet ---------------------------------------------------------------------------------------------------------


def _order(_package: Package, sheet: Element) -> Iterator[str]:
    tags, order = [child.tag.removeprefix(MAIN) for child in sheet], SHEET_ORDER.split()
    if sorted(tags, key=order.index) != tags:
        yield f"its parts are out of order: {tags}"


def _cells(package: Package, sheet: Element) -> Iterator[str]:
    styles, before = package.count("cellXfs"), (0, 0)
    for row in sheet.iter(f"{MAIN}row"):
        if float(row.get("ht", 0)) > HIGHEST:
            yield f"row {row.get('r')} is too high"
        for cell in row:
            at = _box(cell.get("r", ""))
            if at is None or at[:2] <= before:
                yield f"{cell.get('r')} is out of order"
            before = at[:2] if at else before
            if int(cell.get("s", 0)) >= styles:
                yield f"{cell.get('r')} has a style that is not there"
            if _units("".join(text.text or "" for text in cell.iter(f"{MAIN}t"))) > TEXT_LIMIT:
                yield f"{cell.get('r')} holds too long a text"


def _merged(_package: Package, sheet: Element) -> Iterator[str]:
    taken: dict[int, list[Box]] = {}
    for one in sheet.iter(f"{MAIN}mergeCell"):
        box = _box(one.get("ref", ""))
        if box is None or box[:2] == box[2:]:
            yield f"{one.get('ref')!r} is nothing to merge"
            continue
        for row in range(box[0], box[2] + 1):
            if any(other[1] <= box[3] and box[1] <= other[3] for other in taken.setdefault(row, [])):
                yield f"{one.get('ref')} overlaps another merged range"
            taken[row].append(box)


def _formats(package: Package, sheet: Element) -> Iterator[str]:
    ranks = Counter(one.get("priority") for one in sheet.iter(f"{MAIN}cfRule"))
    yield from (f"two conditional formats have the rank {rank}" for rank, count in ranks.items() if count > 1)
    for area in sheet.iter(f"{MAIN}conditionalFormatting"):
        yield from _areas(area.get("sqref", ""), "a conditional format")
        for rule in area:
            if int(rule.get("dxfId", 0)) >= package.count("dxfs"):
                yield f"the conditional format of {area.get('sqref')} has a look that is not there"
            yield from _formulas(package, rule, "a conditional format")


def _validations(package: Package, sheet: Element) -> Iterator[str]:
    for rule in sheet.iter(f"{MAIN}dataValidation"):
        where = f"the rule of {rule.get('sqref')}"
        yield from _areas(rule.get("sqref", ""), "a rule")
        yield from _formulas(package, rule, where)
        for key, limit in (("errorTitle", TITLE_LIMIT), ("promptTitle", TITLE_LIMIT), ("error", 225), ("prompt", 255)):
            if _units(rule.get(key, "")) > limit:
                yield f"{where} has too long a text ({key})"


def _areas(text: str, what: str) -> Iterator[str]:
    if not text.split() or not all(_box(part) for part in text.split()):
        yield f"{what} is for {text!r}, which are no cells"


def _formulas(package: Package, rule: Element, where: str) -> Iterator[str]:
    """Every name in a rule's formulas is a function, a cell or a name of the book."""
    for formula in (child.text or "" for child in rule if child.tag.removeprefix(MAIN).startswith("formula")):
        if _units(formula) > RULE_LIMIT:
            yield f"{where} has too long a formula"
        bare = re.sub(r'"(?:[^"]|"")*"', "", formula)
        for word in re.findall(r"[A-Za-z_\\][\w.\\]*(?!\w|\()", bare):
            if word.casefold() not in package.names and not CELL.fullmatch(word) and word not in ("TRUE", "FALSE"):
                yield f"{where} names {word}, which is not defined"


def _links(package: Package, sheet: Element) -> Iterator[str]:
    for link in sheet.iter(f"{MAIN}hyperlink"):
        place = link.get("location")
        if _box(link.get("ref", "")) is None:
            yield f"a link stands in {link.get('ref')!r}"
        if place is not None and place.casefold() not in package.names:
            title, _mark, cells = place.rpartition("!")
            title = title[1:-1].replace("''", "'") if title.startswith("'") else title
            if title not in package.sheets or _box(cells) is None:
                yield f"the link in {link.get('ref')} leads to {place!r}, which is not there"


def _printing(_package: Package, sheet: Element) -> Iterator[str]:
    breaks = sheet.find(f"{MAIN}rowBreaks")
    if breaks is not None and len(breaks) > BREAK_LIMIT:
        yield "it has too many page breaks"
    for text in (child.text or "" for one in sheet.iter(f"{MAIN}headerFooter") for child in one):
        if _units(text) > RULE_LIMIT:
            yield f"its footer is too long: {text!r}"


Check = Callable[[Package, Element], Iterator[str]]
SHEET_CHECKS: tuple[Check, ...] = (_order, _cells, _merged, _formats, _validations, _links, _printing)


def _units(text: str) -> int:
    """How long a text is for Excel, which counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _box(area: str) -> Box | None:
    """The cells that a reference such as ``B2:C4`` stands for; None if it is none."""
    ends = [CELL.fullmatch(end) for end in area.split(":")]
    if not 1 <= len(ends) <= 2 or any(end is None for end in ends):
        return None
    corners = [(int(end[2]), reduce(lambda n, letter: 26 * n + ord(letter) - 64, end[1], 0)) for end in ends if end]
    first, last = corners[0], corners[-1]
    sane = first[0] <= last[0] <= 1_048_576 and first[1] <= last[1] <= 16_384
    return (*first, *last) if sane else None


def main() -> int:
    """Check the files named on the command line; 1 if anything is wrong."""
    found = [f"{path}: {fault}" for path in sys.argv[1:] for fault in faults(Path(path))]
    print("\n".join(found) or "nothing found")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
