"""What holds for every printed page, in whatever form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shelterkit.report.document import Gap, Heading, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shelterkit.report.document import Block


def placed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks a page shows: nothing that says nothing, no empty line where a heading makes its own room."""
    shown = [block for block in blocks if not _is_idle(block)]
    for number, block in enumerate(shown):
        beside = shown[max(number - 1, 0) : number + 2]
        if not isinstance(block, Gap) or not any(isinstance(one, Heading) for one in beside):
            yield block


def _is_idle(block: Block) -> bool:
    if isinstance(block, Table):
        return not block.rows
    return isinstance(block, Heading) and not block.text.strip()


def leads(text: str) -> bool:
    """Tell whether a text only announces what follows: no page may end with it."""
    return text.rstrip().endswith(":")
