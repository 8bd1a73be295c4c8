"""Administrators' actions on files that are older than the archive, or than its cuts: a backfill, and the division of older scans."""

from dataclasses import asdict
from typing import Final

from chalicelib.administration.backfill import backfill_progress, pause_backfill, start_backfill
from chalicelib.administration.older_scans import older_scans_progress, pause_older_scans, start_older_scans
from chalicelib.wiring import archive
from functions.action_parameters import Action, Parameter

_OLDER_SCANS: Final = 600
"""Files an hour, if nobody says otherwise: ten a minute, of which each takes a second or two of one function."""

OLDER_FILE_ACTIONS: dict[str, Action] = {
    "backfill": Action(
        title="Reprendre des fichiers déjà numérisés",
        help="Prendre en charge, lot après lot et derrière ceux du jour, les fichiers d'un seau du ministère (paramètre BackfillBucket), "
        'ou continuer une reprise suspendue : {"action": "backfill", "name": "gitega", "prefix": "gitega/"}',
        parameters=(
            Parameter(
                name="name",
                label="nom",
                help="Nom de la reprise, par exemple gitega : ses lots s'appelleront reprise-gitega-0001, reprise-gitega-0002.",
                required=True,
                pattern="[a-z][a-z0-9-]{0,29}",
                form="30 lettres minuscules, chiffres ou tirets au plus ; une lettre d'abord",
            ),
            Parameter(
                name="prefix",
                label="dossier",
                help="Début des noms des fichiers dans ce seau, par exemple gitega/ ; vide : tout le seau.",
            ),
        ),
        run=lambda given, _: asdict(start_backfill(given["name"], given["prefix"] or "", archive)),
    ),
    "pause_backfill": Action(
        title="Suspendre la reprise de fichiers",
        help='Ne plus commencer de lot de la reprise ; le lot commencé est copié en entier : {"action": "pause_backfill"}',
        run=lambda _, __: asdict(pause_backfill(archive)),
    ),
    "backfill_progress": Action(
        title="Suivre la reprise de fichiers",
        help='Dire où en est la reprise de fichiers, et ce qu\'elle attend : {"action": "backfill_progress"}',
        run=lambda _, __: asdict(backfill_progress(archive)),
    ),
    "divide_older_scans": Action(
        title="Découper les anciens fichiers",
        help="Découper les fichiers de plusieurs pages pris en charge avant que l'archive ne découpe, derrière les lots du jour et "
        'sans nouvelle lecture, ou continuer : {"action": "divide_older_scans", "rate": 600}',
        parameters=(
            Parameter(name="rate", label="cadence", help=f"Fichiers par heure ; vide : {_OLDER_SCANS}.", kind="number", most=20_000),
        ),
        run=lambda given, _: asdict(start_older_scans(given["rate"] or _OLDER_SCANS, archive)),
    ),
    "pause_older_scans": Action(
        title="Suspendre le découpage des anciens fichiers",
        help='Ne plus donner d\'ancien fichier à découper : {"action": "pause_older_scans"}',
        run=lambda _, __: asdict(pause_older_scans(archive)),
    ),
    "older_scans_progress": Action(
        title="Suivre le découpage des anciens fichiers",
        help='Dire où en est le découpage des anciens fichiers, et ce qu\'il attend : {"action": "older_scans_progress"}',
        run=lambda _, __: asdict(older_scans_progress(archive)),
    ),
}
"""As `actions.ACTIONS`, of which they are a part."""
