"""The 48 texts of the injection matrix: each tries to be more than a text to one of the readers of what is written."""

from __future__ import annotations

from typing import Final, NamedTuple
from unicodedata import category


class Payload(NamedTuple):
    """A text that tries to be more than one."""

    kind: str
    name: str
    text: str

    @property
    def is_utf8(self) -> bool:
        """Tell whether a file can hold it at all."""
        return not any(category(char) == "Cs" for char in self.text)

    @property
    def raw(self) -> bytes:
        """Return the bytes it stands for on a disk."""
        return self.text.encode("utf-8", "surrogateescape")


_TEXTS: Final = {
    "terminal": {
        "clear": "\x1b[2J\x1b[H\x1b[3Jgone",
        "colour": "\x1b[31mred\x1b[0;8mhidden",
        "title": "\x1b]0;title\x07name",
        "clipboard": "\x1b]52;c;Y3VybCBldmls\x07name",
        "link": "\x1b]8;;http://example.org\x1b\\here\x1b]8;;\x1b\\",
        "c1-csi": "\x9b2J\x9b31mred \x85 \x84",
        "c1-osc": "\x9d0;title\x9c \x90q\x9c",
        "nul": "a\x00b\x7fc\x7f",
        "backspace": "safe\x08\x08\x08\x08evil\x07",
        "return": "8 litres\r0 litres\x0b\x0c",
        "line": "one\ntwo\n\nAll is well.\n",
        "reset": "\x1bc\x1bP1$r0m\x1b\\\x0e\x0f\x05",
    },
    "rich": {
        "style": "[red]x[/red]",
        "closing": "Tuna [/USER] [/]",
        "opening": "[bold underline blink",
        "address": "[link=http://example.org]y[/link]",
        "action": "[@click=app.bell]z[/]",
        "backslash": "\\[red] \\\\[/] C:\\new\\table",
        "emoji": ":pill: :warning: :boom:",
        "emoji-style": ":heart-emoji: :heart-text: ❤\ufe0f",
    },
    "bidi": {
        "override": "abc\u202egpj.exe\u202c def",
        "isolate": "\u2066x\u2067y\u2068z 12\u2069 34",
        "marks": "a\u200e1\u200f2\u061cb אבג 100",
        "invisible": "Ri\u200bce\u00ad\u2060\U000e0041\ufeff dry",
        "separators": "one\u2028two\u2029three\x85four",
        "wide": "👨\u200d👩\u200d👧\u200d👦 緊急用の飲料水 한국어 می\u200cخواهم",  # noqa: RUF001 - Persian
    },
    "csv": {
        "equals": "=cmd|' /C calc'!A0",
        "plus": '+1+1;=HYPERLINK("http://example.org";"x")',
        "minus": "-2+3;@SUM(A1),=1",
        "at": "@SUM(1+1)*cmd|' /C calc'!A0",
        "space": "\t =1+1",
        "wide": "＝1+1;＋1;＠x",  # noqa: RUF001 - signs that spreadsheets fold
    },
    "html": {
        "script": "<script>alert(1)</script>",
        "image": "<img src=x onerror=alert(1)>",
        "style": "</style></title></table><b>x",
        "quote": "\"'><a href='javascript:alert(1)'>x",
        "entity": "<!-- x --> ]]> <?x?> &lt;b&gt; &#60; &nbsp",
    },
    "markdown": {
        "inline": "*b* _i_ `c` ~~d~~ ![x](http://example.org/y) [z](javascript:w) <https://d.example>",
        "block": "# h `````` | a | --- > q",
        "list": "1. one - two + three [x] done [ref]: /u",
    },
    "ics": {
        "component": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y",
        "escapes": "a\\n\\N\\;b;c,d:e\\",
        "fold": "Їжа 緊急 🥫 " * 14,
    },
    "monitor": {
        "figures": "OK | load=1;2;3;4 'x'=5",
        "shell": "'\"`touch canary`$(touch canary);touch canary|touch canary&touch canary #%n",
    },
    "size": {
        "long": "w" * 1500,
        "marks": "Z\u0335\u0327\u0334\u0338e\u0301\u0378\ue000\U000f0000\ufffe",
        "bytes": "caf\udce9 \udcff\udcfe",
    },
}
PAYLOADS: Final = tuple(Payload(kind, name, text) for kind, texts in _TEXTS.items() for name, text in texts.items())
HARMLESS: Final = Payload("none", "harmless", "harmless")
