"""What was made of a roster: for the ministry to read back in the outbox. It names lines and columns, never a person."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from chalicelib.personnel.roster import COLUMNS, Difference, Roster
from chalicelib.text.calendar import moment, zone_of
from chalicelib.text.print_page import Column, Group, Html, document, facts, html, number, table
from chalicelib.text.table import TABLE_PROBLEMS

RosterStatus = Literal["in_force", "waiting", "late", "refused"]
"""In force; waiting for a confirmation; older than the one in force; of no use."""

CONFIRM, UNDO = "confirm_roster", "undo_roster"
"""Actions of the administrator's function."""

REFUSALS: dict[str, tuple[str, str]] = {
    "roster_empty": ("Aucune ligne n'est utilisable.", "No line can be used."),
    "roster_columns": (
        "L'en-tête ne nomme pas la colonne « matricule », ou la nomme deux fois.",
        "The header does not name the column matricule, or names it twice.",
    ),
    "roster_unreadable": (
        "Ce n'est pas un fichier CSV : dans le tableur, « Enregistrer sous », type CSV UTF-8.",
        "This is no CSV file: save the workbook as CSV UTF-8.",
    ),
}
"""Why a roster is of no use: (French, English)."""

_STATUSES: dict[RosterStatus, str] = {
    "in_force": "En vigueur : les pièces sont classées d'après ce fichier.",
    "waiting": "En attente : ce fichier perd plus d'agents que le réglage n'en permet. Le précédent reste en vigueur.",
    "late": "Sans effet : un fichier plus récent est déjà en vigueur.",
    "refused": "Refusé : le précédent reste en vigueur.",
}
_DELIMITERS = {";": "point-virgule", ",": "virgule", "\t": "tabulation"}
_SHOWN = 500
"""Problems on the page; all are in the JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadingReport:
    """What became of a file of the roster."""

    key: str
    """Where it was dropped."""
    generation: str
    """What this reading of it is called; a confirmation and an undo name it."""
    at: datetime
    """Aware: when it was read."""
    status: RosterStatus
    roster: Roster | None = None
    """None where it is refused."""
    refusal: str | None = None
    """A key of `REFUSALS`, where it is refused."""
    before: int | None = None
    """Servants of the roster that was in force; None where there was none."""
    changes: Difference | None = None
    """Against the roster that was in force."""

    @property
    def servants(self) -> int:
        """Servants that it knows."""
        return len(self.roster.servants) if self.roster else 0


def report_json(report: LoadingReport) -> str:
    """Write a report for machines."""
    roster = report.roster
    problems = roster.problems if roster else ()
    said = {
        "key": report.key,
        "generation": report.generation,
        "at": report.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "status": report.status,
        "refusal": report.refusal,
        "servants": report.servants,
        "before": report.before,
        "changes": asdict(report.changes) if report.changes else None,
        "encoding": roster.encoding if roster else None,
        "delimiter": roster.delimiter if roster else None,
        "columns": list(roster.columns) if roster else [],
        "refused_lines": roster.refused_lines if roster else 0,
        "problems": [
            {
                "line": each.line,
                "column": each.column,
                "reason": each.reason,
                "taken": each.taken,
                "reason_fr": each.french,
                "reason_en": each.english,
            }
            for each in problems
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def report_html(report: LoadingReport, *, time_zone: str) -> str:
    """Set a report as a page for printing, in French, with what to do."""
    zone = zone_of(time_zone)
    told = [("Fichier", report.key), ("Génération", report.generation), ("Lu", f"{moment(report.at, zone)} ({zone})")]
    return document(
        title="Fichier du personnel",
        above="Ububiko — archive électronique des dossiers de carrière",
        below=_STATUSES[report.status],
        foot=f"Fichier du personnel · {report.generation}",
        body=[facts([*told, *_taken(report)]), _next(report), _problems(report)],
    )


def _taken(report: LoadingReport) -> list[tuple[str, str]]:
    roster = report.roster
    if roster is None:
        return [("Motif", REFUSALS.get(report.refusal or "", (report.refusal or "—", ""))[0])]
    told = [("Agents", number(report.servants)), ("Lignes écartées", number(roster.refused_lines))]
    if report.before is not None:
        told.append(("Fichier précédent", f"{number(report.before)} agents"))
    if changes := report.changes:
        told.append(
            ("Changements", f"ajoutés {number(changes.added)}, retirés {number(changes.removed)}, modifiés {number(changes.changed)}")
        )
    told.append(("Colonnes lues", ", ".join(roster.columns)))
    if absent := [column for column in COLUMNS if column not in roster.columns]:
        told.append(("Colonnes absentes", ", ".join(absent)))
    return [*told, ("Codage", f"{roster.encoding}, séparateur {_DELIMITERS.get(roster.delimiter, 'aucun')}")]


def _next(report: LoadingReport) -> Html:
    """Say what a person can do now."""
    if report.status == "waiting":
        return _call(
            "Si la baisse est voulue, un administrateur la confirme dans la console Lambda, fonction «\u00a0administer\u00a0»\u00a0:",
            CONFIRM,
            report,
        )
    if report.status == "in_force" and report.before is not None:
        return _call("Pour revenir au fichier précédent, dans la console Lambda, fonction «\u00a0administer\u00a0»\u00a0:", UNDO, report)
    if report.status == "refused":
        return Html('<p class="call">Corriger le fichier, puis le redéposer sous _roster/.</p>')
    return Html("")


def _call(sentence: str, action: str, report: LoadingReport) -> Html:
    event = json.dumps({"action": action, "generation": report.generation})
    return Html(f'<div class="call">{html(sentence)}<pre>{html(event)}</pre></div>')


def _problems(report: LoadingReport) -> Html:
    problems = report.roster.problems if report.roster else ()
    if not problems:
        return Html("")
    kinds = Counter(each.reason for each in problems).most_common()
    sums = table(
        caption="Par défaut",
        columns=(Column(title="Défaut"), Column(title="Lignes", style="n", width="20mm")),
        groups=[Group(rows=[(TABLE_PROBLEMS[reason][0], number(count)) for reason, count in kinds])],
    )
    lines = table(
        caption=f"Les {_SHOWN} premières lignes ; toutes sont dans le fichier JSON" if len(problems) > _SHOWN else "Ligne par ligne",
        columns=(
            Column(title="Ligne", style="n", width="18mm"),
            Column(title="Colonne", width="34mm"),
            Column(title="Défaut"),
            Column(title="Agent", width="18mm"),
        ),
        groups=[
            Group(
                rows=[
                    (number(each.line), each.column or "—", each.french, "pris" if each.taken else "écarté") for each in problems[:_SHOWN]
                ]
            )
        ],
    )
    return Html(f"<h2>Lignes à corriger</h2>{sums}<h2>Où elles sont</h2>{lines}")
