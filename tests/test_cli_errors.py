from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from shelterkit.render.safe import width
from shelterkit.store.backups import as_backup
from tests.conftest import TODAY
from tests.stocked import STOCKED, Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Golden = Callable[[str, str], None]

SOURCE = Path(__file__).parent.parent / "shelterkit"
ERRORS = Path(__file__).parent / "errors"
WRITERS: tuple[str, ...] = ("init", "add", "use", "edit", "remove", "count", "restore", "import", "undo", "redo")
WRITERS += ("rm", "eat", "drink", "delete")
WRITING_PARTS = ("history purge", "doctor --fix", "household ", "advisory use", "schedule install", "schedule remove")
INIT = "init --adults 2 --children 1 --infants 1 --dogs 1 --days 10 --advisory de-bbk --no-input"

BEANS = STOCKED.replace(
    "[next_id]",
    """\
[[item]]
id = "f3"
kind = "food"
name = "Green beans"
amount = "4 jars"
best_before = 2027-01-31
where = "pantry"

[next_id]""",
)
TYPOS = STOCKED.replace('amount = "6 x', 'amout = "6 x').replace('"2027-09"', '"2027-13-05"')
MANY = STOCKED.replace('amount = "', 'amount = "x')
GONE_OFF = STOCKED.replace('"2027-05"', "2026-01-31")
USED_UP = STOCKED.replace('"6 x 1.5 L"', '"0 L"')

KITS: dict[str, str | bytes | None] = {
    "stocked": STOCKED,
    "beans": BEANS,
    "contacts": STOCKED.replace("[next_id]", '[[contact]]\nname = "Aunt Olha"\nphone = "555-0142"\n[next_id]'),
    "typos": TYPOS,
    "many": MANY,
    "syntax": STOCKED.replace('name = "Buckwheat"', 'name = "Buckwheat'),
    "newer": STOCKED.replace("format = 1", "format = 2"),
    "empty": b"",
    "zeros": b"\0" * 600,
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "gone off": GONE_OFF,
    "used up": USED_UP,
    "huge": b"#" * (21 * 1024 * 1024),
    "none": None,
    "lost": None,
    "folder": None,
    "dangling": None,
    "undated": re.sub("best_before.*\n|\\[\\[regimen\\]\\](.|\n)*?\n\n", "", STOCKED),
    "own advisory": STOCKED.replace('"de-bbk"', '"my-town"'),
}


class Case(NamedTuple):
    """What is typed, in which kit, and the code word of the refusal; the first of a code has a golden file."""

    code: str
    line: str
    kit: str = "stocked"


