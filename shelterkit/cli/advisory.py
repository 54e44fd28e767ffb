"""The advisory commands: whose advice there is, what it says, and how the kit stands by it."""

from typing import Annotated, Any

import typer

from shelterkit.cli.changed import announce, changed_json
from shelterkit.cli.commands import command, group, request_of
from shelterkit.cli.output import show
from shelterkit.cli.request import Request


def advisory(context: typer.Context) -> None:
    """Show whose advice there is, and what each number rests on."""
    if context.invoked_subcommand is None:
        _list(request_of(context))


def _list(request: Request) -> None:
    from shelterkit.errors import ShelterkitError  # noqa: PLC0415
    from shelterkit.render.porcelain_advice import advisories_json, advisory_rows  # noqa: PLC0415
    from shelterkit.report.advisories import list_document  # noqa: PLC0415
    from shelterkit.services import advising  # noqa: PLC0415
    from shelterkit.services.kits import open_kit  # noqa: PLC0415

    desk = request.desk(needs_kit=False)
    shelf = advising.advisories(desk)
    try:
        following = open_kit(desk).kit.plan.advisory
    except ShelterkitError:
        following = None
    refused = [f"{wrong.file or wrong}" for wrong in shelf.refused]
    show(
        request,
        lambda: list_document(shelf.advisories, following, refused),
        json=lambda: advisories_json(shelf.advisories),
        rows=lambda: advisory_rows(shelf.advisories),
    )


def list_all(context: typer.Context) -> None:
    """List every advisory."""
    _list(request_of(context))


def show_one(context: typer.Context, words: Annotated[list[str], typer.Argument(metavar="ID")]) -> None:
    """Show one advisory in full: every figure with its words and its source."""
    from shelterkit.render.porcelain_advice import advisory_json, advisory_rows  # noqa: PLC0415
    from shelterkit.report.advisories import energy_document, show_document  # noqa: PLC0415
    from shelterkit.services import advising  # noqa: PLC0415

    request = request_of(context)
    desk = request.desk(needs_kit=False)
    advisory_id = advising.advisory_named(desk, " ".join(words))
    if advising.is_energy(advisory_id):
        energy = advising.energy(desk)
        show(
            request,
            lambda: energy_document(energy),
            json=lambda: _energy_json(energy),
            rows=lambda: _energy_rows(energy),
        )
        return
    chain = advising.one_advisory(desk, advisory_id)
    show(
        request,
        lambda: show_document(chain),
        json=lambda: advisory_json(chain[0]),
        rows=lambda: advisory_rows(chain[:1]),
    )


def _energy_rows(energy: Any) -> list[list[str | None]]:
    """Return a line per number (id, kcal) and per row of the table (id, then its columns)."""
    rows: list[list[str | None]] = [[one.id, str(one.kcal)] for one in energy.figures if one.kcal]
    return rows + [[one.id, *map(str, row)] for one in energy.figures for row in one.table]


def _energy_json(energy: Any) -> dict[str, Any]:
    figures = [figure._asdict() for figure in energy.figures]
    head = {"schema": "shelterkit.energy/1", "id": energy.id, "title": energy.title, "as_of": str(energy.as_of)}
    return {**head, "figures": figures}


def use(context: typer.Context, advisory_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Follow an advisory."""
    from shelterkit.report.advisories import used_document  # noqa: PLC0415
    from shelterkit.report.changes import DRY_RUN, UNDO  # noqa: PLC0415
    from shelterkit.services import advising  # noqa: PLC0415

    request = request_of(context)
    done = advising.use_advisory(request.desk(), request.pen(), advisory_id)
    closing = DRY_RUN if done.dry_run else UNDO
    announce(
        request,
        done,
        lambda: used_document(done.result, days=done.after.plan.days, closing=closing),
        json=changed_json(done, (), request.today),
    )


def compare(context: typer.Context) -> None:
    """Hold this kit against every advisory, side by side."""
    from shelterkit.render.porcelain_advice import compare_json, compare_rows  # noqa: PLC0415
    from shelterkit.report.advisories import compare_document  # noqa: PLC0415
    from shelterkit.services import advising  # noqa: PLC0415

    request = request_of(context)
    found = advising.compare(request.desk())
    refused = [f"{wrong.file or wrong}" for wrong in found.refused]
    following = found.opened.kit.plan.advisory
    show(
        request,
        lambda: compare_document(found.rows, following, refused),
        json=lambda: compare_json(found.rows, request.today),
        rows=lambda: compare_rows(found.rows),
    )


def check(context: typer.Context, file: Annotated[str | None, typer.Argument(metavar="[FILE]")] = None) -> None:
    """Check whether an advisory file is complete and every number in it sourced."""
    from shelterkit.render.porcelain_advice import advisory_check_json  # noqa: PLC0415
    from shelterkit.report.advisories import all_checked_document, checked_document  # noqa: PLC0415
    from shelterkit.services import advising  # noqa: PLC0415

    request = request_of(context)
    desk = request.desk(needs_kit=False)
    if file is not None:
        found = advising.check_advisory(desk, file)
        show(
            request,
            lambda: checked_document(found, file),
            json=lambda: advisory_check_json((found,)),
            rows=lambda: [[found.id, "complete"]],
        )
        return
    shelf = advising.check_all(desk)
    show(
        request,
        lambda: all_checked_document(shelf),
        json=lambda: advisory_check_json(shelf),
        rows=lambda: [[one.id, "complete"] for one in shelf],
    )


COMMANDS = {
    "advisory": group(
        advisory,
        {
            "list": command(
                list_all,
                usage="shelterkit advisory list",
                examples=("shelterkit advisory list", "shelterkit advisory list --json"),
            ),
            "show": command(
                show_one,
                usage="shelterkit advisory show ID",
                notes="In the place of the ID a publisher or a country: advisory show BBK",
                examples=("shelterkit advisory show us-cdc", "shelterkit advisory show energy"),
            ),
            "use": command(
                use,
                writes=True,
                usage="shelterkit advisory use ID",
                examples=("shelterkit advisory use ua-mvs", "shelterkit advisory use us-cdc"),
            ),
            "compare": command(
                compare,
                usage="shelterkit advisory compare",
                examples=("shelterkit advisory compare", "shelterkit --demo advisory compare"),
            ),
            "check": command(
                check,
                usage="shelterkit advisory check [FILE]",
                examples=("shelterkit advisory check", "shelterkit advisory check my-town.toml"),
            ),
        },
        usage="shelterkit advisory list, show, use, compare or check",
        examples=("shelterkit advisory list", "shelterkit advisory show us-cdc"),
    ),
}
