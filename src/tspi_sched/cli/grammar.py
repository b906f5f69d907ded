"""Click, made to speak our language: help, mistakes and numbers.

Commands are built once the language of the command line is known, so every text in them is plain text.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import click

from tspi_sched.cli.language import language_option
from tspi_sched.cli.screen import say
from tspi_sched.texts import _

Number = int | float


class Within(click.ParamType):  # type: ignore[type-arg]  # generic in recent versions only
    """A whole number from `least` to `most`, or any number above `least` and up to `most`."""

    name = "number"

    def __init__(self, kind: type[int] | type[float], least: int, most: int) -> None:
        self.kind, self.least, self.most = kind, least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Number:
        """The number, or a mistake that says what was expected."""
        try:
            number = self.kind(value)
        except (ValueError, OverflowError):
            number = self.least - 1
        if not (self.least < number <= self.most or (self.kind is int and number == self.least)):
            self.fail(self._expected().format(value=value, least=self.least, most=self.most), param, ctx)
        return number

    def _expected(self) -> str:
        if self.kind is int:
            return _("« {value} » : un nombre entier de {least} à {most} est attendu")
        return _("« {value} » : un nombre de plus de {least} et d'au plus {most} est attendu")


class Seconds(Within):
    """A length of time: a number of seconds, or with its unit, `90s`, `2min`, `1h30`."""

    name = "duration"

    def __init__(self, most: int) -> None:
        super().__init__(float, 0, most)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Number:
        """The seconds, or a mistake that says what was expected."""
        match = _LENGTH.fullmatch("".join(value.split())) if isinstance(value, str) else None
        if match and any(match.groups()):
            hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.group("h", "m", "s"))
            minutes += float(match["rest"] or 0)
            value = hours * 3600 + minutes * 60 + seconds
        return super().convert(value, param, ctx)

    def _expected(self) -> str:
        return _("« {value} » : une durée est attendue, en secondes ou avec son unité (90, 2min, 1h30)")


_LENGTH = re.compile(
    r"(?:(?P<h>\d{1,4}(?:[.,]\d+)?)\s*h(?:eures?|ours?)?\s*)?"
    r"(?:(?P<rest>(?<=[hs])\d\d)|(?P<m>\d{1,6}(?:[.,]\d+)?)\s*(?:minutes?|mins?|mn|m)\s*)?"
    r"(?:(?P<s>\d{1,8}(?:[.,]\d+)?)\s*(?:secondes?|seconds?|secs?|s))?",
    re.IGNORECASE,
)


class Several(click.Option):
    """An option whose value is some of a few names, parted by commas or blanks; it may be given several times."""

    def __init__(self, name: str, choices: Iterable[str], about: str, default: str | None = None) -> None:
        usual = None if default is None else [default]
        super().__init__([name], multiple=True, default=usual, callback=self._read, metavar="FORMATS", help=about)
        self.choices = tuple(choices)

    def _read(self, ctx: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The names, each once, or a mistake that lists those there are; none where the option is not given."""
        names = tuple(dict.fromkeys(name for text in texts for name in names_in(text)))
        unknown = [name for name in names if name not in self.choices]
        if unknown or (texts and not names):
            text = _("« {value} » n'est pas un format connu (au choix : {choices})")
            message = text.format(value=", ".join(unknown), choices=", ".join(self.choices))
            raise click.BadParameter(message, ctx, self)
        return names

    def gathered(self, args: Iterable[str]) -> list[str]:
        """A command line with the words that follow the option's value made part of it.

        PowerShell takes `html,ics` without quotes for a list, and gives its pieces one by one. No file of ours is named
        by letters and digits alone.
        """
        found: list[str] = []
        for arg in args:
            if self._has_value(found) and all(name.isalnum() for name in names_in(arg)):
                found[-1] += f",{arg}"
            else:
                found.append(arg)
        return found

    def _has_value(self, args: list[str]) -> bool:
        """Whether a command line so far ends with the option's value."""
        if len(args) > 1 and args[-2] in self.opts:
            return True
        return bool(args) and args[-1].startswith(tuple(f"{name}=" for name in self.opts))


def names_in(text: str) -> list[str]:
    """The names in a list as people write it: `html,ics`, `HTML ics`."""
    return text.lower().replace(",", " ").split()


