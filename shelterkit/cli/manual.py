"""The man page, made from the help of every command: python -m shelterkit.cli.manual > shelterkit.1."""

from __future__ import annotations

import os
import re
from typing import Any

from shelterkit import __version__
from shelterkit.cli.app import root_command
from shelterkit.cli.help import OVERVIEW, option_record
from shelterkit.cli.output import write
from shelterkit.render.roff import escaped, heading, paragraph, subheading, tagged, title, verbatim

_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "help")
_ENVIRONMENT = (
    ("SHELTERKIT_KIT", "the kit, where --kit names none"),
    ("SHELTERKIT_CONFIG_DIR", "the folder of config.toml and of advisories of your own"),
    ("SHELTERKIT_DATES_ORDER", "dmy, mdy or ymd: how 05/06/2027 is read"),
    ("SHELTERKIT_COLOR", "auto, always or never"),
    ("NO_COLOR", "set to anything: no colour"),
    ("COLUMNS", "how wide the screen is"),
    ("EDITOR, VISUAL", "what edit opens"),
)
_FILES = (
    ("kit.toml", "your kit, plain text, in your user data folder; shelterkit where says where that is"),
    (".kit.toml.history/", "beside the kit: its earlier versions, for undo"),
    ("config.toml", "dates.order and color, in your user configuration folder"),
)


def page() -> str:
    """Return the man page of shelterkit."""
    root = root_command()
    context = root.make_context("shelterkit", [], resilient_parsing=True)
    about, _, rest = " ".join(OVERVIEW.partition("\n\n")[0].split()).partition(". ")
    parts = [
        title("shelterkit", 1, f"shelterkit {__version__}"),
        heading("Name"),
        f"shelterkit \\- {escaped(about[:1].lower() + about[1:])}\n",
        heading("Synopsis"),
        f"\\fBshelterkit\\fR {escaped('[options] [command] [words]')}\n",
        heading("Description"),
        paragraph(f"{about}. {rest}"),
        paragraph("Without a command it says how long your kit lasts. Every change can be taken back with undo."),
        heading("Commands"),
        *(_of_command(root.get_command(None, name), name, context) for name in root.list_commands(None)),
        heading("Options for every command"),
        tagged(_shared()),
        heading("Exit status"),
        _topic("exit-codes"),
        *(part for topic in ("dates", "amounts") for part in (heading(topic), _topic(topic))),
        heading("Environment"),
        tagged(_ENVIRONMENT),
        heading("Files"),
        tagged(_FILES),
        heading("See also"),
        paragraph("shelterkit help cron, shelterkit help json, shelterkit help safety, shelterkit help errors"),
    ]
    return "".join(parts)


def _of_command(command: Any, words: str, above: Any) -> str:
    """Return what a command's help says, and that of the commands in it."""
    context = type(above)(command, info_name=words.rpartition(" ")[2], parent=above, resilient_parsing=True)
    about = command.help or ""
    records = [record for one in command.get_params(context) if (record := option_record(one, context))]
    parts = [subheading(words), paragraph(" ".join(about.split())), verbatim([f"Usage: {command.usage}"])]
    parts += [paragraph(command.notes)] if command.notes else []
    parts += [tagged((names.strip(), text) for names, text in records if "--help" not in names)]
    parts += [paragraph("Examples:"), verbatim(command.examples)]
    inner = getattr(command, "commands", None) or {}
    return "".join((*parts, *(_of_command(one, f"{words} {name}", context) for name, one in inner.items())))


def _shared() -> list[tuple[str, str]]:
    """Return the options of the overview, each with what it does."""
    lines = OVERVIEW.partition("Options for every command, before or after it:\n")[2].splitlines()
    pairs: list[tuple[str, str]] = []
    for line in lines:
        cells = re.split(r" {2,}", line.strip())
        pairs += list(zip(cells[::2], cells[1::2], strict=True))
    return pairs


def _topic(name: str) -> str:
    """Return a help topic without its title: sentences wrapped, and what is in columns as terms with their meaning."""
    with open(os.path.join(_FOLDER, f"{name}.txt"), encoding="utf-8") as file:
        text = file.read().partition("\n\n")[2]
    told: list[str] = []
    for chunk in re.findall(r"(?:^ .*\n?)+|(?:^[^ \n].*\n?)+", text, re.MULTILINE):
        lines = chunk.rstrip("\n").split("\n")
        told += map(_row, lines) if chunk[0] == " " else [paragraph(" ".join(lines))]
    return "".join(told)


def _row(line: str) -> str:
    term, _, meaning = re.sub(r" {2,}", "\n", line.strip()).partition("\n")
    return tagged([(term, " ".join(meaning.split("\n")))]) if meaning else paragraph(term)


if __name__ == "__main__":
    write(page())
