"""What may be sent to the page: one file of a known kind and a bounded size, looked at before it is kept."""

from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tspi_sched.reading.workbook.grids import open_book
from tspi_sched.texts import _

WORKBOOKS, LISTS = (".xlsx", ".xlsm"), (".csv", ".txt", ".tsv")

MOST_FIELDS, MOST_FILES = 2000, 1


async def fields(request: Request) -> FormData:
    """The fields of a form, files among them; what cannot be read as a form is refused in words."""
    try:
        return await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    except HTTPException as error:
        raise HTTPException(400, _("Ce qui a été envoyé n'est pas un formulaire lisible.")) from error


async def one_file(form: FormData, kinds: tuple[str, ...], name: str = "file") -> tuple[bytes, str]:
    """The content and the plain name of the file of a form; its name decides nothing but its kind."""
    given = form.get(name)
    if not isinstance(given, UploadFile) or not given.filename:
        raise HTTPException(400, _("Il manque le fichier."))
    plain = PurePath(given.filename.replace("\\", "/")).name
    if PurePath(plain).suffix.lower() not in kinds:
        text = _("« {name} » : un fichier {kinds} est attendu")
        raise HTTPException(415, text.format(name=plain, kinds=", ".join(kinds)))
    content = await given.read()
    if not content:
        raise HTTPException(400, _("« {name} » est vide.").format(name=plain))
    return content, plain


async def one_workbook(request: Request) -> tuple[bytes, str]:
    """A workbook that opens without harm, and its name; raises `InputError` or `HTTPException` in words."""
    content, name = await one_file(await fields(request), WORKBOOKS)
    await run_in_threadpool(check_opens, content, name)
    return content, name


def check_opens(content: bytes, name: str) -> None:
    """Raise `InputError` for what is no workbook, is damaged, or would burst when unpacked."""
    with TemporaryDirectory(prefix="tspi-sched-") as folder:
        path = Path(folder) / f"upload{PurePath(name).suffix.lower()}"
        path.write_bytes(content)
        open_book(path)
