"""The words of --help: what it does, examples that run, usage, options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shelterkit.cli.output import is_read_aloud, on_the_named_kit, terminal_columns
from shelterkit.render.command_lines import folded
from shelterkit.render.safe import wrapped

if TYPE_CHECKING:
    from shelterkit.cli.request import Request

_WIDEST = 80
_TWO_COLUMNS = 76
# A setting, a line of a crontab, a program by its path: broken in the middle each would mean something else.
_OF_A_FILE = re.compile(r" +(?:\w+ ?= ?\S|[0-9*]+ [0-9*]+ \* \* \* |/)")

OVERVIEW = """\
Keep track of emergency water, food and medication, checked against official
advice. Everything stays on this computer.

Start:
  shelterkit init                          answer a few questions
  shelterkit add water 6x1.5L -b 2027-05   add your first item
  shelterkit                               how long will it last?

Every day
  status      how long supplies last       list       what is there
  add         add an item                  show       one item in full
  use         take some out                edit       correct an item
  undo        take back the last change    remove     delete an item
  redo        do it again after all        count      take stock
Plan
  expires     what to use up next          shop       what to buy
  checklist   read or print a checklist    check      for cron and monitors
  foods       energy of 162 foods
Set up
  init   household   advisory   schedule   where
Your data
  backup   restore   export   import   calendar   history   doctor

Examples for one command:  shelterkit add --help
More help:  shelterkit help dates | amounts | cron | exit-codes | json | safety
Every error, and what to try:  shelterkit help errors
Tab completes words in bash, zsh and fish:  shelterkit --install-completion
Look around first:  shelterkit --demo

Options for every command, before or after it:
  --kit PATH     another kit           --demo        a sample kit
  --on DATE      as if it were DATE    --json        for programs
  --plain        tab separated         --color WHEN  auto, always or never
  --no-input     never ask             -q, --quiet   say less
  -V, --version  which version         --debug       details of a failure
"""


def command_help(command: Any, context: Any) -> str:
    """Return the help of one command, or the overview for the program itself."""
    columns = min(terminal_columns() or _WIDEST, _WIDEST)
    if context.parent is None:
        return overview(columns, context.obj)
    *examples, notes = (on_the_named_kit(one, context.find_root().obj) for one in (*command.examples, command.notes))
    parts = [command.help or "", "", *(f"  {example}" for example in examples)]
    parts += ["", f"Usage: {command.usage}"]
    parts += [notes] if notes else []
    parts += [_commands(command.commands)] if getattr(command, "commands", None) else []
    options = [record for one in command.get_params(context) if (record := option_record(one, context))]
    text = "\n".join(parts) + "\n"
    return fitted(text, columns) + "\n" + _options(options, columns)


def overview(columns: int, request: Request) -> str:
    """Return which commands there are."""
    text = OVERVIEW if columns >= _TWO_COLUMNS else _one_column(OVERVIEW)
    return fitted(on_the_named_kit(text, request), columns)


def _commands(commands: dict[str, Any]) -> str:
    """Return the commands of a group, a line each."""
    left = max(map(len, commands)) + 2
    return "\n" + "\n".join(f"  {name:{left}}{one.help.splitlines()[0]}" for name, one in commands.items())


def _one_column(text: str) -> str:
    """Return the overview with one command a line, for a narrow screen."""
    lines: list[str] = []
    for line in text.split("\n"):
        parts = re.split(r" {2,}", line.strip())
        if len(parts) == 4:  # noqa: PLR2004 - two pairs of a word and what it does
            lines += [f"  {parts[0]}  {parts[1]}", f"  {parts[2]}  {parts[3]}"]
        elif len(parts) == 2 and line.startswith("  "):  # noqa: PLR2004 - a word and what it does
            lines.append(f"  {parts[0]}  {parts[1]}")
        elif ":  shelterkit" in line:
            lines += line.replace(":  ", ":\n  ").split("\n")
        else:
            lines.append(line)
    return "\n".join(lines)


def option_record(parameter: Any, context: Any) -> tuple[str, str] | None:
    """Return the names of an option and what it does; None for what is no option or is not shown."""
    if parameter.param_type_name != "option" or getattr(parameter, "hidden", False):
        return None
    record: tuple[str, str] = parameter.get_help_record(context)
    names, text = record[0], parameter.help or ""
    if "--help" in parameter.opts:
        text = "show this"
    if parameter.secondary_opts:
        names = ", ".join((*parameter.opts, *parameter.secondary_opts))
    elif parameter.metavar and not parameter.is_flag:
        names = ", ".join(f"{name}" for name in sorted(parameter.opts, key=len)) + f" {parameter.metavar}"
    elif parameter.is_flag:
        names = ", ".join(sorted(parameter.opts, key=len))
    return ("    " + names if names.startswith("--") else names), text


def _options(options: list[tuple[str, str]], columns: int) -> str:
    if is_read_aloud():
        return "".join(f"{names.strip()}: {text}\n" if text else f"{names.strip()}\n" for names, text in options)
    left = max((len(names) for names, _ in options), default=0) + 4
    lines: list[str] = []
    for names, text in options:
        if left + 20 > columns:
            lines += [*wrapped(f"  {names.strip()}", columns, hang=4), *wrapped(f"      {text}", columns, hang=6)]
        else:
            lines += wrapped(f"  {names}".ljust(left) + text, columns, hang=left)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def fitted(text: str, columns: int | None) -> str:
    """Return text wrapped to a width, what is indented staying so and commands such that they can be pasted."""
    if is_read_aloud():
        from shelterkit.render.accessible import plain_text  # noqa: PLC0415 - only where it is read aloud

        return plain_text(text)
    lines: list[str] = []
    for line in text.split("\n"):
        if _OF_A_FILE.match(line):
            lines.append(line)
            continue
        indent = len(line) - len(line.lstrip())
        # What says which words may stand there is no command yet.
        fit = wrapped if line.startswith("Usage:") or " | " in line else folded
        lines += fit(line, columns, hang=indent + 2 if indent else 0)
    return "\n".join(lines)
