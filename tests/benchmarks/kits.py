"""Kits of any size that look like a household's: many lots of a few things, dates all over the next years."""

from __future__ import annotations

from datetime import date, timedelta

_HEAD = """\
# shelterkit kit. You may edit this file.
format = 1
saved = 2026-11-23

[plan]
advisory = "ua-mvs"
days = 14

[household]
adults = 2
children = 1
infants = 1
dogs = 1
cats = 1

[[person]]
name = "Anna"
born = 1988
sex = "f"

[[person]]
name = "Oleh"
born = 1985-03-02
sex = "m"

[[regimen]]
person = "Anna"
medicine = "Metformin 500 mg"
dose = "2 tablets"
per = "day"

[[regimen]]
person = "Oleh"
medicine = "Ramipril 5 mg"
dose = "1"
per = "12h"
"""
_SHELF = (
    ("water", "w", "Drinking water", "6 x 1.5 L", ""),
    ("food", "f", "Buckwheat", "2 kg", 'kcal = "343/100g"\n'),
    ("food", "f", "Canned beans", "12 x 400 g", 'kcal = "340/can"\n'),
    ("food", "f", "Гречка", "3 x 800 g", 'kj = "1435/100g"\n'),
    ("water", "w", "Technical water", "2 x 20 L", "technical = true\n"),
    ("food", "f", "Crispbread", "6 packs", 'kcal = "900/pack"\n'),
    ("med", "m", "Metformin 500 mg", "56 tablets", ""),
    ("food", "f", "Infant formula", "2 packs", 'kcal = "4100/pack"\neaten_by = "infant"\n'),
    ("food", "f", "Dog food", "4 kg", 'lasts = "16d"\neaten_by = "dog"\n'),
    ("food", "f", "Pickled things", "4 jars", ""),
    ("med", "m", "Ramipril 5 mg", "28 tablets", 'person = "Oleh"\n'),
    ("other", "o", "AA batteries", "24", ""),
)
_PLACES = ("cellar", "pantry", "hall", "car")
_FIRST_DAY = date(2026, 11, 1)


def kit_of(items: int) -> str:
    """Return the text of a kit with so many items."""
    return _HEAD + "".join(map(_item, range(items)))


def _item(number: int) -> str:
    kind, prefix, name, amount, more = _SHELF[number % len(_SHELF)]
    day = _FIRST_DAY + timedelta(days=number * 7 % 1500)
    # Every third date is a month, as on most tins.
    good_to = f'"{day:%Y-%m}"' if number % 3 == 0 else str(day)
    where, added = _PLACES[number % len(_PLACES)], f"2026-11-{number % 22 + 1:02d}"
    return (
        f'\n[[item]]\nid = "{prefix}{number + 1}"\nkind = "{kind}"\nname = "{name}"\namount = "{amount}"\n'
        f'best_before = {good_to}\nwhere = "{where}"\nadded = {added}\n{more}'
    )
