"""The options of every answer that can go on paper."""

from typing import Annotated

import typer

Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="write a file; its ending says which kind")
]
Force = Annotated[bool, typer.Option("--force", help="replace a file that is there")]
Paper = Annotated[str, typer.Option("--paper", metavar="SIZE", help="a4 or letter")]
Printer = Annotated[str | None, typer.Option("--print", metavar="[PRINTER]", help="print it, or save it for printing")]
