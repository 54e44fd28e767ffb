"""The kit's document as it stands in its file, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shelterkit.services.kits import Opened, open_kit

if TYPE_CHECKING:
    from shelterkit.services.kits import Desk


class Exported(NamedTuple):
    """A kit and its document, every field with it that nobody understands."""

    opened: Opened
    document: dict[str, Any]


def document_of(desk: Desk) -> Exported:
    """Return the kit's document."""
    if desk.place.demo:
        from shelterkit.codec.writing import encode  # noqa: PLC0415 - only the sample kit has no file

        opened = open_kit(desk)
        return Exported(opened, encode(opened.kit, {}))
    from shelterkit.store.reading import load  # noqa: PLC0415 - the sample kit needs no store

    loaded = load(desk.place.path, on=desk.today)
    return Exported(Opened(loaded.kit, loaded.lines), loaded.document)
