"""The one table of administrators' actions: their names, what each needs, their help in French, and the use case that each calls.

The handler (`functions/administer.py`) does them; the forms of the console are made from the same table (`infra/administration/forms.py`).
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Final

from chalicelib.access.batches import list_batches
from chalicelib.administration.audit_export import export_days
from chalicelib.administration.completeness_rounds import COMPLETENESS
from chalicelib.administration.due_rounds import advance_due_lists
from chalicelib.administration.ministry_letters import write_letters
from chalicelib.administration.rebuild import rebuild
from chalicelib.administration.reconciliation_rounds import RECONCILIATION
from chalicelib.administration.reprocessing import ReprocessingRequest, reprocess
from chalicelib.administration.roadmap_report import write_report
from chalicelib.administration.roster_change import confirm_change, undo_change
from chalicelib.administration.rounds import advance_round
from chalicelib.administration.sweep import recover_lost
from chalicelib.identity.accounts import count_accounts
from chalicelib.identity.deprovisioning import settle_accounts
from chalicelib.identity.provisioning import LONGEST_REASON, MOST_RESETS, ProvisioningRequest, open_accounts, reset_accounts
from chalicelib.model.errors import PermanentError, ReaderError
from chalicelib.model.identifiers import LONGEST_MATRICULE
from chalicelib.processing.filing import file_again, retry_batch
from chalicelib.review.corrections import export_corrections
from chalicelib.wiring import archive
from functions.action_parameters import Action, Given, Parameter
from functions.older_file_actions import OLDER_FILE_ACTIONS
from functions.powertools import Answer
from functions.representations.administration import career_rules_json, nomenclature_json, roster_change_json
from functions.representations.batches import batches_json


def _open_accounts(given: Given, until: datetime) -> Answer:
    request = ProvisioningRequest(
        ministry=given["ministry"] or "",
        province=given["province"] or "",
        matricules=given["matricules"],
        limit=given["limit"],
        cursor=given["cursor"],
    )
    return asdict(open_accounts(request, archive, until=until))


def _reset_accounts(given: Given, _: datetime) -> Answer:
    done = asdict(reset_accounts(given["matricules"], given["reason"], archive))
    return {"reset": done["opened"], **{name: done[name] for name in ("unknown", "odd", "left", "slips")}}


def _check(given: Given, _: datetime) -> Answer:
    archive.queues.schedule_closing(given["batch"])
    return {"batch": given["batch"]}


def _list_batches(given: Given, _: datetime) -> Answer:
    try:
        return batches_json(list_batches(archive, cursor=given["cursor"], limit=given["limit"] or _BATCHES))
    except ReaderError as error:
        raise PermanentError("bad_cursor") from error


def _has_next(answer: Answer) -> bool:
    return answer["next"] is not None


def _is_unfinished(answer: Answer) -> bool:
    return not answer["finished"]


_BATCHES: Final = 20
"""Listed by one call."""
_MATRICULE: Final = rf"[^\x00-\x1f]{{1,{LONGEST_MATRICULE}}}"
_BATCH: Final = Parameter(
    name="batch",
    label="lot",
    help="Nom du lot : le premier dossier du seau dépôt d'entrée, par exemple 2026-03-gitega-01.",
    pattern=r"[^\x00-\x1f/]{1,512}",
    form="un nom de lot, 512 signes au plus, sans barre oblique",
)
_CURSOR: Final = Parameter(name="cursor", label="suite", help="Où l'appel précédent s'est arrêté.", kind="cursor")
_NAMED_BATCH: Final = (replace(_BATCH, required=True),)
_DAYS: Final = (
    Parameter(name="since", label="du", help="Premier jour, comme 2026-11-01.", kind="day", required=True),
    Parameter(name="until", label="au", help="Dernier jour, comme 2026-11-30.", kind="day", required=True),
)

ACTIONS: dict[str, Action] = {
    "list_batches": Action(
        title="Lister les lots",
        help='Lister les lots, le dernier ouvert d\'abord : {"action": "list_batches"} '
        '(facultatifs : limit, 50 au plus ; "cursor" : le "next" de la réponse précédente)',
        parameters=(Parameter(name="limit", label="nombre", help="Lots à lister ; vide : 20.", kind="number", most=50), _CURSOR),
        run=_list_batches,
    ),
    "check": Action(
        title="Clore un lot",
        help='Regarder si un lot peut être clos, et le clore : {"action": "check", "batch": "…"}',
        parameters=_NAMED_BATCH,
        run=_check,
    ),
    "retry": Action(
        title="Relancer les lectures d'un lot",
        help='Relancer les lectures qui ont échoué dans un lot : {"action": "retry", "batch": "…"}',
        parameters=_NAMED_BATCH,
        run=lambda given, _: {"retried": retry_batch(given["batch"], archive)},
    ),
    "file_again": Action(
        title="Classer à nouveau un lot",
        help='Classer à nouveau les pièces « à vérifier » d\'un lot : {"action": "file_again", "batch": "…"}',
        parameters=_NAMED_BATCH,
        run=lambda given, _: {"filed": file_again(given["batch"], archive)},
    ),
    "reread": Action(
        title="Relire des pièces",
        help='Relire des pièces à partir de leur texte, ou par Textract : {"action": "reread", "batch": "…"} '
        '(ou piece, type, reader, ou "all": true ; facultatifs : limit, '
        '"dry": true pour seulement dire ce qui changerait, "ocr": true pour une nouvelle lecture par Textract ; '
        'recommencer avec "cursor" tant que "next" n\'est pas null)',
        parameters=(
            Parameter(
                name="piece",
                label="piece",
                help="Une pièce, par son identifiant.",
                pattern="[0-9a-f]{64}-[0-9a-f]{8}",
                form="un identifiant de pièce : 64 chiffres hexadécimaux, un tiret, 8 chiffres",
            ),
            _BATCH,
            Parameter(
                name="type",
                label="type",
                help="Les pièces d'un type de la nomenclature, ou none pour celles qui n'en ont pas.",
                pattern=r"none|[0-9]{2}\.[0-9]{1,2}|99",
                form="un code de la nomenclature, comme 03.1, ou none",
            ),
            Parameter(
                name="reader",
                label="lecteur",
                help="Les pièces lues par ce lecteur (début de son nom) : textract/ ou layer/.",
                pattern="[A-Za-z0-9./_-]{1,64}",
                form="le début du nom d'un lecteur, comme textract/",
            ),
            Parameter(name="all", label="tout", help="Toute l'archive.", kind="flag"),
            Parameter(name="ocr", label="textract", help="Faire lire de nouveau par Textract, ce qui se paie à la page.", kind="flag"),
            Parameter(name="dry", label="essai", help="Seulement dire ce qui changerait ; à faire d'abord.", kind="flag"),
            Parameter(name="limit", label="nombre", help="Pièces à relire au plus ; vide : sans limite.", kind="number"),
            _CURSOR,
        ),
        run=lambda given, until: asdict(reprocess(ReprocessingRequest(**given), archive, until=until)),
        goes_on=_has_next,
        counts="seen",
    ),
    "recover": Action(
        title="Reprendre les fichiers non annoncés",
        help='Reprendre les fichiers déposés que rien n\'a annoncés : {"action": "recover"} (recommencer tant que "finished" est faux)',
        run=lambda _, until: asdict(recover_lost(archive, until=until)),
        goes_on=_is_unfinished,
    ),
    **OLDER_FILE_ACTIONS,
    "rebuild": Action(
        title="Reconstruire le registre",
        help='Reconstruire le registre à partir des dépôts : {"action": "rebuild"} (recommencer tant que "next" n\'est pas null ; '
        'facultatif : "afresh": true pour tout reprendre du début)',
        parameters=(
            Parameter(
                name="afresh",
                label="debut",
                help="Reprendre du début une reconstruction qui n'est pas finie ; après la restauration d'une table.",
                kind="flag",
                once=True,
            ),
        ),
        run=lambda given, until: asdict(rebuild(archive, until=until, afresh=given["afresh"])),
        goes_on=_has_next,
    ),
    "open_accounts": Action(
        title="Ouvrir des comptes",
        help='Ouvrir les comptes des agents et écrire leurs fiches : {"action": "open_accounts", "province": "…", "limit": 1000} '
        '(facultatifs : ministry, province, matricules, limit, cursor ; recommencer avec "cursor" tant que "next" n\'est pas null)',
        parameters=(
            Parameter(name="ministry", label="ministere", help="Ce ministère seulement ; accents et majuscules indifférents."),
            Parameter(name="province", label="province", help="Cette province seulement ; accents et majuscules indifférents."),
            Parameter(
                name="matricules",
                label="matricules",
                help="Ces agents seulement ; vide : tout le fichier du personnel.",
                kind="texts",
                pattern=_MATRICULE,
                form="un matricule",
            ),
            Parameter(name="limit", label="nombre", help="Comptes à ouvrir au plus ; vide : sans limite.", kind="number"),
            _CURSOR,
        ),
        run=_open_accounts,
        goes_on=_has_next,
        counts="opened",
    ),
    "close_accounts": Action(
        title="Fermer les comptes des agents partis",
        help="Fermer les comptes des agents partis, rouvrir ceux des agents revenus : "
        '{"action": "close_accounts"} (beaucoup à la fois : "confirm": true)',
        parameters=(
            Parameter(
                name="confirm",
                label="beaucoup",
                help="Fermer même plus de 20 comptes et plus de « roster-shrink-percent » d'un coup ; deux personnes approuvent.",
                kind="flag",
            ),
        ),
        run=lambda given, until: asdict(settle_accounts(archive, until=until, confirmed=given["confirm"])),
        goes_on=lambda answer: answer["left"] > 0,
        approval="Beaucoup d'agents perdraient l'accès à leur dossier d'un coup : vérifier la colonne « statut » du fichier du personnel.",
        approval_flag="confirm",
    ),
    "reset_accounts": Action(
        title="Donner de nouveaux premiers mots de passe",
        help='Donner de nouveaux premiers mots de passe : {"action": "reset_accounts", "matricules": ["…"], "reason": "…"}',
        parameters=(
            Parameter(
                name="reason",
                label="motif",
                help="Motif, écrit au journal.",
                required=True,
                pattern=rf"[^\x00-\x1f]{{3,{LONGEST_REASON}}}",
                form=f"un texte d'une ligne, de 3 à {LONGEST_REASON} signes",
            ),
            Parameter(
                name="matricules",
                label="matricules",
                help="Agents dont la fiche est perdue ou périmée.",
                kind="texts",
                required=True,
                pattern=_MATRICULE,
                form="un matricule",
                most=MOST_RESETS,
            ),
        ),
        run=_reset_accounts,
        approval="Les mots de passe de ces agents ne vaudront plus, et qui lit les nouvelles fiches peut entrer à leur place.",
    ),
    "count_accounts": Action(
        title="Compter les comptes",
        help='Compter les comptes : {"action": "count_accounts"}',
        run=lambda _, __: asdict(count_accounts(archive)),
    ),
    "confirm_roster": Action(
        title="Mettre en vigueur le fichier du personnel qui attend",
        help='Mettre en vigueur le fichier du personnel qui attend : {"action": "confirm_roster", "generation": "…"}',
        parameters=(
            Parameter(
                name="generation",
                label="generation",
                help="Génération que donne le compte rendu du chargement.",
                required=True,
                pattern="[0-9a-f]{16}",
                form="une génération : 16 chiffres hexadécimaux",
            ),
        ),
        run=lambda given, until: roster_change_json(confirm_change(given["generation"], archive, until=until)),
        approval="Ce fichier retire, renomme ou ferme beaucoup d'agents : c'est pourquoi il attend. Lire d'abord son compte rendu.",
    ),
    "undo_roster": Action(
        title="Revenir au fichier du personnel précédent",
        help='Revenir au fichier du personnel précédent : {"action": "undo_roster"}',
        run=lambda _, until: roster_change_json(undo_change(archive, until=until)),
        approval="Le fichier en vigueur est remplacé par le précédent ; les classements et les comptes suivent.",
    ),
    "export_journal": Action(
        title="Exporter le journal",
        help="Écrire le journal (qui a lu et fait quoi) dans le seau sorties, sous journal/, 31 jours au plus : "
        '{"action": "export_journal", "since": "2026-11-01", "until": "2026-11-30"} '
        '(recommencer avec "cursor" tant que "next" n\'est pas null)',
        parameters=(*_DAYS, _CURSOR),
        run=lambda given, until: asdict(export_days(given["since"], given["until"], archive, cursor=given["cursor"], stop_at=until)),
        goes_on=_has_next,
    ),
    "corrections": Action(
        title="Exporter les corrections",
        help="Écrire ce que les archivistes ont corrigé, pour mesurer les lectures : "
        '{"action": "corrections", "since": "2026-11-01", "until": "2026-11-30"}',
        parameters=_DAYS,
        run=lambda given, _: asdict(export_corrections(archive, given["since"], given["until"])),
    ),
    "completeness": Action(
        title="Comparer les dossiers à la nomenclature",
        help="Écrire, par ministère, ce que chaque dossier contient et ce qui n'y figure pas encore, dans le seau sorties, sous "
        'reports/completude/ : {"action": "completeness"} (recommencer tant que "finished" est faux)',
        run=lambda _, until: asdict(advance_round(COMPLETENESS, archive, until=until)),
        goes_on=_is_unfinished,
    ),
    "reconciliation": Action(
        title="Rapprocher le fichier du personnel et l'archive",
        help="Écrire, par ministère, où le fichier du personnel et l'archive ne disent pas la même chose, dans le seau sorties, sous "
        'reports/rapprochement/ : {"action": "reconciliation"} (recommencer tant que "finished" est faux)',
        run=lambda _, until: asdict(advance_round(RECONCILIATION, archive, until=until)),
        goes_on=_is_unfinished,
    ),
    "letters": Action(
        title="Préparer les lettres d'un ministère",
        help="Écrire, à imprimer, les lettres qui disent à chaque agent d'un ministère quoi apporter, d'après la dernière comparaison : "
        '{"action": "letters", "ministry": "…"} (recommencer avec "cursor" tant que "next" n\'est pas null)',
        parameters=(
            Parameter(
                name="ministry",
                label="ministere",
                help="Nom du ministère, comme au fichier du personnel ; accents et majuscules indifférents.",
                required=True,
            ),
            _CURSOR,
        ),
        run=lambda given, until: asdict(write_letters(given["ministry"], archive, cursor=given["cursor"], until=until)),
        goes_on=_has_next,
    ),
    "due_lists": Action(
        title="Établir les échéances",
        help="Écrire, par ministère, les échéances telles qu'on les savait un jour, dans le seau sorties, sous reports/echeances/ : "
        '{"action": "due_lists"} (facultatif : "day": "2026-06-30" ; recommencer tant que "finished" est faux)',
        parameters=(
            Parameter(name="day", label="jour", help="Jour dont on veut les échéances, comme 2026-06-30 ; vide : aujourd'hui.", kind="day"),
        ),
        run=lambda given, until: asdict(advance_due_lists(archive, until=until, day=given["day"])),
        goes_on=_is_unfinished,
    ),
    "roadmap_report": Action(
        title="Écrire le rapport de la feuille de route",
        help="Écrire le rapport mensuel de la feuille de route, en page à imprimer et en PDF, dans le seau sorties, sous "
        'reports/feuille-de-route/ : {"action": "roadmap_report"} (facultatif : "month": "2026-11" ; sinon le mois passé)',
        parameters=(
            Parameter(
                name="month",
                label="mois",
                help="Mois du rapport, comme 2026-11 ; vide : le mois passé.",
                pattern="20[0-9]{2}-(0[1-9]|1[0-2])",
                form="un mois, comme 2026-11",
            ),
        ),
        run=lambda given, _: asdict(write_report(archive, month=given["month"])),
    ),
    "nomenclature": Action(
        title="Examiner la nomenclature",
        help='Dire quelle nomenclature est en vigueur, et ce qui ne va pas dans une autre : {"action": "nomenclature"}',
        run=lambda _, __: nomenclature_json(archive.nomenclatures.current(afresh=True)),
    ),
    "career_rules": Action(
        title="Examiner les règles de carrière",
        help='Dire quelles règles de carrière sont en vigueur, et ce qui ne va pas dans d\'autres : {"action": "career_rules"}',
        run=lambda _, __: career_rules_json(archive.career_rule_files.current(afresh=True)),
    ),
}
"""What administrators can have done, by the event's `action`."""
