"""Pages for printing: A4, French, self-contained. Whatever is not `Html` is escaped; nothing in a page runs or is fetched."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_THIN = "\u202f"

STYLE = """
:root{--ink:#1c2530;--soft:#5a6572;--rule:#d8dde3;--paper:#fff;--desk:#eef0f2;--accent:#14533c;
--filed:#14533c;--to_review:#8a5a00;--duplicate:#4a5563;--refused:#9c3d12;--failed:#a3161f;--missing:#6b2a83}
*{box-sizing:border-box}
html{background:var(--desk);color:var(--ink);font:10pt/1.45 "Noto Sans","Segoe UI","Helvetica Neue","DejaVu Sans",Arial,sans-serif}
body{background:var(--paper);max-width:210mm;margin:8mm auto;padding:16mm 15mm;box-shadow:0 1px 6px #0002}
header{border-bottom:2px solid var(--accent);padding-bottom:4mm;margin-bottom:6mm}
header p{margin:0;color:var(--soft)}
h1{font:600 20pt/1.2 "Noto Serif",Charter,Georgia,"DejaVu Serif",serif;margin:1mm 0;color:var(--accent);overflow-wrap:anywhere}
h2{font:600 13pt/1.3 "Noto Serif",Charter,Georgia,"DejaVu Serif",serif;margin:8mm 0 2mm;break-after:avoid}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.6mm 5mm;margin:0 0 5mm}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.sum{display:flex;list-style:none;padding:0;margin:5mm 0 2mm;border:1px solid var(--rule);border-radius:2mm;break-inside:avoid}
.sum li{flex:1;padding:3mm 1mm;text-align:center;position:relative}
.sum li+li{border-left:1px solid var(--rule)}
.sum li+li::before{content:"+" / "";position:absolute;left:-1.7mm;top:5.2mm;width:3.4mm;line-height:1;
background:var(--paper);color:var(--soft)}
.sum li:nth-child(2)::before{content:"=" / ""}
.sum b{display:block;font:600 19pt/1.1 "Noto Serif",Charter,Georgia,"DejaVu Serif",serif;font-variant-numeric:lining-nums}
.sum span{font-size:8.5pt;color:var(--soft)}
.sum .none b{color:#9aa3ad}
.closes{margin:0 0 5mm;color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:8.5pt;line-height:1.35}
caption{text-align:left;color:var(--soft);padding:0 0 1.5mm;font-size:9pt}
th,td{text-align:left;vertical-align:top;padding:1.3mm 3mm 1.3mm 0;border-bottom:1px solid var(--rule);overflow-wrap:anywhere}
thead th,thead th.m{font:inherit;font-weight:600;border-bottom:1.5px solid var(--ink);overflow-wrap:normal}
tbody th{font-weight:400}
tr{break-inside:avoid}
.group th{font-weight:600;padding-top:4mm;font-size:9.5pt;border-bottom-color:currentColor;break-after:avoid}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.m{font-family:"Noto Sans Mono","DejaVu Sans Mono",Consolas,monospace;font-size:7.5pt}
.w{white-space:nowrap}
.filed{color:var(--filed)}.to_review{color:var(--to_review)}.duplicate{color:var(--duplicate)}
.refused{color:var(--refused)}.failed{color:var(--failed)}.missing{color:var(--missing)}
.note{color:var(--soft);font-size:9pt}
.call{border-left:3px solid var(--to_review);padding:2mm 4mm;margin:5mm 0;background:#faf6ec;break-inside:avoid}
pre{font-family:"Noto Sans Mono","DejaVu Sans Mono",Consolas,monospace;font-size:8.5pt;white-space:pre-wrap;margin:2mm 0}
.signed{display:grid;grid-template-columns:1fr 1fr;gap:12mm;margin-top:12mm;break-inside:avoid}
.signed p{margin:0;border-top:1px solid var(--ink);padding-top:1.5mm;color:var(--soft);margin-top:16mm}
@media screen and (max-width:700px){body{margin:0;padding:6mm 4mm}.sum{flex-wrap:wrap}
.sum li{flex:1 0 30%}.sum li+li{border:0}.sum li+li::before{content:none}
main{overflow-x:auto}}
@media print{html,body{background:none}body{max-width:none;margin:0;padding:0;box-shadow:none}a{color:inherit;text-decoration:none}}
@page{size:A4;margin:16mm 15mm 18mm;
@bottom-left{content:"FOOT";font:8pt "Noto Sans","DejaVu Sans",Arial,sans-serif;color:#5a6572;white-space:nowrap}
@bottom-right{content:"page " counter(page) " / " counter(pages);font:8pt "Noto Sans","DejaVu Sans",Arial,sans-serif;color:#5a6572}}
"""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table."""

    title: str
    style: str = ""
    """Class of its cells: `n` for numbers, `m` for digests, `w` for what must not wrap."""
    width: str = ""
    """CSS length; empty: what is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of a table under a heading of their own."""

    rows: Sequence[Sequence[str]]
    title: str = ""
    style: str = ""


def visible(text: str) -> str:
    r"""Write signs that nobody sees, or that turn the reading direction, as their number: a name cannot play tricks.

    >>> visible("acte\u202efdp.exe")
    'acte⟨202E⟩fdp.exe'
    """
    return _UNSEEN.sub(lambda found: f"⟨{ord(found[0]):04X}⟩", text)


def html(text: str) -> Html:
    """Make markup of any text."""
    return text if isinstance(text, Html) else Html(escape(visible(text)))


def isolated(text: str) -> Html:
    """Write a name in letters of any direction without disturbing its neighbours."""
    return Html(f"<bdi>{html(text)}</bdi>")


def document(*, title: str, above: str, below: str, foot: str, body: Iterable[Html]) -> str:
    """Set a whole page.

    Args:
        title: of the page.
        above: over the title, small.
        below: under the title, small.
        foot: at the foot of each printed page, beside its number.
        body: parts of the page.
    """
    style = STYLE.replace("FOOT", "".join(f"\\{ord(letter):06x}" for letter in visible(foot)))
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{html(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<header><p>{html(above)}</p><h1>{html(title)}</h1><p>{html(below)}</p></header>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def facts(pairs: Iterable[tuple[str, str]]) -> Html:
    """Set a list of facts."""
    return Html("<dl>" + "".join(f"<dt>{html(name)}</dt><dd>{html(value)}</dd>" for name, value in pairs) + "</dl>")


def table(*, caption: str, columns: Sequence[Column], groups: Iterable[Group]) -> Html:
    """Set a table whose head is repeated on each printed page; the first cell of a row is its header."""
    parts = ["<table><caption>", html(caption), "</caption><colgroup>"]
    parts += [f'<col style="width:{column.width}">' if column.width else "<col>" for column in columns]
    parts += ["</colgroup><thead><tr>", *(_cell("th", column.style, column.title, "col") for column in columns), "</tr></thead>\n"]
    for group in groups:
        parts.append("<tbody>")
        if group.title:
            heading = f'<th colspan="{len(columns)}" scope="rowgroup" class="{group.style}">{html(group.title)}</th>'
            parts.append(f'<tr class="group">{heading}</tr>\n')
        for head, *cells in group.rows:
            row = "".join(_cell("td", column.style, cell) for column, cell in zip(columns[1:], cells, strict=True))
            parts.append(f"<tr>{_cell('th', columns[0].style, head, 'row')}{row}</tr>\n")
        parts.append("</tbody>")
    return Html("".join([*parts, "</table>"]))


def number(value: float | None) -> str:
    r"""Write a number as in French, or a dash.

    >>> number(12345), number(97.5), number(None)
    ('12\u202f345', '97,5', '—')
    """
    return "—" if value is None else f"{value:,}".replace(",", _THIN).replace(".", ",")


def size(value: int | None) -> str:
    r"""Write a size as in French.

    >>> size(1_766_000).replace("\u202f", " ")
    '1,8 Mo'
    """
    if value is None:
        return "—"
    for unit, power in (("Go", 10**9), ("Mo", 10**6), ("Ko", 10**3)):
        if value >= power:
            return f"{number(round(value / power, 1))}{_THIN}{unit}"
    return f"{value}{_THIN}o"


def lasting(seconds: float) -> str:
    """Write a duration as in French.

    >>> lasting(3725)
    '1 h 02 min 05 s'
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min {rest:02} s"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def _cell(tag: str, style: str, text: str, scope: str = "") -> str:
    attributes = (f' scope="{scope}"' if scope else "") + (f' class="{style}"' if style else "")
    return f"<{tag}{attributes}>{html(text)}</{tag}>"
