"""The results in French, as the tables and plots of docs/echelle.md."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks.options import ROOT
from benchmarks.plots import Axis, bar_plot, decades, line_plot
from benchmarks.simulation.cases import BACKLOGS, STARTS, Results
from benchmarks.simulation.parameters import Numbers
from chalicelib.model.prices import S3_GB_MONTH

PAGE: Final = ROOT / "docs" / "echelle.md"
RESULTS: Final = Path(__file__).with_name("results.json")
BEGIN: Final = "<!-- python -m benchmarks.model --write -->"
END: Final = "<!-- fin -->"
REGIONS: Final = {"eu-west-1": "Irlande", "eu-west-3": "Paris"}
STAGES: Final = {
    "dispatch": "l'aiguillage",
    "ingest": "la prise en charge",
    "pace": "les lectures commencées par seconde",
    "starter": "le lanceur, une demande après l'autre",
    "jobs": "les lectures ouvertes à la fois",
    "transcribe": "le classement",
    "sums": "une partition de la table",
    "table": "la table entière",
    "account": "les exécutions du compte",
}
RAISED: Final = {
    "pace": "quota *StartDocumentTextDetection* et `start-rate` : {:.0f} par seconde",
    "jobs": "quota des lectures ouvertes et `open-jobs` : {:.0f}",
    "transcribe": "paramètre `TranscribeConcurrency` : {:.0f}",
    "ingest": "paramètre `IngestSmallConcurrency` : {:.0f}",
}
SPEEDS: Final = (2, 10, 100)
"""Mbit/s."""
THIN: Final = "\u202f"

Stored = Mapping[str, Any]


def stored_of(results: Results) -> dict[str, Any]:
    """The results as they are stored."""
    stored: dict[str, Any] = json.loads(json.dumps(asdict(results)))
    return stored


def block_of(stored: Stored) -> str:
    """All tables and plots."""
    parts = (_cases, _forms, _ladders, _behind, _line, _doubts)
    return "\n\n".join(part(stored) for part in parts)


def plots_of(stored: Stored) -> dict[str, str]:
    """Plots by the name of their file."""
    return {"echelle-quotas.svg": _by_starts(stored), "echelle-lot-du-jour.svg": _curves(stored), "echelle-parts.svg": _shares(stored)}


def write(stored: Stored) -> None:
    """Store the results, and write them into the page."""
    RESULTS.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
    put(block_of(stored), BEGIN, END)
    for name, plot in plots_of(stored).items():
        PAGE.with_name("images").mkdir(exist_ok=True)
        PAGE.with_name("images").joinpath(name).write_text(plot, "utf-8")


def put(block: str, begin: str, end: str) -> None:
    """Write a block into the page, between two marks."""
    text = PAGE.read_text("utf-8")
    before, after = text.partition(begin)[0], text.partition(end)[2]
    PAGE.write_text(f"{before}{begin}\n\n{block}\n\n{end}{after}", "utf-8")


def duration(seconds: float) -> str:
    """A duration as people say it.

    >>> [duration(each) for each in (22.4, 700, 26700, 400000)]
    ['22 s', '12 min', '7,4 h', '4,6 jours']
    """
    if seconds < 90:  # noqa: PLR2004 - a minute and a half
        return f"{seconds:.0f} s"
    if seconds < 5400:  # noqa: PLR2004 - an hour and a half
        return f"{seconds / 60:.0f} min"
    if seconds < 48 * 3600:
        return f"{seconds / 3600:.1f} h".replace(".", ",")
    return f"{seconds / 86400:.1f} jours".replace(".", ",")


def number(value: float) -> str:
    """A whole number with thin blanks."""
    return f"{value:,.0f}".replace(",", THIN)


def _dollars(value: float) -> str:
    return f"{value:.2f} $".replace(".", ",") if value < 10 else f"{number(value)} $"  # noqa: PLR2004 - cents matter below


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _volume(volume: Stored) -> str:
    each, said = volume["files"] // volume["dossiers"], _of_pages(volume["pages"])
    what = f"en un fichier {said}" if each == 1 else f"en {each} fichiers {said}"
    return f"{number(volume['dossiers'])} dossiers, chacun {what}"


def _of_pages(pages: int) -> str:
    return "d'une page" if pages == 1 else f"de {pages} pages"


def _cases(stored: Stored) -> str:
    rows = []
    for case in stored["cases"]:
        pages = number(case["volume"]["files"] * case["volume"]["pages"])
        binding = f"{STAGES[case['binding']]} ; puis {STAGES[case['next_binding']]} (à {_share(case['next_share'])})"
        rows.append(
            [
                _volume(case["volume"]),
                pages,
                REGIONS[case["region"]],
                duration(case["seconds"]),
                duration(case["receipt"]),
                _dollars(case["dollars"]),
                binding,
            ]
        )
    head = ["charge", "pages", "région", "tout est lu et classé", "récépissé", "coût", "ce qui borne"]
    return (
        "### Les quatre charges, avec les quotas d'un compte neuf\n\n"
        + table(head, rows)
        + "\n\n![Part de chaque étape](images/echelle-parts.svg)"
    )


def _forms(stored: Stored) -> str:
    rows = [
        [_volume(each["volume"]), REGIONS[each["region"]], duration(each["seconds"]), _dollars(each["dollars"]), STAGES[each["binding"]]]
        for each in stored["forms"]
    ]
    return "### Un dossier en un fichier, ou en quarante\n\n" + table(
        ["les dossiers déjà numérisés", "région", "durée", "coût", "ce qui borne"], rows
    )


def _ladders(stored: Stored) -> str:
    rows = []
    for name, steps in stored["ladders"].items():
        region, form = name.split()
        files, pages = form.split("x")
        for index, step in enumerate(steps):
            what = "tel qu'il est installé" if step["raised"] is None else RAISED[step["raised"]].format(step["to"])
            said = f"{REGIONS[region]}, {files} {_of_pages(int(pages))}" if index == 0 else ""
            rows.append([said, what, duration(step["seconds"]), STAGES[step["binding"]]])
    head = [
        "région, fichiers d'un dossier",
        "ce qui est relevé, l'un après l'autre",
        "durée des dossiers déjà numérisés",
        "ce qui borne alors",
    ]
    return (
        "### Quel quota demander, et ce qu'il apporte\n\n"
        + table(head, rows)
        + "\n\n![Durée selon le quota de lectures commencées par seconde](images/echelle-quotas.svg)"
    )


def _behind(stored: Stored) -> str:
    rows = []
    for each in stored["behind"]:
        backlog = _backlog(each["batches"])
        said = f"50 fichiers {_of_pages(each['pages'])}"
        rows.append([REGIONS[each["region"]], said, backlog, duration(each["seconds"]), duration(each["receipt"])])
    head = ["région", "lot du jour", "ce qui attend déjà", "tout est lu et classé", "récépissé"]
    return (
        "### Un lot du jour derrière une reprise\n\n"
        + table(head, rows)
        + "\n\n![Le lot du jour, seul et derrière une reprise](images/echelle-lot-du-jour.svg)"
    )


def _backlog(batches: int) -> str:
    if batches == 0:
        return "rien"
    files = dict(BACKLOGS).get(batches, 0) * batches
    return f"{number(files)} fichiers en {number(batches)} lot{'s' if batches > 1 else ''}" if files else f"{batches} lots"


def _line(stored: Stored) -> str:
    kinds = {"black_and_white": "noir et blanc", "grey": "gris"}
    rows = []
    for case in stored["cases"][: len(stored["cases"]) // len(REGIONS)]:
        pages = case["volume"]["files"] * case["volume"]["pages"]
        if pages < 1_000:  # noqa: PLR2004 - it is sent in seconds
            continue
        for name, said in kinds.items():
            size = pages * Numbers()["line", name] * 1000
            times = [duration(size * 8 / (speed * 1e6)) for speed in SPEEDS]
            rows.append([number(pages), said, f"{number(size / 1e9)} Go" if size > 1e9 else f"{number(size / 1e6)} Mo", *times])  # noqa: PLR2004
            rows[-1].append(_dollars(size / 1e9 * S3_GB_MONTH))
    head = ["pages", "numérisation à 200 points par pouce", "volume", *(f"{speed} Mbit/s" for speed in SPEEDS), "conservation, par mois"]
    return "### La ligne qui envoie\n\n" + table(head, rows)


def _doubts(stored: Stored) -> str:
    entries = Numbers().entries
    rows = []
    for name, seconds in stored["doubts"].items():
        key, _, factor = name.partition(" x ")
        section, _, entry = key.partition(".")
        value = entries[section, entry]["value"]
        changed = f"{value * float(factor):g}".replace(".", ",")
        rows.append([DOUBTS[key], f"{value:g}".replace(".", ","), changed, duration(seconds)])
    first = duration(next(each for each in stored["forms"])["seconds"])
    head = [
        "ce qui est supposé",
        "valeur prise",
        "si c'était",
        f"durée des dossiers déjà numérisés (Irlande ; {first} avec la valeur prise)",
    ]
    return "### Ce qui est supposé, et ce que cela change\n\n" + table(head, rows)


DOUBTS: Final = {
    "textract.first_page": "secondes que Textract met pour une page",
    "textract.each_page": "secondes de plus par page du même fichier",
    "steps.transcribe_page": "secondes de processeur pour classer une page",
    "textract.spread": "écart des durées de Textract (écart-type du logarithme)",
    "lambda.cold_start": "secondes d'un démarrage à froid",
    "queues.delivery": "secondes d'un message entre deux fonctions",
    "queues.announcement": "secondes avant que S3 annonce un fichier",
    "queues.notice": "secondes d'un avis de Textract",
    "steps.closing_line": "secondes d'une ligne du récépissé",
    "load.dossier_pages": "pages d'un dossier",
}


def _by_starts(stored: Stored) -> str:
    names = {"1x40": "un fichier de 40 pages", "10x4": "10 fichiers de 4 pages", "40x1": "40 fichiers d'une page"}
    series = {names[form]: [(rate, seconds / 3600) for rate, seconds in points] for form, points in stored["by_starts"].items()}
    hours = [hour for points in series.values() for _, hour in points]
    return line_plot(
        "Durée des dossiers déjà numérisés, selon le quota de Textract",
        series,
        across=Axis(name="lectures commencées par seconde", ticks={rate: f"{rate:g}" for rate in STARTS}, logarithmic=True),
        up=Axis(name="heures", ticks=decades(min(hours), max(hours), lambda value: f"{value:g}".replace(".", ",")), logarithmic=True),
        marks={1: "Paris", 5: "Irlande", 15: "Virginie"},
    )


def _curves(stored: Stored) -> str:
    series = {}
    for each in stored["behind"]:
        if each["region"] == "eu-west-1" and each["pages"] == 1:
            name = "seul" if each["batches"] == 0 else f"derrière {_backlog(each['batches'])}"
            series[name] = [(0.0, 0.0), *((second, count) for count, second in enumerate(each["curve"], start=1))]
    longest = max(second for points in series.values() for second, _ in points)
    end = int(longest // 10 + 1) * 10
    return line_plot(
        "Un lot du jour de 50 fichiers d'une page, Irlande : fichiers classés",
        series,
        across=Axis(name="secondes depuis son arrivée", ticks={second: str(second) for second in range(0, end + 1, 10)}),
        up=Axis(name="fichiers", ticks={count: str(count) for count in range(0, 51, 10)}),
    )


def _shares(stored: Stored) -> str:
    shares = {
        STAGES[stage].removeprefix("les ").removeprefix("la ").removeprefix("le "): share for stage, share in stored["shares"].items()
    }
    return bar_plot("Ce que les dossiers déjà numérisés prennent de chaque étape (Irlande)", shares, write=_share)
