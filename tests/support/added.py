"""Somebody whom an incident adds, as the events file says it."""


def juror(name: str, phone: str, more: str = "") -> str:
    """The table of a juror J9; `more` is a line as it stands in TOML."""
    lines = ('Id = "J9"', f'Nom = "{name}"', f'"Téléphone" = "{phone}"', *filter(None, (more,)))
    return "\n".join(("", "[[what_if.add.Jurys]]", *lines, ""))
