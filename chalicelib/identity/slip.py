"""The slip that a servant is handed: one A4 page with the first password, in French and in Kirundi (a draft), and a stub to sign.

Made like the receipts (`printed`): nothing in it runs or is fetched, and whatever is not markup is escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from chalicelib.identity.passwords import groups_of
from chalicelib.text.calendar import moment, zone_of
from chalicelib.text.print_page import Html, html, isolated

MOST_SLIPS = 200
"""In one file: a ream's worth for one office, and quick to open on an old computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tongue:
    """What a slip says in one language."""

    tag: str
    title: str
    note: str = ""
    """In French, beside the title."""
    steps: tuple[str, ...]
    then: str
    rules: tuple[tuple[str, str], ...]
    """What is bold, and what follows."""


_FRENCH = _Tongue(
    tag="fr",
    title="Pour entrer",
    steps=(
        "Ouvrez l'adresse ci-dessus sur un téléphone ou un ordinateur.",
        "Saisissez votre matricule et ce premier mot de passe : 8 lettres, puis 4 chiffres, sans espace.",
        "Choisissez votre propre mot de passe : au moins 12 signes, avec une majuscule, une minuscule et un chiffre.",
    ),
    then="Vous lisez alors votre dossier, et vous voyez qui l'a consulté.",
    rules=(
        (
            "Gardez-le pour vous.",
            "Personne, pas même un archiviste, n'a à demander votre mot de passe. Détruisez cette fiche une fois le vôtre choisi.",
        ),
        (
            "Fiche perdue, mot de passe oublié ou délai passé ?",
            "Allez au guichet des archives avec une pièce d'identité : une nouvelle fiche vous est remise, celle-ci ne vaut plus rien.",
        ),
    ),
)
_KIRUNDI = _Tongue(
    tag="rn",
    title="Uko winjira",
    note="(projet de traduction, à relire)",
    steps=(
        "Ugurura iyi aderesi kuri terefone canke kuri orodinateri.",
        "Andika inomero ya matricule yawe n'iri jambo ry'ibanga rya mbere : indome 8, ibiharuro 4, ata kibanza kiri hagati.",
        "Hitamwo ijambo ry'ibanga ryawe bwite : n'imiburiburi ibimenyetso 12, harimwo indome nini, indome ntoya n'igiharuro.",
    ),
    then="Uca usoma idosiye yawe, ukabona n'uwayisomye.",
    rules=(
        (
            "Ribike wenyene.",
            "Nta muntu n'umwe akwiye kukubaza ijambo ry'ibanga, naho yoba akora mu bubiko. Tabura uru rupapuro umaze guhitamwo iryawe.",
        ),
        (
            "Urupapuro rwatakaye, waryibagiye canke igihe carenze ?",
            "Genda ku biro vy'ububiko witwaje ikarangamuntu : baguha urundi rupapuro, uru na rwo ntiruba rugikora.",
        ),
    ),
)
"""A draft: a native speaker has not read it yet, and the page says so."""

