"""What is meant by the words people bring along: other names of commands, options, topics, countries and kinds."""

from __future__ import annotations

OPTIONS = {
    "--kids": "--children", "--kid": "--children", "--child": "--children", "--babies": "--infants",
    "--baby": "--infants", "--infant": "--infants", "--adult": "--adults", "--people": "--adults",
    "--persons": "--adults", "--dog": "--dogs", "--cat": "--cats", "--day": "--days", "--weeks": "--days",
    "--expires": "--best-before", "--expiry": "--best-before", "--exp": "--best-before", "--date": "--best-before",
    "--best": "--best-before", "--bb": "--best-before", "--expiration": "--best-before", "--place": "--where",
    "--location": "--where", "--in": "--where", "--calories": "--kcal", "--energy": "--kcal", "--person": "--for",
    "--birth": "--born", "--birthday": "--born", "--advice": "--advisory", "--country": "--advisory",
    "--file": "--output", "--out": "--output", "--for": "--days",
    "--within": "--replace-within", "--days": "--within", "--order": "--sort", "--silent": "--quiet",
    "--comment": "--note", "--notes": "--note", "--preview": "--dry-run", "--simulate": "--dry-run",
}  # fmt: skip
# Where the first meaning is no option of the command.
OTHERWISE = {"--in": "--within", "--for": "--within", "--expires": "--within", "--place": "--where"}
COMMANDS = {
    "alert": "check", "alerts": "check", "warn": "check", "notify": "check", "buy": "shop", "shopping": "shop",
    "mail": "schedule", "email": "schedule", "cron": "schedule", "remindme": "schedule", "stock": "list",
    "inventory": "list", "items": "list", "overview": "status", "summary": "status", "expiring": "expires",
    "expired": "expires", "expiry": "expires", "log": "history", "changes": "history", "path": "where",
    "advice": "advisory", "family": "household", "person": "household", "topics": "help", "manual": "help",
    "new": "add", "bought": "add", "consume": "use", "take": "use", "drank": "use", "ate": "use",
    "change": "edit", "modify": "edit", "correct": "edit", "update": "edit", "drop": "remove", "throw": "remove",
    "due": "expires", "find": "show", "search": "show", "info": "show", "details": "show", "view": "show",
    "total": "status", "left": "status", "version": "--version", "country": "advisory", "set": "household",
    "settings": "household", "config": "household", "plan": "household", "days": "household", "save": "backup",
    "load": "restore", "fix": "doctor", "repair": "doctor", "reminder": "schedule", "reminders": "schedule",
    "clear": "remove", "erase": "remove", "wipe": "remove", "reset": "remove", "throwaway": "remove",
    "quit": "--help", "exit": "--help", "commands": "--help",
    "discard": "remove", "used": "use", "drunk": "use", "eaten": "use",
    "revert": "undo", "back": "undo", "start": "init", "setup": "init", "create": "init", "begin": "init",
}  # fmt: skip
# Words of who wants to be rid of it all; after some of them an item can stand.
LEAVING = (
    "uninstall", "deinstall", "delete-all", "remove-all", "forget", "reset", "purge", "wipe", "leave", "destroy",
)  # fmt: skip
WHOLE = ("all", "everything", "kit", "data", "my", "me", "it", "shelterkit", "history")
# Of whoever looks for an option to be mailed with: the address is the crontab's.
MAILING = ("--mail", "--mailto", "--mail-to", "--email", "--e-mail", "--to", "--address")
MAILED = ("mail", "email", "cron", "remindme", "reminder", "reminders", "alert", "notify", "send")
# Of groups: the words are typed after the group's name.
INNER = {
    ("schedule", "uninstall"): "remove", ("schedule", "delete"): "remove", ("schedule", "stop"): "remove",
    ("schedule", "off"): "remove", ("schedule", "start"): "install", ("schedule", "add"): "install",
    ("schedule", "on"): "install", ("schedule", "try"): "test", ("advisory", "set"): "use",
    ("advisory", "follow"): "use", ("advisory", "ls"): "list", ("household", "delete"): "remove",
    ("household", "rm"): "remove", ("household", "person"): "add", ("household", "medicine"): "dose",
}  # fmt: skip
TOPICS = {
    "exit": "exit-codes", "codes": "exit-codes", "code": "exit-codes", "return-codes": "exit-codes",
    "words": "amounts", "units": "amounts", "unit": "amounts", "quantity": "amounts", "numbers": "amounts",
    "date": "dates", "days": "dates", "time": "dates", "times": "dates", "mail": "cron", "crontab": "cron",
    "water": "add", "food": "add", "medicine": "add", "med": "add", "medicines": "add", "items": "add",
    "systemd": "cron", "privacy": "safety", "data": "safety", "security": "safety", "script": "json",
    "scripts": "json", "programs": "json", "error": "errors", "messages": "errors",
}  # fmt: skip
EATERS = {
    "adult": "people", "adults": "people", "human": "people", "humans": "people", "child": "people",
    "children": "people", "kids": "people", "everybody": "people", "puppy": "dog", "pet": "dog", "pets": "dog",
    "kitten": "cat", "toddler": "infant", "babies": "infant", "newborn": "infant",
}  # fmt: skip
CHECKLISTS = {
    "outage": "power-outage", "blackout": "power-outage", "electricity": "power-outage", "power-cut": "power-outage",
    "bag": "go-bag", "bug-out-bag": "go-bag", "bug-out": "go-bag", "evacuation": "go-bag", "grab-bag": "go-bag",
    "72-hours": "go-bag", "alarm": "air-raid", "bunker": "air-raid", "papers": "documents", "heat": "heating-outage",
    "cold": "heating-outage", "radiation": "nuclear", "first-aid-kit": "first-aid",
}  # fmt: skip
# Words that say how much, which item, and what of it, in another place than they are read in.
ALL = ("all", "everything")
NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "zwei": "2", "drei": "3", "vier": "4", "fünf": "5",
    "sechs": "6", "два": "2", "дві": "2", "двоє": "2", "три": "3", "троє": "3", "чотири": "4", "п'ять": "5",
    "шість": "6",
}  # fmt: skip
NUMBERED = ("--adults", "--children", "--infants", "--dogs", "--cats", "--days")
OF_STATUS = ("--days", "--output")
EDITS = {"rename": "--name", "move": "--where"}
EDITED = ("--name", "--amount", "--best-before", "--use-by", "--where", "--note", "--kcal", "--kj", "--dose", "--for")
SAME = {"use": ("eat", "drink"), "remove": ("rm", "delete")}
# What a word is that stands where a command takes none.
EXTRA_WORDS = {
    "status": "--days", "shop": "--days", "expires": "--within", "check": "--only",
    "init": "--adults",
}  # fmt: skip
_COUNTRIES = {
    "america": "US", "american": "US", "united-states": "US", "england": "GB", "britain": "GB", "great-britain": "GB",
    "uk": "GB", "british": "GB", "deutschland": "DE", "german": "DE", "ukrainian": "UA", "україна": "UA",
    "німеччина": "DE", "польща": "PL", "сша": "US",
    "sverige": "SE", "swedish": "SE", "norge": "NO", "suomi": "FI", "holland": "NL", "polska": "PL",
    "österreich": "AT", "schweiz": "CH", "swiss": "CH",
}  # fmt: skip
_FOR_MEDICINE = ("--dose", "--for")
_FOR_FOOD = ("--kcal", "--kj", "--lasts", "--eaten-by")
_MEDICINES = ("insulin", "ibuprofen", "aspirin", "paracetamol", "metformin", "antibiotic", "vitamin", "pill", "tablet")
_OTHERS = (
    "batter", "torch", "flashlight", "lamp", "light", "candle", "match", "radio", "soap", "paper", "toilet", "blanket",
    "charger", "cable", "bag", "mask", "glove", "towel", "diaper", "nappies", "nappy", "stove", "gas", "rope", "tape",
    "power", "sleeping", "tent", "whistle", "bucket", "filter", "lighter", "wipe", "napkin", "pad", "tool", "knife",
    "petrol", "fuel", "diesel", "kerosene", "bleach", "detergent", "бензин", "benzin", "spiritus",
)  # fmt: skip
# Of whom food is that begins so: it is not to be counted for people.
EATEN_BY = {"dog": "dog", "puppy": "dog", "cat": "cat", "kitten": "cat", "baby": "infant", "infant": "infant"}
_DOSES = ("tablet", "capsule", "pen", "ampoule", "dose", "blister", "drop", "puff", "patch")
_WATERS = ("вода", "води", "воду", "wasser", "trinkwasser", "mineralwasser")