CASES = [
    Case("amount-ambiguous", "add water 1,500L"),
    Case("amount-ambiguous", "add water 1.500 L"),
    Case("amount-ambiguous", "edit w1 --amount 1,500L"),
    Case("amount-below-zero", "add water -3L"),
    Case("amount-below-zero", "add water -3"),
    Case("amount-below-zero", "use w1 -1"),
    Case("amount-missing", "add food Rice"),
    Case("amount-missing", "add water technical"),
    Case("amount-range", "add food Rice 9999999kg"),
    Case("amount-range", "add food Rice 0.0001kg"),
    Case("amount-too-much", "use w1 100L"),
    Case("amount-too-much", "use m1 57"),
    Case("amount-unit", "use Metformin 2 tablts"),
    Case("amount-unit", "use w1 2kg"),
    Case("amount-missing", "add food Rice 2 blorp"),
    Case("amount-two", "add food beans 12 cans 400 g 340 kcal"),
    Case("amount-unreadable", "add water 1e9L"),
    Case("amount-unreadable", "add water nan"),
    Case("amount-unreadable", "add water inf"),
    Case("amount-unreadable", "add water ٣"),
    Case("amount-unreadable", "edit w1 --amount blorp"),
    Case("amount-quotes", "edit f1 --amount 2 cans"),
    Case("amount-zero", "add water 0L"),
    Case("amount-zero", "add water 0"),
    Case("amount-zero", "use w1 0"),
    Case("all-expired", "use water 1 bottle", "gone off"),
    Case("advisory-damaged", "advisory check {folder}/home/my-town.toml"),
    Case("advisory-damaged", "status", "own advisory"),
    Case("born", "household add Bob --born 3000"),
    Case("born", "household add Bob --born 1800"),
    Case("born", "household add Bob --born blorp"),
    Case("choice", "list --sort blorp"),
    Case("choice", "--color blorp status"),
    Case("choice", "status --color blorp"),
    Case("no-topic", "help dats"),
    Case("no-topic", "help exit-code"),
    Case("no-topic", "help blorp"),
    Case("no-topic", "help exit"),
    Case("no-topic", "help words"),
    Case("no-topic", "help stats"),
    Case("no-error", "help errors kit-damagd"),
    Case("no-error", "help errors blorp blorp"),
    Case("checklist-missing", "checklist -o page.txt"),
    Case("no-checklist", "checklist gobag"),
    Case("no-checklist", "checklist volcano"),
    Case("choice", "checklist go-bag --paper a5"),
    Case("output-ending", "checklist go-bag -o page.doc"),
    Case("output-ending", "checklist go-bag -o page"),
    Case("output-ending", "shop -o page.doc"),
    Case("output-exists", "checklist go-bag -o there.txt"),
    Case("output-exists", "shop -o there.txt"),
    Case("output-not-a-file", "checklist go-bag -o folder.txt"),
    Case("output-not-a-file", "checklist go-bag -o folder.txt --force"),
    Case("output-folder", "checklist go-bag -o nowhere/page.txt"),
    Case("output-twice", "checklist go-bag -o page.txt --print"),
    Case("command-unknown", "stats"),
    Case("command-unknown", "blorp"),
    Case("command-unknown", "shops"),
    Case("command-unknown", "stauts"),
    Case("command-unknown", "alert --demo"),
    Case("command-unknown", "buy"),
    Case("command-unknown", "mail"),
    Case("command-unknown", "power-outage"),
    Case("command-unknown", "start"),
    Case("command-unknown", "revert"),
    Case("command-unknown", "schedule uninstal"),
    Case("command-unknown", "schedule on"),
    Case("command-unknown", "advisory set us-cdc"),
    Case("command-unknown", "checklists"),
    Case("command-unknown", "helpp"),
    Case("command-unknown", "household blorp"),
    Case("command-unknown", "history purg"),
    Case("command-unknown", "household ad Bob"),
    Case("command-unknown", "advisory blorp"),
    Case("contact-unknown", "household contact remove Olha"),
    Case("contact-unknown", "household contact remove Olhaa", "contacts"),
    Case("contact-words", "household contact add Aunt Olha 555 01 42"),
    Case("command-unknown", 'household contact "Aunt Olha" 555-0142'),
    Case("command-unknown", "household contact blorp"),
    Case("count-both", "count w1 6 -o count.pdf"),
    Case("count-pairs", "count w1 9,500L metfromin 3 f2 6 o1 20"),
    Case("count-pairs", "count w1 9,500L metfromin 3 -n"),
    Case("count-pairs", "count w1 9,500L w9 3 f2 6 o1 20 o1 20"),
    Case("count-twice", "count w1 6 o1 20 w1 4"),
    Case("count-words", "count w1 6 bottles f1 11"),
    Case("count-words", "count Drinking water 6 -n"),
    Case("count-words", "count w1 6 f2"),
    Case("date-ambiguous", "add water 6x1.5L -b 05/06/2027"),
    Case("date-ambiguous", "add water 6x1.5L --best-before=05/06/2027"),
    Case("date-ambiguous", "add water 6x1.5L -b05/06/2027"),
    Case("date-ambiguous", "edit w1 -b 05/06/2027"),
    Case("date-ambiguous", "status --on 05/06/2027"),
    Case("date-far", "add water 6x1.5L -b 2070"),
    Case("date-far", 'add water 6x1.5L -b "31 May 2070"'),
    Case("date-impossible", "add water 6x1.5L -b 31.02.2027"),
    Case("date-impossible", "add water 6x1.5L -b 2027-13-05"),
    Case("date-range", "add water 6x1.5L -b 2207"),
    Case("date-range", "add water 6x1.5L -b 1999"),
    Case("date-range", "edit w1 --opened 2030-01-01"),
    Case("date-short", "add water 6x1.5L -b 05/27"),
    Case("date-unreadable", "add water 6x1.5L -b blorp"),
    Case("date-unreadable", 'add water 6x1.5L -b ""'),
    Case("date-unreadable", "status --on none"),
    Case("demo", "--demo add water 6L"),
    Case("demo", "--demo remove w1"),
    Case("demo", "--demo undo"),
    Case("dose", "add med Ibuprofen 20 tablets --dose x/day"),
    Case("dose", "household dose Anna Metformin blorp"),
    Case("dose-period", "add med Ibuprofen 20 tablets --dose 2"),
    Case("dose-period", "household dose Anna Metformin 2/fortnight"),
    Case("dose-unit", "add med Ibuprofen 20 tablets --dose 2ml/day --for Anna"),
    Case("dose-unit", 'household dose Anna "Metformin 500 mg" 2ml/day'),
    Case("eater", "add food Kibble 2kg --eaten-by horse"),
    Case("editor-terminal", "edit w1"),
    Case("editor-terminal", "edit --file"),
    Case("energy-unit", "add food Rice 3L --kcal 340/can"),
    Case("energy-unit", "edit f1 --kcal 300/L"),
    Case("energy-unit", "edit f1 --amount 3L"),
    Case("household-names", "household --adults 0"),
    Case("init-adults", "init --no-input", "none"),
    Case("init-nobody", "init --adults 0", "none"),
    Case("item-ambiguous", "use beans 2", "beans"),
    Case("item-ambiguous", "show beans", "beans"),
    Case("item-ambiguous", "remove beans", "beans"),
    Case("item-ambiguous", "edit beans --amount 3", "beans"),
    Case("item-unknown", "use metfromin"),
    Case("item-unknown", "use blorp 2"),
    Case("item-unknown", "show blorp"),
    Case("item-unknown", "remove w9"),
    Case("item-unknown", "edit w1 beans --where attic"),
    Case("item-ambiguous", "count beans 3", "beans"),
    Case("item-ambiguous", "count beans 3 f1 4", "beans"),
    Case("item-unknown", "count metfromin 3"),
    Case("item-unknown", "count metfromin 3 m1 4"),
    Case("item-unknown", "count w9 3"),
    Case("amount-ambiguous", "count w1 1,500L"),
    Case("amount-ambiguous", "count f2 1,500"),
    Case("amount-below-zero", "count w1 -3"),
    Case("amount-unit", "count f2 6"),
    Case("amount-unit", "count w1 2kg"),
    Case("kept", "add med Insulin 300ml --kept frige"),
    Case("kept", "edit w1 --kept cellar"),
    Case("kind", "add watr 6L"),
    Case("kind", "add blorp 6L"),
    Case("kind", "add insulin 5 pens"),
    Case("kind", "add rice 2kg --kcal 360/100g"),
    Case("kind", "add mineralwater 6x1.5L"),
    Case("kind", "add blorp blorp"),
    Case("kind", "list blorp"),
    Case("kit-damaged", "status", "typos"),
    Case("kit-damaged", "add water 3L", "many"),
    Case("kit-damaged", "status", "syntax"),
    Case("kit-damaged", "list", "empty"),
    Case("kit-damaged", "use w1", "zeros"),
    Case("kit-damaged", "status", "picture"),
    Case("kit-exists", "init --adults 2"),
    Case("kit-link", "status", "dangling"),
    Case("kit-missing", "status", "lost"),
    Case("kit-missing", "", "lost"),
    Case("kit-missing", "add water 3L", "lost"),
    Case("kit-missing", "init --adults 2", "lost"),
    Case("kit-newer", "list", "newer"),
    Case("kit-newer", "add water 3L", "newer"),
    Case("kit-not-a-file", "status", "folder"),
    Case("kit-option", '--kit "" status'),
    Case("kit-too-big", "status", "huge"),
    Case("name-missing", "add food 2kg"),
    Case("name-missing", 'edit f1 --name ""'),
    Case("name-missing", 'household add ""'),
    Case("name-missing", 'household contact add "" 112'),
    Case("needs-yes", "remove w1 f1 f2"),
    Case("advisory-ambiguous", "advisory show USA"),
    Case("advisory-ambiguous", "advisory show Red Cross"),
    Case("no-advisory", "advisory show us-cdcc"),
    Case("no-advisory", "advisory use blorp"),
    Case("no-advisory", "advisory use germany"),
    Case("no-advisory", "household --advisory=usa"),
    Case("no-advisory", "household --advisory new-zealand"),
    Case("no-advisory", "init --adults 2 --advisory Ukraine", "none"),
    Case("eater", "add food Kibble 2kg --eaten-by puppy"),
    Case("no-advisory", "household --advisory blorp"),
    Case("no-dose", "household dose Anna Ibuprofen none"),
    Case("no-file", "advisory check nowhere.toml"),
    Case("no-kit", "status", "none"),
    Case("no-kit", "add water 3L", "none"),
    Case("no-kit", "add food beans 2kg", "none"),
    Case("no-kit", "undo", "none"),
    Case("no-kit", "history", "none"),
    Case("no-version", "history --diff 99"),
    Case("nothing-expired", "use --expired"),
    Case("nothing-left", "use w1 1L", "used up"),
    Case("nothing-left", "use w1", "used up"),
    Case("nothing-to-redo", "redo"),
    Case("nothing-to-undo", "undo 99"),
    Case("nothing-to-undo", "undo --last-good"),
    Case("number", "status --days 0"),
    Case("number", "status --days x"),
    Case("number", "status --days -5"),
    Case("number", "undo x"),
    Case("number", "undo -1"),
    Case("number", "household --adults -1"),
    Case("number", "household --adults 5000"),
    Case("number", "household add Bob --trimester 9"),
    Case("on-writes", "add water 6L --on 2027-01-01"),
    Case("on-writes", "--on 2027-01-01 add water 6L"),
    Case("option-kind", "add water 6L --dose 2/day"),
    Case("option-kind", "add water 6L --kcal 300"),
    Case("option-kind", "add food Rice 2kg --technical"),
    Case("option-kind", "edit f1 --dose 2/day"),
    Case("option-kind", "edit w1 --dose 2/day"),
    Case("option-kind", "edit w1 --kcal 340/100g"),
    Case("option-unknown", "add water 6x1.5L --best-befor 2027"),
    Case("option-unknown", "add water 6x1.5L --blorp"),
    Case("option-unknown", "add water 6x1.5L --bestbefore=2027"),
    Case("option-unknown", "init --adults 2 --baby 1 --child 2 --advice germany", "none"),
    Case("option-unknown", "init --adults=2 --baby=1 --country=usa", "none"),
    Case("option-unknown", "init --baby 1 --blorp", "none"),
    Case("option-unknown", "shop --for 14"),
    Case("option-unknown", "status -x"),
    Case("option-unknown", "status -n"),
    Case("person-known", "household add Anna"),
    Case("person-unknown", "household remove Ana"),
    Case("person-unknown", "add med Ibuprofen 20 tablets --dose 2/day --for Ana"),
    Case("person-unknown", "household dose Bob Ibuprofen 2/day"),
    Case("phone", 'household contact add "Aunt Olha" none'),
    Case("phone", "household contact add 555-0142 Olha"),
    Case("phone", "household contact add Olha olha12@example.org"),
    Case("place", "household place sheltr School 5"),
    Case("place", "household place attic School 5"),
    Case("sex", "household add Bob --sex x"),
    Case("span-range", "expires --within 0d"),
    Case("span-range", "add food Rice 2kg --lasts 1000y"),
    Case("span-unreadable", "expires --within blorp"),
    Case("span-unreadable", "list --within 5"),
    Case("span-unreadable", "edit w1 --keeps blorp"),
    Case("text-characters", "add water {esc}[31mwell 6L"),
    Case("text-characters", "add water a{bidi}b 6L"),
    Case("text-characters", "add water a{lone}b 6L"),
    Case("text-characters", "add food {lone} 2kg"),
    Case("text-characters", "add water 6L --note a{esc}b"),
    Case("text-characters", "add water 6L --where a{esc}b"),
    Case("text-characters", "household add a{esc}b"),
    Case("text-characters", "edit w1 --name {bidi}"),
    Case("text-long", f"add food {'Beans' * 30} 2kg"),
    Case("text-long", f"household place shelter {'School 5 ' * 30}"),
    Case("text-characters", "household contact add a{esc}b 112"),
    Case("text-characters", "household contact add Olha 112{esc}"),
    Case("text-characters", "household place shelter a{bidi}b"),
    Case("two-dates", "add water 6L -b 2027 --use-by 2028"),
    Case("two-energies", "add food Rice 2kg --kcal 340/100g --kj 1000"),
    Case("time-unreadable", "schedule show --at blorp"),
    Case("time-unreadable", "schedule show --at 25:00"),
    Case("time-unreadable", "schedule install --at 8pm"),
    Case("span-unreadable", "schedule install --snooze blorp"),
    Case("text-characters", "--kit a{esc}b schedule show"),
    Case("text-characters", "schedule install --kit a{esc}b"),
    Case("not-scheduled", "schedule remove"),
    Case("not-scheduled", "schedule remove --cron"),
    Case("demo", "--demo schedule install"),
    Case("demo", "--demo schedule remove"),
    Case("on-writes", "schedule install --on 2027-01-01"),
    Case("command-unknown", "schedule blorp"),
    Case("usage", "status blorp"),
    Case("usage", "where to go"),
    Case("usage", "shop 14"),
    Case("usage", "expires 30d"),
    Case("usage", "expires 30"),
    Case("usage", "init 2", "none"),
    Case("option-unknown", "shop --within 6w"),
    Case("option-unknown", "status --jsn"),
    Case("choice", "status --color alwys"),
    Case("choice", "checklist go-bag --paper lettr"),
    Case("kept", "add med Insulin 5 pens --kept refrigerater"),
    Case("no-checklist", "checklist blackout"),
    Case("no-checklist", "checklist bug out bag -o page.txt"),
    Case("item-unknown", "use bens 2"),
    Case("item-unknown", "show batery"),
    Case("usage", "shop 2 weeks"),
    Case("usage", "--quiet=yes status --demo"),
    Case("usage", "status --json=1 --plain"),
    Case("number", "status --days 2w"),
    Case("number", "shop --days=14d"),
    Case("value-missing", "add water 6x1.5L -b"),
    Case("value-missing", "add"),
    Case("value-missing", "add water"),
    Case("value-missing", "use"),
    Case("value-missing", "remove"),
    Case("value-missing", "show"),
    Case("value-missing", "edit"),
    Case("value-missing", "household add"),
    Case("value-missing", "household dose Anna"),
    Case("value-missing", "household contact add Olha"),
    Case("value-missing", "household contact add"),
    Case("value-missing", "household contact remove"),
    Case("value-missing", "advisory show"),
    Case("value-missing", "status --kit"),
    Case("food-ambiguous", "add food beans 12x400g"),
    Case("food-ambiguous", "add food mushroms 2kg"),
    Case("food-ambiguous", 'add food "Barilla spaghetti" 500g'),
    Case("food-ambiguous", "add food Bobs 2kg --like beans"),
    Case("food-ambiguous", "edit f2 --like beans"),
    Case("food-ambiguous", "edit f2 --like=soup"),
    Case("food-drained", 'add food "Canned beans" 500g'),
    Case("food-drained", "add food tuna 12x160g"),
    Case("food-drained", "add food tuna 160 g"),
    Case("food-size", "add food honey 3 jars"),
    Case("food-size", "add food honey 3"),
    Case("food-size", "add food Bobs 3 jars --like honey"),
    Case("food-size", "edit f3 --amount '2 jars' --like honey", "beans"),
    Case("food-size", "edit f3 --like honey", "beans"),
    Case("food-unit", "edit f2 --amount 2L --like rice"),
    Case("food-unknown", "add food Bobs 2kg --like blorp"),
    Case("food-unknown", "edit f2 --like blorp"),
    Case("food-unknown", "foods blorp"),
    Case("two-energies", "add food Rice 2kg --kcal 1 --like rice"),
    Case("two-energies", "add food Rice 2000kcal --like rice"),
    Case("two-energies", "edit f1 --kj 1 --like rice"),
    Case("option-kind", "add water 2L --like rice"),
    Case("option-kind", "add food Kibble 2kg --like rice --eaten-by dog"),
    Case("option-kind", "edit w1 --like milk"),
    Case("water-size", "add water 6 bottles"),
    Case("water-size", "add water 6"),
    Case("water-unit", "add water 2 kg"),
    Case("water-unit", "edit w1 --amount 3kg"),
    Case("config-damaged", "add water 6L -b 01/02/2027"),
    Case("amount-unreadable", "add food Rice 2kg --kcal abc"),
    Case("energy-unreadable", "add food Rice 2kg --kcal 340/0g"),
    Case("amount-spaced", "add water 1 500 L"),
    Case("dry-run", "undo --last-good --dry-run", "typos"),
    Case("value-missing", "calendar"),
    Case("value-missing", "calendar --with-names"),
    Case("value-missing", "calendar -o"),
    Case("value-missing", 'calendar -o ""'),
    Case("value-missing", "calendar --output="),
    Case("span-unreadable", "calendar -o kit.ics --remind blorp"),
    Case("span-unreadable", "calendar -o kit.ics --remind 30d,"),
    Case("span-unreadable", "calendar -o kit.ics --remind 30d,7"),
    Case("span-range", "calendar -o kit.ics --remind 0d"),
    Case("no-days", "calendar -o kit.ics", "undated"),
    Case("no-kit", "calendar -o kit.ics", "none"),
    Case("kit-damaged", "calendar -o kit.ics", "typos"),
    Case("output-ending", "calendar -o kit.txt"),
    Case("output-ending", "calendar -o kit"),
    Case("output-ending", "calendar -o ."),
    Case("output-ending", "calendar --output=kit.toml"),
    Case("output-ending", "--demo calendar -o kit.vcs"),
    Case("output-exists", "calendar -o there.ics"),
    Case("restore-changed", "restore cut.backup --yes"),
    Case("restore-changed", "restore changed.backup --yes"),
    Case("restore-denied", "restore loop.csv --yes"),
    Case("restore-export", "restore kit.json --yes"),
    Case("restore-export", "restore fine.csv --merge --yes"),
    Case("restore-newer", "restore newer.toml --yes"),
    Case("restore-newer", "restore newer.backup --yes"),
    Case("restore-unreadable", "restore broken.toml --yes"),
    Case("restore-unreadable", "restore big.csv --yes"),
    Case("restore-unreadable", "restore utf-16.csv --yes"),
    Case("restore-unreadable", "restore folder.txt --merge --yes"),
    Case("no-file", "restore nowhere.toml"),
    Case("no-file", "restore there.txt/kit.toml"),
    Case("needs-yes", "restore stocked.backup", "gone off"),
    Case("needs-yes", "restore stocked.backup --merge", "undated"),
    Case("value-missing", "restore"),
    Case("value-missing", 'restore ""'),
    Case("value-missing", 'backup ""'),
    Case("kit-newer", "restore stocked.backup --yes", "newer"),
    Case("kit-newer", "restore stocked.backup --merge --yes", "newer"),
    Case("kit-newer", "backup", "newer"),
    Case("kit-damaged", "restore stocked.backup --merge --yes", "typos"),
    Case("kit-damaged", "backup", "typos"),
    Case("kit-not-a-file", "restore stocked.backup --yes", "folder"),
    Case("kit-too-big", "restore stocked.backup --yes", "huge"),
    Case("kit-link", "restore stocked.backup --yes", "dangling"),
    Case("no-kit", "restore stocked.backup --merge --yes", "none"),
    Case("no-kit", "backup", "none"),
    Case("kit-missing", "backup", "lost"),
    Case("kit-missing", "restore stocked.backup --merge --yes", "lost"),
    Case("demo", "--demo backup"),
    Case("demo", "--demo restore stocked.backup"),
    Case("on-writes", "restore stocked.backup --yes --on 2027-01-01"),
    Case("output-exists", "backup there.txt"),
    Case("output-folder", "backup nowhere/kit.toml"),
    Case("output-is-kit", "backup data/kit.toml --force"),
    Case("output-is-kit", "backup data/kit.toml --kit data/kit.toml --force"),
    Case("output-kept", "export -o data/.kit.toml.history/kit.json"),
    Case("output-kept", "backup data/.kit.toml.lock --force"),
    Case("output-kept", "shop -o data/.kit.toml.history/shop.txt"),
    Case("output-kept", "backup data/.kit.toml.history --force"),
    Case("item-unknown", "history --diff 1 --item nothing-like-it"),
    Case("import-columns", "import bare.csv --yes"),
    Case("import-denied", "import loop.csv"),
    Case("import-kind", "import kindless.csv --yes"),
    Case("import-kind", "import half.csv --yes"),
    Case("import-newer", "import newer.json"),
    Case("import-newer", "import newer.toml"),
    Case("import-nothing", "import wrong.csv --yes"),
    Case("import-too-big", "import big.csv"),
    Case("import-too-big", "import rows.csv"),
    Case("import-unknown", "import list.json"),
    Case("import-unknown", "import hello.json"),
    Case("import-unreadable", "import utf-16.csv"),
    Case("import-unreadable", "import broken.json"),
    Case("import-unreadable", "import broken.toml"),
    Case("import-unreadable", "import mistakes.json"),
    Case("import-unreadable", "import kitless.json"),
    Case("import-unreadable", "import folder.txt"),
    Case("import-unreadable", "import quote.csv"),
    Case("map", "import fine.csv --yes --map Was=name"),
    Case("map", "import fine.csv --yes --map name=blorp"),
    Case("choice", "import fine.csv --yes --date-order dym"),
    Case("no-file", "import nowhere.csv"),
    Case("needs-yes", "import fine.csv"),
    Case("kind", "import fine.csv --yes --kind foood"),
    Case("output-ending", "export -o kit.xlsx"),
    Case("output-exists", "export -o there.csv"),
    Case("output-folder", "export -o {folder}/nowhere/kit.csv"),
    Case("output-exists", "--demo calendar -o {folder}/there.ics"),
    Case("output-folder", "calendar -o nowhere/kit.ics"),
    Case("output-folder", "calendar --output=nowhere/kit.ics"),
    Case("output-folder", "calendar -onowhere/kit.ics"),
    Case("output-not-a-file", "calendar -o folder.ics"),
    Case("output-not-a-file", "calendar -o folder.ics --force"),
    Case("history-both", "history --item w1 purge"),
    Case("needs-yes", "history purge"),
    Case("date-unreadable", "history purge --before none --yes"),
    Case("kit-missing", "history purge --yes", "lost"),
    Case("kit-damaged", "history purge --yes", "typos"),
    Case("no-kit", "history purge --yes", "none"),
    Case("demo", "--demo history purge --yes"),
    Case("demo", "--demo doctor --fix"),
    Case("on-writes", "doctor --fix --on 2027-01-01"),
]  # fmt: skip

