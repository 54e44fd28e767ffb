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
    "--within": "--replace-within", "--order": "--sort", "--silent": "--quiet",
    "--comment": "--note", "--notes": "--note", "--preview": "--dry-run", "--simulate": "--dry-run",
}  # fmt: skip
COMMANDS = {
    "alert": "check", "alerts": "check", "warn": "check", "notify": "check", "buy": "shop", "shopping": "shop",
    "mail": "schedule", "email": "schedule", "cron": "schedule", "remindme": "schedule", "stock": "list",
    "inventory": "list", "items": "list", "overview": "status", "summary": "status", "expiring": "expires",
    "expired": "expires", "expiry": "expires", "log": "history", "changes": "history", "path": "where",
    "advice": "advisory", "family": "household", "person": "household", "topics": "help", "manual": "help",
    "new": "add", "bought": "add", "consume": "use", "take": "use", "drank": "use", "ate": "use",
    "change": "edit", "modify": "edit", "correct": "edit", "update": "edit", "drop": "remove", "throw": "remove",
    "revert": "undo", "back": "undo", "start": "init", "setup": "init", "create": "init", "begin": "init",
}  # fmt: skip
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
# What a word is that stands where a command takes none.
EXTRA_WORDS = {
    "status": "--days", "shop": "--days", "expires": "--within", "check": "--only",
    "init": "--adults",
}  # fmt: skip
_COUNTRIES = {
    "america": "US", "american": "US", "united-states": "US", "england": "GB", "britain": "GB", "great-britain": "GB",
    "uk": "GB", "british": "GB", "deutschland": "DE", "german": "DE", "ukrainian": "UA", "україна": "UA",
    "sverige": "SE", "swedish": "SE", "norge": "NO", "suomi": "FI", "holland": "NL", "polska": "PL",
    "österreich": "AT", "schweiz": "CH", "swiss": "CH",
}  # fmt: skip
_FOR_MEDICINE = ("--dose", "--for")
_FOR_FOOD = ("--kcal", "--kj", "--lasts", "--eaten-by")
_MEDICINES = ("insulin", "ibuprofen", "aspirin", "paracetamol", "metformin", "antibiotic", "vitamin", "pill", "tablet")
_DOSES = ("tablet", "pill", "capsule", "pen", "ampoule", "dose", "blister")


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
    if any("water" in word for word in folded):
        return "water"
    if any(word.startswith((*_MEDICINES, *_DOSES)) for word in folded):
        return "med"
    return "food"


def closest(word: str, allowed: tuple[str, ...]) -> str:
    """Return the one of a few words that looks most like what was typed, else the first."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

    folded = word.strip().casefold()
    begun = [one for one in allowed if folded and one.startswith(folded)]
    return (begun or get_close_matches(folded, allowed, n=1, cutoff=0.5) or allowed)[0]
