"""The command line: thin commands over the same few functions that notebooks use.

Whatever heavy is imported inside the commands, so that help comes at once.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from tspi_sched.cli import (
    anonymise,
    check,
    compare,
    contingency,
    editions,
    explain,
    export,
    guide,
    init,
    publish,
    replan,
    schema,
    shortcut,
    simulate,
    solve,
    sweep,
    titles,
    validate,
    web,
    why,
)
from tspi_sched.cli.codes import DONE, FAULTS, INTERRUPTED, MISUSE, Ending
from tspi_sched.cli.grammar import Program, misuse
from tspi_sched.cli.interrupt import hearing_signals
from tspi_sched.cli.language import language_of
from tspi_sched.cli.screen import finish, say, speak_anywhere, tell, tell_faults, tell_lines
from tspi_sched.errors import InputError
from tspi_sched.exports.writing import NotWritten, cannot_write
from tspi_sched.texts import _, in_language

NAME = "tspi-sched"
DEBUG = "TSPI_SCHED_DEBUG"


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run one command line and leave with its exit code."""
    given = list(sys.argv[1:] if args is None else args)
    speak_anywhere()
    with in_language(language_of(given)), hearing_signals(_("Interrompu.")):
        code = _run(given)
    finish()
    sys.exit(code)


def program() -> Program:
    """The whole command line, in the language in force."""
    version = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help=_("Affiche la version.")
    )
    about = _(
        "Planifie une session d'évaluation d'un titre professionnel (TSPI, CDA…) : d'un classeur Excel à un planning "
        "vérifié, dont il est prouvé qu'aucun autre ne fait mieux quand c'est le cas."
    )
    modules = (
        init,
        validate,
        solve,
        check,
        explain,
        why,
        export,
        publish,
        replan,
        editions,
        compare,
        simulate,
        contingency,
        sweep,
        anonymise,
        titles,
        schema,
        web,
        shortcut,
        guide,
    )
    commands = [module.command() for module in modules]
    return Program(NAME, commands, [version], about)


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from tspi_sched import __version__

        say(f"{NAME} {__version__}")
        context.exit()


def _run(args: list[str]) -> int:
    """The exit code of a command line; nothing is raised but for faults of this very function."""
    try:
        return _code(program().main(args, NAME, standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        tell_lines(help_wanted.format_message())
        return MISUSE
    except click.ClickException as error:
        tell_lines("\n".join(misuse(error)))
        return MISUSE
    except InputError as error:
        tell_faults(error)
        return FAULTS
    except Ending as ending:
        tell_lines(str(ending))
        return ending.code
    except NotWritten as late:
        tell_lines(str(late))
        return FAULTS
    except BrokenPipeError:
        return DONE
    except OSError as error:
        tell_lines(str(cannot_write(Path(os.fsdecode(error.filename or Path.cwd())), error)))
        return FAULTS
    except (KeyboardInterrupt, click.Abort):
        tell(_("Interrompu."))
        return INTERRUPTED
    except Exception as error:
        return _bug(error)


def _code(value: object) -> int:
    """The code of a command that ended by itself; click gives that of ``context.exit`` back."""
    return value if isinstance(value, int) else DONE


def _bug(error: Exception) -> int:
    text = _("Erreur interne ({kind}) : c'est un défaut de {name}, pas de vos fichiers. Merci de le signaler.")
    tell(text.format(kind=type(error).__name__, name=NAME))
    if os.environ.get(DEBUG) == "1":
        tell_lines(traceback.format_exc())
    else:
        tell(_("Pour le détail, relancez la commande avec la variable {variable}=1.").format(variable=DEBUG))
    return FAULTS