def advisory_of(words: str) -> str:
    """Return the advisory that somebody means who names a country; "" where it is none."""
    from shelterkit.report.advisories import COUNTRIES  # noqa: PLC0415 - only for a refusal
    from shelterkit.settings import local_advisory  # noqa: PLC0415

    folded = "-".join(words.casefold().split())
    by_name = {"-".join(name.casefold().split()): code for code, name in COUNTRIES.items()}
    by_code = {code.casefold(): code for code in COUNTRIES}
    code = by_name.get(folded) or by_code.get(folded) or _COUNTRIES.get(folded)
    # Neither of these two has people who would look for their own advice.
    return local_advisory({"LANG": f"x_{code}"}) if code and code not in ("EU", "INT") else ""


def kind_left_out(words: tuple[str, ...]) -> str:
    """Return the kind of what was to be added without one, as far as the words show it: it is only offered."""
    if any(word.partition("=")[0] in _FOR_MEDICINE for word in words):
        return "med"
    if any(word.partition("=")[0] in _FOR_FOOD for word in words):
        return "food"
    folded = [word.casefold() for word in words]
    if any("water" in word or word in _WATERS for word in folded):
        return "water"
    at = folded.index("add") + 1 if "add" in folded else 0
    end = next((place for place in range(at, len(folded)) if folded[place][:1] == "-"), len(folded))
    return _kind_of_name(folded[at:end])


def _kind_of_name(words: list[str]) -> str:
    """Return whether a name and an amount are of medicine, of food, or of something else."""
    from shelterkit.quantities.units import find_unit  # noqa: PLC0415 - only for a refusal

    counted = [unit for word in words if (unit := find_unit(word.lstrip("0123456789.,x")))]
    if any(word.startswith(_MEDICINES) for word in words) or any(unit.symbol in _DOSES for unit in counted):
        return "med"
    name = [word for word in words if not word[:1].isdigit() and not find_unit(word)]
    if any(word.startswith(_OTHERS) for word in (*name[:1], *name[-1:])):
        return "other"
    from shelterkit.services.foods import is_known_food  # noqa: PLC0415 - only for a refusal

    is_eaten = any(unit.dimension != "pieces" or unit.symbol == "can" for unit in counted)
    return "food" if is_eaten or is_known_food(" ".join(name)) else "other"


def closest(word: str, allowed: tuple[str, ...]) -> str:
    """Return the one of a few words that looks most like what was typed, else the first."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

    folded = word.strip().casefold()
    begun = [one for one in allowed if folded and one.startswith(folded)]
    return (begun or get_close_matches(folded, allowed, n=1, cutoff=0.5) or allowed)[0]
