"""Texts that try to be more than texts, and a document that says one everywhere."""

from __future__ import annotations

import pytest

from shelterkit.report.document import (
    Credits,
    Document,
    Footnote,
    Gap,
    Heading,
    Paragraph,
    Row,
    Table,
    Tick,
    Verbatim,
    WriteIn,
    document,
)

ADDRESS = "https://example.org/a_b?c=1&d=(2)"
LONG = "W" * 200

HOSTILE = {
    "markdown": "*b* _i_ **s** `c` ~~d~~ ![x](y) [z](w) [ref]: /u",
    "markdown-start": "# no heading",
    "markdown-list": "- no list",
    "markdown-number": "1. no number",
    "markdown-rule": "---",
    "markdown-setext": "===",
    "markdown-fence": "```` fence ```",
    "markdown-fence-end": "````",
    "markdown-table": "a | b \\| c",
    "markdown-break": "two spaces and a backslash  \\",
    "markdown-link": "http://a.example www.b.example me@c.example :fire: <https://d.example>",
    "markdown-box": "[x] done",
    "markdown-closing": "## closed ##",
    "html-script": "<script>alert(1)</script>",
    "html-image": "<img src=x onerror=alert(1)>",
    "html-style": "</style><b>x",
    "html-entity": "&lt;b&gt; &amp; &#60; &nbsp",
    "html-quote": "\"'><a href='javascript:x'>",
    "html-comment": "<!-- gone --> ]]> <?x?>",
    "typst-code": "#let x = 1; #panic()",
    "typst-markup": "*b* _i_ = head",
    "typst-maths": "$x^2$",
    "typst-reference": "@ref <label>",
    "typst-comment": "a // b /* c */ d",
    "typst-break": "a \\ b \\u{41} ~ -- --- ...",
    "typst-end": '")] #read("/etc/passwd")',
    "rich": "[red]x[/red] [/] [bold",
    "controls": "a\x00b\x07c\x7fd\x85e",
    "line-ends": "a\nb\rc\td",
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "bidi": "\u202eevil\u2066x\u2069",
    "separators": "a\u2028b\u2029c",
    "zero-width": "a\u200bb\ufeffc\u2060d",
    "joiners": "می\u200cخواهم",  # noqa: RUF001 - Persian
    "hebrew": "שלום",
    "arabic-number": "أم كريم 100: 124 tablets, ٥٥٥-٠١٤٢",  # noqa: RUF001 - Arabic digits
    "combining": "Z\u0335\u0327a\u0334l\u0338 e\u0301",
    "emoji": "🔥 and 👨\u200d👩\u200d👧 and ❤\ufe0f",
    "chinese": "緊急用の食料",
    "cyrillic": "Свічки, Їжа, Ґанок, Қазақ",
    "private": "\ue000 \U000f0000 \u0378 \udc80",
    "long": LONG,
    "long-emoji": "🥫" * 60,
    "quotes": "\"double\" 'single' “curly” „low‟",
    "backslashes": "C:\\new\\table \\\\ \\n \\x41",
    "path": "../../etc/passwd",
    "formula": "=1+1",
    "formula-command": "@SUM(A1) +1 -1",
    "template": "{{7*7}} ${7*7} {0} %s",
    "ligatures": "office ﬁ ffl fi",
}
CASES = pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
FOOTER = "Stock-take - printed 2026-11-23"


def everywhere(typed: str) -> Document:
    """Return a document that says a text twelve times, in each of the places a text can have."""
    return document(
        Heading(typed, 1),
        Paragraph(typed),
        Heading(typed),
        Tick(typed, details=(typed,), notes=(1,)),
        Tick(typed, done=True),
        WriteIn(typed),
        Verbatim(typed),
        Table((typed, "Other"), (Row((typed, "cell"), (typed, "cell")),)),
        Footnote(typed, 1, ADDRESS),
        Credits("Sources", ((typed, ADDRESS), (typed, None))),
        title="Hostile",
        footer=FOOTER,
    )


TIMES = 12


def unmarked(shown: str) -> str:
    """Return text without the isolates that keep numbers beside words written from right to left in their order."""
    return shown.replace("\u2068", "").replace("\u2069", "")


def squeezed(shown: str) -> str:
    """Return text without spaces and line ends: where a line breaks is not what it says."""
    return "".join(shown.split())


SHEET = document(
    Heading("Power outage", 1),
    Paragraph("For 2 adults. Advice: BBK.", hang=2),
    WriteIn("Shelter"),
    Gap(),
    Heading("Before 12:30"),
    Tick("Pack the go-bag.", details=("water: 1.5 L of 42 L", "  torch: hall"), notes=(1, 2)),
    Tick("Charge it.", done=True),
    Gap(),
    Table(("Id", "Counted"), (Row(("w1", "________"), mark="!", tone="warning"), Row(("f1",))), toned=0, marked=True),
    Verbatim("Print it:  shelterkit checklist go-bag --print"),
    Footnote("BBK, bbk.example", 1, "https://www.bbk.example/a?b=1&c=2"),
    Footnote("Sources:"),
    Credits("Figures", (("CDC, cdc.gov", "https://www.cdc.gov/"), ("Red Cross", None))),
    title="Power outage",
    footer=FOOTER,
)
