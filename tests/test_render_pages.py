from __future__ import annotations

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from shelterkit.render import html, markdown, terminal, text
from shelterkit.render.addresses import linked
from shelterkit.render.safe import safe, width
from shelterkit.report.document import Document, Heading, Paragraph, Row, Table, Tick, document
from tests import paper
from tests.hostile import ADDRESS, CASES, FOOTER, SHEET, TIMES, everywhere, squeezed, unmarked

if TYPE_CHECKING:
    from pathlib import Path


@CASES
@pytest.mark.parametrize("columns", [None, 20, 80, 120])
def test_text_says_what_was_typed(typed: str, columns: int | None) -> None:
    lines = text.render(everywhere(typed), columns).splitlines()

    # Stacked rows have no header, and the lines of a long cell have those of its neighbours between them.
    assert squeezed("".join(lines)).count(squeezed(safe(typed))) >= TIMES - (2 if columns else 0)
    assert [line for line in lines if width(line) > (columns or 10**6)] == []


@CASES
def test_a_terminal_is_told_nothing_but_colours(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.show(everywhere(typed), 80)

    shown = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert shown == text.render(everywhere(typed), 80)
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", shown) is None


def test_ordinary_words_stay_readable_in_markdown() -> None:
    assert (
        markdown.render(SHEET)
        == """\
# Power outage

For 2 adults. Advice: BBK.

Shelter: ________________________

## Before 12:30

- [ ] Pack the go-bag. (1, 2)
  - water: 1.5 L of 42 L
  - torch: hall
- [x] Charge it.

|  | Id | Counted |
| --- | --- | --- |
| ! | w1 |  |
|  | f1 |  |

```
Print it:  shelterkit checklist go-bag --print
```

(1) [BBK, bbk.example](https://www.bbk.example/a?b=1&amp;c=2)

Sources:

Figures: [CDC, cdc.gov](https://www.cdc.gov/); Red Cross.
"""
    )


ESCAPED = [
    ("go-bag, 12:30, 1.5 L + 2 (#3) = 5.", "go-bag, 12:30, 1.5 L + 2 (#3) = 5."),
    ("$x$ @me :fire: a|b", "\\$x\\$ \\@me \\:fire: a\\|b"),
    ("https://www.cdc.gov", "https\\://www\\.cdc.gov"),
    ("1. a", "1\\. a"),
    ("1.5 L", "1.5 L"),
    ("- a", "\\- a"),
    (" a\u00a0", "&#32;a&#160;"),
    ("\x1b[31m", "\\\\x1b\\[31m"),
]


@pytest.mark.parametrize(("typed", "written"), ESCAPED)
def test_markdown_escapes_what_would_mean_something(typed: str, written: str) -> None:
    assert markdown.escaped(typed) == written


def test_a_table_without_rows_is_not_on_the_page() -> None:
    empty = document("Words.", Table(("Head",), ()))

    assert markdown.render(empty) == "Words.\n"
    assert "<table" not in html.render(empty, paper="a4")
    assert "Head" not in text.render(empty, 78)


def read_markdown(page: str) -> list[str]:
    """Return what a reader of Markdown shows, a text for each paragraph, heading, list item and cell."""
    found = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page):
        if token.type == "inline":
            odd = {child.type for child in token.children or ()} - {"text", "text_special", "link_open", "link_close"}
            assert odd == set(), f"{odd} in {token.content}"
            found.append("".join(child.content for child in token.children or ()))
        elif token.type == "fence":
            found.append(token.content.removesuffix("\n"))
        else:
            assert token.type not in ("html_block", "code_block", "hr", "blockquote_open", "ordered_list_open")
    return found


@CASES
def test_markdown_says_what_was_typed(typed: str) -> None:
    shown = safe(typed)

    found = read_markdown(markdown.render(everywhere(typed)))

    label = shown if shown.endswith((":", "?")) else f"{shown}:"
    assert found == [
        *(shown, shown, shown),
        *(f"[ ] {shown} (1)", shown.strip(" "), f"[x] {shown}"),
        f"{label} {'_' * 24}",
        *(shown, shown, "Other", shown, "cell"),
        *(f"(1) {shown}", f"Sources: {shown}; {shown}."),
    ]


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=30))
def test_markdown_says_any_text(anything: str) -> None:
    page = markdown.render(
        document(Heading(anything), Paragraph(anything), Tick(anything), Table(("A",), (Row((anything,)),)))
    )

    expected = [safe(anything), *([safe(anything)] if anything else []), f"[ ] {safe(anything)}".rstrip(" "), "A"]
    found = read_markdown(page)
    assert [one.rstrip(" ") for one in found] == [one.rstrip(" ") for one in (*expected, _cell(anything))]


def _cell(anything: str) -> str:
    return "" if re.fullmatch(" *(_{8,} *)?", safe(anything)) else safe(anything)


@CASES
def test_markdown_links_nowhere_but_to_the_sources(typed: str) -> None:
    page = markdown.render(everywhere(typed))

    tokens = MarkdownIt("commonmark").enable("table").parse(page)

    inline = [child for token in tokens for child in token.children or ()]
    assert [child.attrs for child in inline if child.type == "link_open"] == [{"href": linked(ADDRESS)}] * 2
    # Readers that make links of bare addresses find none outside of commands.
    text_alone = re.sub(r"^(`{3,})\n.*\n\1$", "", page, flags=re.MULTILINE)
    assert re.search(r"(?<!\]\(https)(?<!\\):/|www\.|(?<!\\)@", text_alone) is None


