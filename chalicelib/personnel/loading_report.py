"""The report on a roster, which the ministry reads in the outbox. It names lines and columns, never a person."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from chalicelib.personnel.comparison import QUESTIONS, Difference
from chalicelib.personnel.roster import COLUMNS, Roster
from chalicelib.text.calendar import zone_of
from chalicelib.text.print_page import render
from chalicelib.text.table import TABLE_PROBLEMS

RosterStatus = Literal["in_force", "waiting", "late", "refused"]
"""In force; waiting for a confirmation; older than the one in force; refused."""

CONFIRM, UNDO = "confirm_roster", "undo_roster"
"""Actions of the administrator's function."""

REFUSALS: dict[str, tuple[str, str]] = {
    "roster_empty": ("Aucune ligne n'est utilisable.", "No line can be used."),
    "roster_columns": (
        "L'en-tête ne nomme pas la colonne « matricule », ou la nomme deux fois.",
        "The header does not name the column matricule, or names it twice.",
    ),
    "roster_matricules": (
        "La colonne « matricule » contient des dates : vérifiez que chaque colonne est sous son en-tête.",
        "The column matricule holds dates: check that each column stands below its header.",
    ),
    "roster_unreadable": (
        "Ce n'est pas un fichier CSV : dans le tableur, « Enregistrer sous », type CSV UTF-8.",
        "This is no CSV file: save the workbook as CSV UTF-8.",
    ),
}
"""Why a roster is refused: (French, English)."""

_STATUSES: dict[RosterStatus, str] = {
    "in_force": "En vigueur : les pièces sont classées d'après ce fichier.",
    "waiting": "En attente : ce fichier change plus que le réglage ne le permet. Le précédent reste en vigueur.",
    "late": "Sans effet : un fichier plus récent est déjà en vigueur.",
    "refused": "Refusé : le précédent reste en vigueur.",
}
_DELIMITERS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
_SHOWN = 500
"""Problems on the printed page; the JSON has all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadingReport:
    """The outcome of loading one file of the roster."""

    key: str
    """Key of the file in the inbox; a name with a forbidden mention is masked."""
    generation: str
    """Identifies this loading; a confirmation and an undo name it."""
    at: datetime
    """When the file was read; aware."""
    status: RosterStatus
    roster: Roster | None = None
    """None where it is refused without being read line by line."""
    refusal: str | None = None
    """A key of `REFUSALS`, where it is refused."""
    before: int | None = None
    """Servants of the roster that was in force; None where there was none."""
    changes: Difference | None = None
    """Against the roster that was in force."""
    questions: tuple[str, ...] = ()
    """Keys of `QUESTIONS`: why it waits for a confirmation."""

    @property
    def servants(self) -> int:
        """Number of servants in the roster."""
        return len(self.roster.servants) if self.roster else 0


def report_json(report: LoadingReport) -> str:
    """A report as JSON, with every problem."""
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
        "questions": list(report.questions),
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
    """Render a report as a page for printing, in French, with what to do next (loading_report.html)."""
    roster = report.roster
    problems = roster.problems if roster else ()
    return render(
        "personnel/loading_report.html",
        report=report,
        zone=zone_of(time_zone),
        status_words=_STATUSES[report.status],
        refusal_words=REFUSALS.get(report.refusal or "", (report.refusal or "—", ""))[0],
        absent_columns=[column for column in COLUMNS if roster and column not in roster.columns],
        delimiter=_DELIMITERS.get(roster.delimiter, "aucun") if roster else "",
        questions=[(getattr(report.changes, each), QUESTIONS[each][0]) for each in report.questions],
        event=lambda action: json.dumps({"action": action, "generation": report.generation}),
        CONFIRM=CONFIRM,
        UNDO=UNDO,
        problems=problems,
        problem_counts=[(TABLE_PROBLEMS[reason][0], count) for reason, count in Counter(each.reason for each in problems).most_common()],
        shown=_SHOWN,
    )