class _Spoken(click.Command):
    """Help in the language in force, and nothing left over after the arguments."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, in our words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Affiche cette aide.")
            option.callback = _show_help
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage : "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The arguments, if they are explained, then the options."""
        records = [(param, param.get_help_record(ctx)) for param in self.get_params(ctx)]
        shown = [(isinstance(param, Argument), record) for param, record in records if record]
        _section(formatter, _("Arguments"), [record for is_argument, record in shown if is_argument])
        _section(formatter, _("Options"), [record for is_argument, record in shown if not is_argument])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and refuse what is left over."""
        for param in self.params:
            args = param.gathered(args) if isinstance(param, Several) else args
        ctx.allow_extra_args = True
        super().parse_args(ctx, args)
        if ctx.args and not isinstance(self, click.Group):
            raise click.UsageError(_("argument en trop : {args}").format(args=" ".join(ctx.args)), ctx)
        return ctx.args


def _show_help(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        for line in context.get_help().splitlines():
            say(line)
        context.exit()


def _section(formatter: click.HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


class Argument(click.Argument):
    """An argument with its explanation; `many` takes one or more values."""

    def __init__(self, name: str, about: str, *, many: bool = False, required: bool = True) -> None:
        super().__init__([name], type=str, nargs=-1 if many else 1, required=required)
        self.about = about

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:  # noqa: ARG002  # click's interface
        """Its line of the help."""
        return self.human_readable_name, self.about

    def make_metavar(self, *_context: Any) -> str:
        """Its name in the first line of the help."""
        name = self.human_readable_name + ("..." if self.nargs == -1 else "")
        return name if self.required else f"[{name}]"


class Command(_Spoken):
    """One command."""

    def __init__(self, name: str, run: Callable[..., None], params: Iterable[click.Parameter], about: str) -> None:
        everywhere = [*params, language_option()]
        super().__init__(name, callback=run, params=everywhere, help=about, options_metavar=_("[OPTIONS]"))


class Program(_Spoken, click.Group):
    """The program with its commands."""

    def __init__(self, name: str, commands: list[Command], params: list[click.Parameter], about: str) -> None:
        super().__init__(
            name,
            commands={command.name or "": command for command in commands},
            params=[*params, language_option()],
            help=about,
            options_metavar=_("[OPTIONS]"),
            subcommand_metavar=_("COMMANDE [ARGUMENTS]"),
        )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's interface
        """The names of the commands, in the order of the work."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands with the first sentence of each."""
        _Spoken.format_options(self, ctx, formatter)
        rows = [(name, command.get_short_help_str(limit=100)) for name, command in self.commands.items()]
        _section(formatter, _("Commandes"), rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that a line names."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            text = _("commande inconnue « {name} » (au choix : {choices})")
            raise click.UsageError(text.format(name=args[0], choices=", ".join(self.commands)), ctx)
        return super().resolve_command(ctx, args)


# --- mistakes --------------------------------------------------------------------------------------------------------


def misuse(error: click.ClickException) -> list[str]:
    """The lines that say what is wrong with a command line, and where to read on."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    lines = [_("Erreur : {message}").format(message=_mistake(error))]
    if context is not None:
        lines.insert(0, context.get_usage())
        lines.append(_("Aide : {command} --help").format(command=context.command_path))
    return lines


def _mistake(error: click.ClickException) -> str:
    match error:
        case click.MissingParameter(param=click.Option() as option):
            return _("il manque {name}").format(name=" / ".join(option.opts))
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return _("il manque {name}").format(name=name)
        case click.BadParameter():
            name = _called(error.param) if error.param else ""
            return _("{name} : {message}").format(name=name, message=error.message)
        case click.NoSuchOption():
            return _unknown_option(error)
        case click.BadOptionUsage():
            return _("option {name} mal employée : il lui faut une valeur, ou elle n'en admet pas").format(
                name=error.option_name
            )
        case _:
            return error.format_message()


def _called(param: click.Parameter) -> str:
    """What a command line calls a parameter: an option by its names, an argument by the word of the usage."""
    return param.human_readable_name if isinstance(param, click.Argument) else " / ".join(param.opts)


def _unknown_option(error: click.NoSuchOption) -> str:
    text = _("option inconnue {name}").format(name=error.option_name)
    if not error.possibilities:
        return text
    return _("{text} ; vouliez-vous dire {names} ?").format(text=text, names=", ".join(error.possibilities))