def test_html_is_headings_lists_and_tables() -> None:
    page = html.render(SHEET, paper="a4")

    assert (
        page[page.index("<body>") :]
        == f"""\
<body>
<main>
<h1>Power outage</h1>
<p class="hang">For 2 adults. Advice: BBK.</p>
<p class="write"><span>Shelter:</span><span class="rule"></span></p>
<section>
<header>
<h2>Before 12:30</h2>
</header>
<div>
<ul class="ticks" role="list">
<li><span class="box" role="img" aria-label="to do">[ ]</span> Pack the go-bag. <span class="notes">(1, 2)</span>
<ul class="details" role="list">
<li>water: 1.5 L of 42 L</li>
<li class="deeper">  torch: hall</li>
</ul>
</li>
<li><span class="box done" role="img" aria-label="done">[x]</span> Charge it.</li>
</ul>
<div class="gap"></div>
<div class="scroll"><table>
<thead><tr><td></td><th scope="col">Id</th><th scope="col" class="blank">Counted</th></tr></thead>
<tbody>
<tr><td class="short">!</td><td><strong>w1</strong></td><td class="blank"></td></tr>
<tr><td class="short"></td><td>f1</td><td class="blank"></td></tr>
</tbody>
</table></div>
<pre>Print it:  shelterkit checklist go-bag --print</pre>
</div>
</section>
<p class="small numbered">(1) <a href="https://www.bbk.example/a?b=1&amp;c=2">BBK, bbk.example</a></p>
<p class="small leads">Sources:</p>
<p class="small">Figures: <a href="https://www.cdc.gov/">CDC, cdc.gov</a>; Red Cross.</p>
</main>
<footer>{FOOTER}</footer>
</body>
</html>
"""
    )


class Page(HTMLParser):
    """The tags, the attributes and the words of an HTML file."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[tuple[str, str, str | None]] = set()
        self.words: list[str] = []
        self.style = ""
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {(tag, name, value) for name, value in attrs}
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""
        self.tags[f"/{tag}"] += 1

    def handle_data(self, data: str) -> None:
        if self._open == "style":
            self.style += data
        elif data.strip():
            self.words.append(data.strip("\n"))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


HARMLESS = Page(html.render(everywhere("harmless"), paper="a4"))


@CASES
def test_html_has_the_same_tags_whatever_was_typed(typed: str) -> None:
    page = Page(html.render(everywhere(typed), paper="a4"))

    assert page.tags == HARMLESS.tags
    assert {one for one in page.attributes if one[1] != "class"} == {
        one for one in HARMLESS.attributes if one[1] != "class"
    }
    assert page.style == HARMLESS.style


@CASES
def test_html_says_what_was_typed(typed: str) -> None:
    shown = safe(typed)

    page = Page(html.render(everywhere(typed), paper="a4"))

    label = shown if shown.endswith((":", "?")) else f"{shown}:"
    assert [unmarked(one).strip(" ") for one in page.words] == [
        one.strip(" ")
        for one in (
            *("Hostile", shown, shown, shown),
            *("[ ]", shown, "(1)", shown, "[x]", shown),
            *(label, shown, shown, "Other", shown, "cell"),
            *("(1)", shown, "Sources:", shown, f"; {shown}.", FOOTER),
        )
    ]


def test_html_needs_nothing_from_elsewhere() -> None:
    page = html.render(everywhere("x"), paper="a4")

    assert re.findall(r"(?:src=|href=|url\(|@import)[^ >]*", page) == [f'href="{escape(linked(ADDRESS) or "")}"'] * 2
    assert re.search(r"<(script|link|img|iframe|object|base)\b", page) is None
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"" in page


@CASES
def test_a_footer_stays_a_string_of_the_style_sheet(typed: str) -> None:
    page = Page(html.render(Document((), footer=typed), paper="letter"))

    content = re.search(r"@bottom-left \{\n    content: \"((?:[\w .,-]|\\[0-9a-f]+ )*)\";\n", page.style)
    assert content is not None
    said = re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), content[1])
    assert unmarked(said) == safe(typed)
    assert "size: letter;" in page.style


ADDRESSES: list[tuple[str | None, str | None]] = [
    (None, None),
    ("https://www.cdc.gov/a-b_c?d=1&e=2#f", "https://www.cdc.gov/a-b_c?d=1&e=2#f"),
    ("https://dovidka.info/що", "https://dovidka.info/%D1%89%D0%BE"),
    ("https://x/%20", "https://x/%20"),
    ('https://x/"><script>', "https://x/%22%3E%3Cscript%3E"),
    ("https://x/) [y](z", "https://x/%29%20%5By%5D%28z"),
    ("https://x/\n\x1b\\", "https://x/%0A%1B%5C"),
    ("http://x/", None),
    ("javascript:alert(1)", None),
    ("HTTPS://x", None),
]


@pytest.mark.parametrize(("address", "target"), ADDRESSES)
def test_only_whole_secure_addresses_are_linked(address: str | None, target: str | None) -> None:
    assert linked(address) == target


def test_printed_html_says_a_heading_again_where_its_list_goes_on(tmp_path: Path) -> None:
    ticks = [Tick(f"Do thing number {number}.") for number in range(80)]
    printed = paper.printed_by_browser(html.render(document(Heading("During"), *ticks), paper="a4"), tmp_path)

    pages = paper.pages(printed)

    assert len(pages) > 2
    assert all("During" in page for page in pages)