_STYLE = """
:root{--ink:#1c2530;--soft:#5a6572;--rule:#d8dde3;--accent:#14533c;--tint:#f1f6f3}
*{box-sizing:border-box}
html{background:#eef0f2;color:var(--ink);font:10pt/1.4 "Noto Sans","Segoe UI","Helvetica Neue","DejaVu Sans",Arial,sans-serif}
body{margin:0}
.slip{background:#fff;width:210mm;min-height:297mm;margin:8mm auto;padding:15mm 16mm 12mm;box-shadow:0 1px 6px #0002;
display:flex;flex-direction:column;break-after:page}
.slip:last-child{break-after:auto}
header{display:flex;justify-content:space-between;align-items:baseline;gap:4mm;border-bottom:2px solid var(--accent);padding-bottom:3mm}
header b{font:600 17pt/1 "Noto Serif",Charter,Georgia,"DejaVu Serif",serif;color:var(--accent)}
header span{color:var(--soft);font-size:9pt;text-align:right}
h1{font:600 17pt/1.2 "Noto Serif",Charter,Georgia,"DejaVu Serif",serif;margin:5mm 0 1mm;overflow-wrap:anywhere}
.whose{margin:0;color:var(--soft)}
.keys{margin:5mm 0 0;border:1.5px solid var(--accent);border-radius:2.5mm;background:var(--tint);padding:3.5mm 7mm;
display:grid;grid-template-columns:max-content 1fr;gap:2.2mm 8mm;align-items:baseline;break-inside:avoid}
.keys dt{color:var(--soft)}
.keys dt i{display:block;font-size:8.5pt}
.keys dd{margin:0;font:600 13pt/1.3 "Noto Sans Mono","DejaVu Sans Mono",Consolas,monospace;overflow-wrap:anywhere}
.keys .pass{font-size:23pt;line-height:1.15;white-space:nowrap}
.pass span{color:var(--ink)}
.pass span+span{margin-left:3.5mm;padding-left:3.5mm;border-left:1px solid #b9c9c0}
.keys .until{font:600 10.5pt/1.4 "Noto Sans","Segoe UI","DejaVu Sans",Arial,sans-serif}
.tongues{display:grid;grid-template-columns:1fr 1fr;gap:7mm;margin-top:6mm}
.tongues section+section{border-left:1px solid var(--rule);padding-left:7mm}
h2{font:600 12.5pt/1.3 "Noto Serif",Charter,Georgia,"DejaVu Serif",serif;margin:0 0 2.5mm;color:var(--accent)}
h2 small{font:9pt "Noto Sans","DejaVu Sans",Arial,sans-serif;color:var(--soft)}
ol{margin:0;padding:0;list-style:none;counter-reset:step}
ol li{counter-increment:step;position:relative;padding-left:8mm;margin-bottom:2.2mm}
ol li::before{content:counter(step);position:absolute;left:0;top:.3mm;width:5.4mm;height:5.4mm;border-radius:50%;
border:1px solid var(--accent);color:var(--accent);font:600 9pt/5.1mm "Noto Sans","DejaVu Sans",Arial,sans-serif;text-align:center}
section p{margin:0 0 2.5mm}
section p b{display:block}
.stub{margin-top:auto;border-top:1.5px dashed #9aa3ad;padding-top:3mm;break-inside:avoid}
.stub p{margin:0 0 1mm;color:var(--soft);font-size:9pt}
.stub dl{display:grid;grid-template-columns:2.2fr 1fr 1fr 1.6fr;gap:0 6mm;margin:0}
.stub dt{color:var(--soft);font-size:8.5pt;grid-row:2;border-top:1px solid var(--ink);padding-top:1mm}
.stub dd{margin:0;font-size:9pt;line-height:1.2;grid-row:1;align-self:end;min-height:8mm;
display:flex;align-items:end;padding-bottom:1mm;overflow-wrap:anywhere}
@media screen and (max-width:700px){.slip{width:auto;min-height:0;margin:0;padding:6mm 5mm}.tongues,.keys{grid-template-columns:1fr}
.tongues section+section{border:0;padding:0}.keys .pass{white-space:normal;font-size:18pt}}
@media print{html{background:none}.slip{width:auto;min-height:272mm;margin:0;padding:0;box-shadow:none}
.keys{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@page{size:A4;margin:12mm 16mm}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What one servant is told; it exists on paper and nowhere else."""

    name: str
    first_names: str
    matricule: str
    """As people are told it."""
    ministry: str
    province: str
    password: str
    given_at: datetime
    """UTC, aware."""
    expires_at: datetime
    """UTC, aware."""

    @property
    def person(self) -> str:
        """Name in full; the matricule where the roster has no name."""
        return " ".join(filter(None, (self.name, self.first_names))) or self.matricule

    @property
    def place(self) -> tuple[str, str, str]:
        """How slips are sorted for handing over."""
        return self.ministry, self.province, self.person