# Refusals that need more than words and a kit, and where they are met instead.
ELSEWHERE = {
    "bad-data": "the word of the base class; every refusal has a closer one",
    "not-done": "the word of the base class",
    "storage": "the word of the base class",
    "flag": "said as kit-damaged",
    "id": "said as kit-damaged",
}
# Refusals of crontab and systemctl, which test_schedule has stand-ins for.
SCHEDULE = {"crontab-refused", "crontab-differs", "unit-foreign", "systemctl", "no-scheduler", "scheduler-absent"}
ON_TERMINAL = {"declined", "editor", "editor-failed", "edit-unreadable"}
# Refusals with a golden file and a test of their own.
OF_THEIR_OWN = {"clock", "no-home", "not-printed", "calendar-missing"}
# Refusals of a disk, a lock or a failure, which test_catalogue brings about.
OF_THE_COMPUTER = {
    "advisory-unreadable", "bug", "busy", "disk", "disk-broken", "disk-busy", "disk-full", "disk-permission",
    "disk-read-only", "foreign-home", "history-foreign", "kit-changed", "not-printed-nor-saved", "pdf-missing",
    "stopped",
}  # fmt: skip

# What cannot succeed when it is pasted on the spot, and why.
MAY_FAIL = {
    "shelterkit edit --file": "an editor needs a terminal",
    "shelterkit check --demo": "its exit code says how the kit stands",
    "shelterkit init": "it asks on a terminal, and here nobody is",
}
NO_COMMAND: tuple[str, ...] = ("kit-newer", "kit-not-a-file", "kit-link", "kit-too-big", "kit-damaged")
NO_COMMAND += ("restore-newer", "import-newer", "import-columns", "import-unreadable")


