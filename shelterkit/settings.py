"""Where things live and what the defaults are: flag, then environment, then config.toml, then default."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from shelterkit.errors import BadDataError, NoKitError, Problem, UsageError
from shelterkit.quantities.numbers import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

KIT_NAME, CONFIG_NAME = "kit.toml", "config.toml"
_ORDERS = ("dmy", "mdy", "ymd")
_COLORS = ("auto", "always", "never")
_UIS = ("standard", "accessible")
_LARGEST_CONFIG = 1024 * 1024
_BY_TERRITORY = {
    "AT": "at-national",
    "AU": "au-redcross",
    "CA": "ca",
    "CH": "ch-bwl",
    "DE": "de-bbk",
    "DK": "dk-brs",
    "EE": "ee",
    "FI": "fi-72",
    "GB": "uk-prepare",
    "IL": "il-hfc",
    "JP": "jp-maff",
    "LT": "lt",
    "LV": "lv",
    "NL": "nl",
    "NO": "no-dsb",
    "NZ": "nz",
    "PL": "pl",
    "SE": "se-mcf",
    "UA": "ua-mvs",
    "US": "us-cdc",
}
_BY_LANGUAGE = {
    "da": "dk-brs",
    "de": "de-bbk",
    "et": "ee",
    "fi": "fi-72",
    "he": "il-hfc",
    "ja": "jp-maff",
    "lt": "lt",
    "lv": "lv",
    "nb": "no-dsb",
    "nl": "nl",
    "nn": "no-dsb",
    "no": "no-dsb",
    "pl": "pl",
    "sv": "se-mcf",
    "uk": "ua-mvs",
}
DEFAULT_ADVISORY = "us-cdc"


class KitPlace(NamedTuple):
    """Where the kit is, and whether somebody named it; `demo` is the sample kit."""

    path: str
    named: bool = False
    demo: bool = False


class Config(NamedTuple):
    """What config.toml says."""

    date_order: str | None = None
    color: str = "auto"
    ui: str = "standard"


def kit_place(flag: str | None, environment: Mapping[str, str], *, demo: bool = False) -> KitPlace:
    """Return the kit to work on."""
    if demo:
        return KitPlace("the sample kit", demo=True)
    if flag == "":
        raise UsageError("--kit needs a file", code="kit-option", advice="shelterkit where")
    named = flag or environment.get("SHELTERKIT_KIT")
    if named:
        return KitPlace(_whole(os.path.expanduser(named)), named=True)
    return KitPlace(os.path.join(_folder("user_data_dir", environment), KIT_NAME))


def _whole(path: str) -> str:
    """Return a path from the root; dots behind a link lead where the system goes, which only the disk knows."""
    folder, name = os.path.split(path)
    if ".." in folder.split("/") and name not in ("", ".", ".."):
        return os.path.join(os.path.realpath(folder), name)
    return os.path.abspath(path)


def _folder(kind: str, environment: Mapping[str, str]) -> str:
    """Return one of the platform's folders; refuse where a wrong home would make a second kit."""
    home = environment.get("HOME")
    if home is not None and not home.startswith("/"):
        message = f"HOME is {quoted(home)}, not a whole path" if home else "HOME is empty"
        raise _no_home(f"{message}, so the kit cannot be found")
    import platformdirs  # noqa: PLC0415 - costs a third of bare Python; not needed when a path is given

    try:
        path: str = getattr(platformdirs, kind)("shelterkit", appauthor=False)
    except RuntimeError:
        path = ""  # No HOME, and a user the system does not know.
    if not os.path.isabs(path):
        raise _no_home("this user has no home folder, so the kit cannot be found")
    return path


def _no_home(message: str) -> NoKitError:
    return NoKitError(message, code="no-home", advice="shelterkit --kit /path/to/kit.toml status")


def config_folder(environment: Mapping[str, str]) -> str:
    """Return the folder of config.toml and the user's own advisories."""
    return environment.get("SHELTERKIT_CONFIG_DIR") or _folder("user_config_dir", environment)


def advisories_folder(environment: Mapping[str, str]) -> str:
    """Return the folder of the user's own advisories."""
    return os.path.join(config_folder(environment), "advisories")


def read_config(environment: Mapping[str, str]) -> Config:
    """Return the settings of config.toml, over which the environment goes; defaults where there is none."""
    try:
        path = os.path.join(config_folder(environment), CONFIG_NAME)
        raw = _read(path)
    except (OSError, NoKitError):
        path, raw = CONFIG_NAME, b""
    values = _parsed(raw, path)
    dates = values.get("dates", {})
    order = environment.get("SHELTERKIT_DATES_ORDER") or (dates.get("order") if isinstance(dates, dict) else None)
    color = environment.get("SHELTERKIT_COLOR") or values.get("color", "auto")
    _refuse(path, "dates.order", order, (*_ORDERS, None), environment)
    ui = values.get("ui", "standard")
    _refuse(path, "color", color, _COLORS, environment)
    _refuse(path, "ui", ui, _UIS, environment)
    return Config(order, str(color), str(ui))


def _read(path: str) -> bytes:
    """Return what a file holds; a pipe or a device in its place is not waited for."""
    import stat  # noqa: PLC0415 - only where a setting is asked for

    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        return file.read(_LARGEST_CONFIG) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""


def _parsed(raw: bytes, path: str) -> dict[str, object]:
    import tomli  # noqa: PLC0415 - only where there is something to read

    try:
        return tomli.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        problem = Problem((), "this line does not read as TOML", line)
        raise BadDataError(
            f"{os.path.basename(path)} has 1 mistake",
            code="config-damaged",
            file=path,
            problems=(problem,),
            advice="shelterkit where",
        ) from error


def _refuse(
    path: str, key: str, value: object, allowed: tuple[str | None, ...], environment: Mapping[str, str]
) -> None:
    if value in allowed:
        return
    words = ", ".join(word for word in allowed if word)
    variable = f"SHELTERKIT_{key.upper().replace('.', '_')}"
    where = variable if environment.get(variable) else path
    message = f"{where}: {key} must be one of {words}, not {quoted(str(value))}"
    raise BadDataError(message, code="config-damaged", file=path, advice="shelterkit where")


def local_advisory(environment: Mapping[str, str]) -> str:
    """Return the advisory that fits the locale: by country, else by language, else CDC's."""
    locale = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    language, _, territory = locale.partition(".")[0].partition("@")[0].partition("_")
    return _BY_TERRITORY.get(territory.upper()) or _BY_LANGUAGE.get(language.lower()) or DEFAULT_ADVISORY