def slips_html(slips: Sequence[Slip], *, site: str, time_zone: str) -> str:
    """Set slips for printing, a page each, those of one ministry and province together."""
    zone = zone_of(time_zone)
    pages = "\n".join(_page(slip, site, zone) for slip in sorted(slips, key=lambda slip: slip.place))
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n'
        f"<title>Fiches de première connexion</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{pages}\n</body>\n</html>\n"
    )


def _page(slip: Slip, site: str, zone: tzinfo) -> Html:
    until = moment(slip.expires_at, zone)
    parts = (
        '<article class="slip"><header><b>Ububiko</b><span>Fiche de première connexion · personnelle et confidentielle</span></header>',
        f"<h1>{isolated(slip.person)}</h1>",
        f'<p class="whose">{html(" · ".join(filter(None, (slip.ministry, slip.province))))}</p>',
        '<dl class="keys">',
        f"<dt>Adresse du site<i>Aderesi</i></dt><dd>{html(_shown(site))}</dd>",
        f"<dt>Matricule<i>Inomero ya matricule</i></dt><dd>{isolated(slip.matricule)}</dd>",
        f'<dt>Premier mot de passe<i>Ijambo ry\'ibanga rya mbere</i></dt><dd class="pass">{_parted(slip.password)}</dd>',
        f'<dt>Valable jusqu\u2019au<i>Rikora gushika</i></dt><dd class="until">{html(until)}</dd>',
        "</dl>",
        '<div class="tongues">',
        _told(_FRENCH),
        _told(_KIRUNDI),
        "</div>",
        _stub(slip, zone),
        "</article>",
    )
    return Html("".join(parts))


def _shown(site: str) -> str:
    """Leave out what a browser adds by itself.

    >>> _shown("https://archives.example.bi/"), _shown("http://127.0.0.1:4576/")
    ('archives.example.bi', 'http://127.0.0.1:4576')
    """
    parts = urlsplit(site)
    bare = site.rstrip("/")
    return bare.removeprefix("https://") if parts.scheme == "https" else bare


def _parted(password: str) -> Html:
    """Part a password for the eye alone: no sign stands between the groups."""
    return Html("".join(f"<span>{html(group)}</span>" for group in groups_of(password)))


def _text(text: str) -> Html:
    """Hold a sign to the word before it, and bend an apostrophe, as French and its neighbours print them."""
    return html(text.replace("'", "\u2019").replace(" ?", "\u202f?").replace(" :", "\u00a0:").replace(" ;", "\u202f;"))


def _told(tongue: _Tongue) -> Html:
    items = "".join(f"<li>{_text(step)}</li>" for step in tongue.steps)
    said = "".join(f"<p><b>{_text(head)}</b>{_text(text)}</p>" for head, text in tongue.rules)
    small = f' <small lang="fr">{html(tongue.note)}</small>' if tongue.note else ""
    head = f"<h2>{html(tongue.title)}{small}</h2>"
    return Html(f'<section lang="{tongue.tag}">{head}<ol>{items}</ol><p>{_text(tongue.then)}</p>{said}</section>')


def _stub(slip: Slip, zone: tzinfo) -> Html:
    """Stub that the office keeps: it proves the handing over, and says no password."""
    fields = (("Agent", isolated(slip.person)), ("Matricule", isolated(slip.matricule)), ("Remise le", Html("")), ("Signature", Html("")))
    cells = "".join(f"<dd>{value}</dd><dt>{html(name)}</dt>" for name, value in fields)
    when = html(moment(slip.given_at, zone))
    note = f"Talon gardé par le bureau. Fiche établie le {when}\u202f; elle remplace les précédentes."
    return Html(f'<footer class="stub"><p>{note}</p><dl>{cells}</dl></footer>')