@pytest.fixture
def home(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Return a home whose path is short and always as long, for messages are cut into lines."""
    folder = Path(tempfile.mkdtemp(prefix="sk-", dir="/tmp"))
    (folder / "home").mkdir()
    monkeypatch.setenv("HOME", str(folder / "home"))
    yield Home(folder, capsys)
    shutil.rmtree(folder)


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# Files that somebody wants to import or restore.
TO_IMPORT: dict[str, bytes] = {
    "there.csv": b"somebody's own",
    "bare.csv": b"Ware,amount,kind\nReis,2 kg,food\n",
    "kindless.csv": b"name,amount\nRice,2 kg\nSoap,4\n",
    "half.csv": b"name,amount\nRice,2 kg\nSoap,blorp\n",
    "fine.csv": b"name,amount,kind\nRice,2 kg,food\n",
    "wrong.csv": b"name,amount,kind,best before\nRice,blorp,food,\nSoap,4,other,5/6/2027\nSoap,,other,\n",
    "newer.json": b'{"schema": "shelterkit.export/2", "kit": {}}',
    "newer.toml": STOCKED.replace("format = 1", "format = 99").encode(),
    "big.csv": b"#" * (21 * 1024 * 1024),
    "rows.csv": b"name,amount\n" + b"Soap,4\n" * 100_001,
    "list.json": b'{"schema": "shelterkit.list/1", "items": []}',
    "hello.json": b'{"hello": "world"}',
    "utf-16.csv": "name,amount\nRice,2 kg\n".encode("utf-16"),
    "broken.json": b'{\n"products": [',
    "broken.toml": STOCKED.replace('"2 kg"', '"2 kgg"').encode(),
    "mistakes.json": b'{"schema": "shelterkit.export/1", "kit": {"format": 1, "household": {"adults": -1}}}',
    "kitless.json": b'{"schema": "shelterkit.export/1"}',
    "kit.json": b'{"schema": "shelterkit.export/1", "kit": {"format": 1, "household": {"adults": 1}}}',
    "cut.backup": as_backup(STOCKED.encode(), "kit.toml", now=NOON)[:600],
    "changed.backup": as_backup(STOCKED.encode(), "kit.toml", now=NOON).replace(b"Buckwheat", b"Buckwhaet"),
    "newer.backup": as_backup(STOCKED.encode(), "kit.toml", now=NOON).replace(b'"format": 1', b'"format": 2'),
    "stocked.backup": as_backup(STOCKED.encode(), "kit.toml", now=NOON),
    "quote.csv": b'name,amount\n"Rice,2 kg\n' + b"Soap,4\n" * 50_000,
}


def _furnish(home: Home, kit: str, monkeypatch: pytest.MonkeyPatch, line: str = "") -> None:
    monkeypatch.setenv("SHELTERKIT_KIT", str(home.kit))
    monkeypatch.chdir(home.folder)
    home.kit.parent.mkdir()
    (home.folder / "there.txt").write_text("somebody's own")
    (home.folder / "folder.txt").mkdir()
    (home.folder / "there.ics").write_text("somebody's own")
    (home.folder / "folder.ics").mkdir()
    (home.folder / "home" / "my-town.toml").write_text('id = "my-town"\ntitle = 7\n')
    for name in TO_IMPORT.keys() & set(line.split()):
        (home.folder / name).write_bytes(TO_IMPORT[name])
    (home.folder / "loop.csv").symlink_to("loop.csv")
    if kit != "none":
        home.run(*INIT.split())
        home.kit.unlink()
    if kit == "folder":
        home.kit.mkdir()
    elif kit == "dangling":
        home.kit.symlink_to(home.folder / "nowhere.toml")
    elif (text := KITS[kit]) is not None:
        home.put(text)
    if kit == "own advisory":
        own = home.folder / "home" / ".config" / "shelterkit" / "advisories"
        own.mkdir(parents=True)
        shutil.copy(home.folder / "home" / "my-town.toml", own)


def _words(case: Case, home: Home) -> list[str]:
    line = case.line.replace("{folder}", str(home.folder))
    marks = {"{esc}": "\x1b", "{bidi}": "\u202e", "{lone}": "\udcff"}
    return [re.sub(r"\{\w+\}", lambda found: marks[found[0]], word) for word in shlex.split(line)]


def _writes(line: str) -> bool:
    words = [word for word in line.split() if word not in ("--demo", "--on", "2027-01-01")]
    return bool(words) and (words[0] in WRITERS or " ".join(words).startswith(WRITING_PARTS))


@pytest.fixture(autouse=True)
def _damaged_config(request: pytest.FixtureRequest) -> None:
    case = getattr(getattr(request.node, "callspec", None), "params", {}).get("case")
    if case is not None and case.code == "config-damaged":
        home: Home = request.getfixturevalue("home")
        config = home.folder / "home" / ".config" / "shelterkit" / "config.toml"
        config.parent.mkdir(parents=True)
        config.write_text('[dates]\norder = "sideways"\n')


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.line}, {case.kit}")
def test_a_refusal_is_short_true_and_shows_a_way_out(
    case: Case, home: Home, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    _furnish(home, case.kit, monkeypatch, case.line)
    words = _words(case, home)
    before = home.listing()

    seen = home.run(*words)

    lines = seen.stderr.splitlines()
    assert seen.stdout == ""
    assert lines, "nothing was said"
    assert lines[0].startswith("Error: ")
    assert seen.code not in (0, 70), seen.stderr
    assert len(lines) <= 6, seen.stderr
    assert [line for line in lines if width(line) > 78 and not line.startswith("Try:")] == []
    assert not re.search(r"invalid|argument|exception|Traceback|[?!.]\.$|\x00|x<=|<=x", seen.stderr, re.MULTILINE)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", seen.stderr)
    assert ("Nothing was changed." in lines) == _writes(case.line), seen.stderr
    if _writes(case.line):
        assert {name: content for name, (_, content) in home.listing().items() if name.endswith("kit.toml")} == {
            name: content for name, (_, content) in before.items() if name.endswith("kit.toml")
        }
    else:
        assert home.listing() == before
    if case is next(one for one in CASES if one.code == case.code):
        golden(f"../errors/{case.code}.txt", f"$ shelterkit {case.line}\n{seen.stderr}[exit {seen.code}]\n")
    _follow(case, home, lines)


def _follow(case: Case, home: Home, lines: list[str]) -> None:
    """Paste what a refusal offers: it runs on the same kit."""
    offered = [line.removeprefix("Try:").strip() for line in lines if line.startswith("Try:")]
    assert len(offered) == 1, lines
    for part in re.split(r" {3,}or +| {3,}", offered[0]):
        command = part.replace("/home/anna", str(home.folder))
        if command.startswith("("):
            continue
        words = shlex.split(command)
        if words[0] != "shelterkit":
            assert case.code in NO_COMMAND, offered
            continue
        ran = home.run(*words[1:])
        assert ran.code == 0 or command in MAY_FAIL, f"{command}: {ran.stderr}"


FIRSTS = [case for number, case in enumerate(CASES) if case.code not in {one.code for one in CASES[:number]}]
PROGRAM = """\
#!/bin/sh
PYTHONPATH={tree} exec {python} -m tests.at {today} "$@"
"""


@pytest.mark.parametrize("case", FIRSTS, ids=lambda case: case.code)
def test_what_a_refusal_offers_is_pasted_into_a_shell_and_works(
    case: Case, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    _furnish(home, case.kit, monkeypatch)
    offered = re.findall(r"^Try:  (.*)$", home.run(*_words(case, home)).stderr, re.MULTILINE)
    programs = home.folder / "bin"
    programs.mkdir()
    program = programs / "shelterkit"
    program.write_text(PROGRAM.format(tree=SOURCE.parent, python=sys.executable, today=TODAY))
    program.chmod(0o755)

    pasted = re.split(r" {3,}or(?: look only:)? +| {3,}\(", offered[0].replace("/home/anna", str(home.folder)))[0]
    ran = subprocess.run(
        ["/bin/sh", "-c", pasted],
        env={"PATH": f"{programs}:/usr/bin:/bin", "HOME": os.environ["HOME"], "SHELTERKIT_KIT": str(home.kit)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.returncode == 0 or pasted in MAY_FAIL or pasted.startswith("pipx "), f"{pasted}: {ran.stderr}"


CORRECTIONS = [
    ("init --baby 1 --child 2 --advice germany", "init --infants 1 --children 2 --advisory de-bbk"),
    ("init --baby=1 --country=america", "init --infants=1 --advisory=us-cdc"),
    ("init --kit t5.toml --dogs 1 --days 10 --no-input", "init --kit t5.toml --dogs 1 --days 10 --adults 2 --no-input"),
    ("init --adults zwei --kit t5.toml --no-input", "init --adults 2 --kit t5.toml --no-input"),
    ("init --days 14,5 --adults 2 --kit t5.toml --no-input", "init --days 15 --adults 2 --kit t5.toml --no-input"),
    ("add insulin 5 pens", "add med insulin 5 pens"),
    ("add mineralwater 6x1.5L", "add water mineralwater 6x1.5L"),
    ("add rice 2kg", "add food rice 2kg"),
    ("shop 14", "shop --days 14"),
    ("shop 2 weeks", "shop --days 14"),
    ("shop --for 14", "shop --days 14"),
    ("status --days 2w", "status --days 14"),
    ("expires 30", "expires --within 30d"),
    ("history w1", "history --item w1"),
    ("help exit", "help exit-codes"),
    ("help words", "help amounts"),
    ("help error", "help errors"),
    ("help buy", "help shop"),
    ("alert", "check"),
    ("buy", "shop"),
    ("mail", "schedule"),
    ("power-outage", "checklist power-outage"),
    ("schedule uninstall", "schedule remove"),
    ("stauts", "status"),
    ("add water 6L --bestbefore 2027", "add water 6L --best-before 2027"),
    ("--quiet=yes", "--quiet"),
    ("status --quiet=yes", "status --quiet"),
    ("advisory use germany", "advisory use de-bbk"),
    ("advisory use 'United Kingdom'", "advisory use uk-prepare"),
    ("checklist blackout -o x.html", "checklist power-outage -o x.html"),
    ("add food Kibble 2kg --eaten-by puppy", "add food Kibble 2kg --eaten-by dog"),
    ("status --color alwys", "status --color always"),
    ("show batery", "show o1"),
    ("check water", "check --only water"),
    ("delete", "remove --help"),
]


@pytest.mark.parametrize(("line", "better"), CORRECTIONS, ids=lambda value: str(value)[:40])
def test_what_is_meant_is_offered(line: str, better: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _furnish(home, "none" if line.startswith("init") else "stocked", monkeypatch)

    seen = home.run(*shlex.split(line))

    assert f"{seen.stdout}{seen.stderr}".splitlines()[-1] == f"Try:  shelterkit {better}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.line}, {case.kit}")
def test_a_refusal_for_programs_has_its_code_and_exit(case: Case, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _furnish(home, case.kit, monkeypatch, case.line)
    words = _words(case, home)

    seen = home.run("--json", *words)

    told = json.loads(seen.stderr)
    assert seen.stdout == ""
    assert seen.stderr.count("\n") == 1
    more = ["candidates"] if case.code in ("food-ambiguous", "food-drained") else []
    assert list(told) == ["schema", "code", "exit", "changed", "message", "try", "file", "problems", *more]
    assert (told["schema"], told["code"], told["exit"], told["changed"]) == (
        "shelterkit.error/1",
        case.code,
        seen.code,
        False,
    )


NAMED_KIT = (
    "add water 6",
    "add water 1,500L",
    "use beans 2",
    "use w1 100L",
    "show blorp",
    "stats",
    "status --days 0",
    "household remove Ana",
    "undo 99",
    "advisory show us-cdcc",
    "add watr 6L",
)


@pytest.mark.parametrize("line", NAMED_KIT)
def test_what_is_offered_is_about_the_kit_that_was_named(line: str, home: Home) -> None:
    named = home.folder / "data" / "other kit.toml"
    assert home.run("--kit", str(named), *INIT.split()).code == 0
    named.write_text(BEANS)

    seen = home.run("--kit", str(named), *shlex.split(line))

    offered = seen.stderr.rpartition("Try:")[2].partition("     (")[0]
    words = shlex.split(offered.replace("/home/anna", str(home.folder)))
    assert words[:3] == ["shelterkit", "--kit", str(named)] or words[-1] == "--help", offered
    assert home.run(*words[1:]).code == 0
    assert list((home.folder / "home").iterdir()) == []


def test_every_code_word_in_the_source_has_a_case() -> None:
    words = {
        word
        for path in SOURCE.rglob("*.py")
        for word in re.findall(r'\bcode ?= ?"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    covered = {case.code for case in CASES} | set(ELSEWHERE) | ON_TERMINAL | SCHEDULE | OF_THEIR_OWN | OF_THE_COMPUTER
    assert words - covered == set()


def test_every_golden_refusal_belongs_to_a_case() -> None:
    files = {path.stem for path in ERRORS.glob("*.txt")}

    assert files == {case.code for case in CASES} | ON_TERMINAL | OF_THEIR_OWN | SCHEDULE | OF_THE_COMPUTER


def test_every_mistake_of_a_kit_is_listed_for_programs(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _furnish(home, "many", monkeypatch)

    seen = home.run("status", "--json")

    told = json.loads(seen.stderr)
    assert told["file"] == "/home/anna/data/kit.toml"
    assert [(one["field"], one["line"]) for one in told["problems"]] == [
        ("amount", STOCKED.splitlines().index(line) + 1) for line in STOCKED.splitlines() if line.startswith("amount")
    ]


def test_a_clock_that_cannot_be_right_is_said(home: Home, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    _furnish(home, "stocked", monkeypatch)

    seen = home.run("add", "water", "3L", today=date(2200, 1, 1))

    assert seen.code == 1
    assert home.kit.read_text() == STOCKED
    golden("../errors/clock.txt", f"$ shelterkit add water 3L\n{seen.stderr}[exit {seen.code}]\n")


def test_a_home_that_is_no_whole_path_is_refused(home: Home, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "somewhere")

    seen = home.run("status")

    assert seen.code == 66
    golden("../errors/no-home.txt", f"$ HOME=somewhere shelterkit status\n{seen.stderr}[exit {seen.code}]\n")


def test_without_its_extra_a_calendar_says_how_to_install_it(
    home: Home, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    _furnish(home, "stocked", monkeypatch)
    before = home.listing()
    monkeypatch.setitem(sys.modules, "icalendar", None)  # what Python puts there for a module that is not to be found

    seen = home.run("calendar", "-o", "kit.ics")

    assert (seen.code, seen.stdout) == (1, "")
    assert home.listing() == before
    golden("../errors/calendar-missing.txt", f"$ shelterkit calendar -o kit.ics\n{seen.stderr}[exit {seen.code}]\n")


@pytest.mark.parametrize("command", ["--help", "--version", "--demo status", "add --help"])
def test_what_needs_no_kit_needs_no_home(command: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "somewhere")

    seen = home.run(*command.split())

    assert seen.code == 0
    assert seen.stderr == ""
