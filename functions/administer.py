"""Invoked by name, from the Lambda console's Test tab or by `aws lambda invoke`: does one action for an administrator.

`ACTIONS` is the one table of actions: their names, what each needs, their help in French, and the use case that each calls.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from chalice.app import Blueprint

from chalicelib.administration.audit_archive import restore_accesses
from chalicelib.administration.rebuild import rebuild
from chalicelib.administration.reprocessing import ReprocessingRequest, reprocess
from chalicelib.administration.roster_change import confirm_change, undo_change
from chalicelib.administration.sweep import recover_lost
from chalicelib.identity.accounts import count_accounts
from chalicelib.identity.deprovisioning import settle_accounts
from chalicelib.identity.provisioning import ProvisioningRequest, open_accounts, reset_accounts
from chalicelib.model.errors import PermanentError
from chalicelib.personnel.loading import restore_roster
from chalicelib.processing.filing import file_again, retry_batch
from chalicelib.review.corrections import export_corrections
from chalicelib.text.calendar import day_of
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, prepared, time_left
from functions.representations.administration import nomenclature_json, roster_change_json

blueprint = Blueprint(__name__)

Given = Mapping[str, Any]
"""Values of an action's parameters, by name; each of its parameter's kind, None or empty where it was not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an action."""

    name: str
    kind: Literal["text", "texts", "number", "flag", "day"] = "text"
    """A text; a list of texts; a whole number from 1; true or false; a day as `2026-11-30`."""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action that administrators can invoke."""

    help: str
    """In French."""
    run: Callable[[Given, datetime], Answer]
    """Called with the parameters and the time by which to end, UTC."""
    parameters: tuple[Parameter, ...] = ()


@blueprint.lambda_function(name="administer")
@prepared
def administer(event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Do one action, as `{"action": "confirm_roster", "generation": "…"}`; to any other event, answer with the list of actions."""
    name = str(event.get("action"))
    action = ACTIONS.get(name)
    if action is None:
        actions = {each: known.help for each, known in ACTIONS.items()}
        return {"ok": False, "erreur": "Action inconnue.", "error": "Unknown action.", "actions": actions}
    try:
        done = action.run(_read(action, event), archive.clock.now() + time_left(context))
    except PermanentError as refusal:
        logger.info("refused", action=name, code=refusal.code)
        return {"ok": False, "erreur": REFUSALS.get(refusal.code, refusal.code), "error": refusal.code}
    logger.info("done", action=name, **_counts(done))
    return {"ok": True, **done}


def _counts(done: Answer) -> Answer:
    """Numbers of an answer, for the log; of its lists, which may name servants, their lengths."""
    lists = {name: len(value) for name, value in done.items() if isinstance(value, list | tuple)}
    return lists | {name: value for name, value in done.items() if isinstance(value, int)}


def _read(action: Action, event: Answer) -> Given:
    """Read the parameters of an action.

    Raises:
        PermanentError: `lacking_…` names the required ones that are missing; `bad_…` the one that is not of its kind.
    """
    texts = [each.name for each in action.parameters if each.required and each.kind in ("text", "day")]
    _check_given(texts, {name: isinstance(event.get(name), str) and event[name].strip() for name in texts})
    given = {each.name: _READERS[each.kind](event.get(each.name), each.name) for each in action.parameters}
    _check_given([each.name for each in action.parameters if each.required], given)
    return given


def _check_given(names: list[str], given: Given) -> None:
    lacking = [name for name in names if not given[name]]
    if lacking:
        raise PermanentError("lacking_" + "_".join(lacking))


def _text(value: object, _: str) -> str | None:
    return str(value or "").strip() or None


def _texts(value: object, name: str) -> tuple[str, ...]:
    if value is not None and not isinstance(value, list | tuple):
        raise PermanentError(f"bad_{name}")
    texts = tuple(value or ())
    if not all(isinstance(each, str) for each in texts):
        raise PermanentError(f"bad_{name}")
    return texts


def _number(value: object, name: str) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise PermanentError(f"bad_{name}")
    return value


def _flag(value: object, _: str) -> bool:
    return value is True


def _day(value: object, _: str) -> date:
    try:
        return day_of(str(value).strip())
    except ValueError as error:
        raise PermanentError("bad_day") from error


_READERS: dict[str, Callable[[object, str], Any]] = {"text": _text, "texts": _texts, "number": _number, "flag": _flag, "day": _day}


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


def _rebuild(_: Given, __: datetime) -> Answer:
    servants = restore_roster(archive)
    accesses = restore_accesses(archive)
    return {"servants": servants, "accesses": accesses} | asdict(rebuild(archive))


_BATCH = (Parameter(name="batch", required=True),)

ACTIONS: dict[str, Action] = {
    "open_accounts": Action(
        help='Ouvrir les comptes des agents et écrire leurs fiches : {"action": "open_accounts", "province": "…", "limit": 1000} '
        '(facultatifs : ministry, province, matricules, limit, cursor ; recommencer avec "cursor" tant que "next" n\'est pas null)',
        parameters=(
            Parameter(name="ministry"),
            Parameter(name="province"),
            Parameter(name="matricules", kind="texts"),
            Parameter(name="limit", kind="number"),
            Parameter(name="cursor"),
        ),
        run=_open_accounts,
    ),
    "close_accounts": Action(
        help="Fermer les comptes des agents partis, rouvrir ceux des agents revenus : "
        '{"action": "close_accounts"} (beaucoup à la fois : "confirm": true)',
        parameters=(Parameter(name="confirm", kind="flag"),),
        run=lambda given, until: asdict(settle_accounts(archive, until=until, confirmed=given["confirm"])),
    ),
    "reset_accounts": Action(
        help='Donner de nouveaux premiers mots de passe : {"action": "reset_accounts", "matricules": ["…"], "reason": "…"}',
        parameters=(Parameter(name="reason", required=True), Parameter(name="matricules", kind="texts", required=True)),
        run=_reset_accounts,
    ),
    "count_accounts": Action(
        help='Compter les comptes : {"action": "count_accounts"}',
        run=lambda _, __: asdict(count_accounts(archive)),
    ),
    "confirm_roster": Action(
        help='Mettre en vigueur le fichier du personnel qui attend : {"action": "confirm_roster", "generation": "…"}',
        parameters=(Parameter(name="generation", required=True),),
        run=lambda given, until: roster_change_json(confirm_change(given["generation"], archive, until=until)),
    ),
    "undo_roster": Action(
        help='Revenir au fichier du personnel précédent : {"action": "undo_roster"}',
        run=lambda _, until: roster_change_json(undo_change(archive, until=until)),
    ),
    "file_again": Action(
        help='Classer à nouveau les pièces « à vérifier » d\'un lot : {"action": "file_again", "batch": "…"}',
        parameters=_BATCH,
        run=lambda given, _: {"filed": file_again(given["batch"], archive)},
    ),
    "retry": Action(
        help='Relancer les lectures qui ont échoué dans un lot : {"action": "retry", "batch": "…"}',
        parameters=_BATCH,
        run=lambda given, _: {"retried": retry_batch(given["batch"], archive)},
    ),
    "check": Action(
        help='Regarder si un lot peut être clos : {"action": "check", "batch": "…"}',
        parameters=_BATCH,
        run=_check,
    ),
    "recover": Action(
        help='Reprendre les fichiers déposés que rien n\'a annoncés : {"action": "recover"} (recommencer tant que "finished" est faux)',
        run=lambda _, until: asdict(recover_lost(archive, until=until)),
    ),
    "reread": Action(
        help='Relire : {"action": "reread", "batch": "…"} (ou piece, type, reader, ou "all": true ; facultatifs : limit, '
        '"dry": true pour seulement dire ce qui changerait, "ocr": true pour une nouvelle lecture par Textract ; '
        'recommencer avec "cursor" tant que "next" n\'est pas null)',
        parameters=(
            Parameter(name="piece"),
            Parameter(name="batch"),
            Parameter(name="type"),
            Parameter(name="reader"),
            Parameter(name="all", kind="flag"),
            Parameter(name="ocr", kind="flag"),
            Parameter(name="dry", kind="flag"),
            Parameter(name="limit", kind="number"),
            Parameter(name="cursor"),
        ),
        run=lambda given, until: asdict(reprocess(ReprocessingRequest(**given), archive, until=until)),
    ),
    "rebuild": Action(
        help='Reconstruire le registre à partir des dépôts : {"action": "rebuild"}',
        run=_rebuild,
    ),
    "corrections": Action(
        help="Écrire ce que les archivistes ont corrigé, pour mesurer les lectures : "
        '{"action": "corrections", "since": "2026-11-01", "until": "2026-11-30"}',
        parameters=(Parameter(name="since", kind="day", required=True), Parameter(name="until", kind="day", required=True)),
        run=lambda given, _: asdict(export_corrections(archive, given["since"], given["until"])),
    ),
    "nomenclature": Action(
        help='Dire quelle nomenclature est en vigueur, et ce qui ne va pas dans une autre : {"action": "nomenclature"}',
        run=lambda _, __: nomenclature_json(archive.nomenclatures.current(afresh=True)),
    ),
}
"""What administrators can have done, by the event's `action`; a form of each can be made from its parameters."""

REFUSALS = {
    "no_roster": "Aucun fichier du personnel n'est en vigueur.",
    "no_site": "L'adresse du site manque : renseignez le réglage « site-url ».",
    "too_many": "Pas plus de 500 matricules à la fois.",
    "bad_limit": '"limit" est un nombre entier, à partir de 1.',
    "bad_matricules": '"matricules" est une liste de textes : ["100001", "100002"].',
    "lacking_matricules": 'Indiquez les matricules : "matricules".',
    "forbidden_word": "Le motif porte une mention interdite (origine, opinion, religion, syndicat, santé) : écrivez-le autrement.",
    "lacking_reason": 'Indiquez le motif : "reason".',
    "roster_not_waiting": "Ce fichier du personnel n'attend pas de confirmation.",
    "roster_none_before": "Il n'y a pas de fichier du personnel précédent.",
    "roster_gone": "Ce fichier du personnel n'est plus dans la conservation.",
    "lacking_what_to_reread": 'Indiquez quoi relire : "piece", "batch", "type", "reader", ou "all": true.',
    "no_piece": "Cette pièce n'est pas dans le registre.",
    "no_batch": "Ce lot n'est pas dans le registre.",
    "bad_cursor": "Ce curseur est d'une autre relecture : reprenez avec les mêmes critères, ou sans curseur.",
    "lacking_batch": 'Indiquez le lot : "batch".',
    "bad_day": 'Écrivez les jours ainsi : "2026-11-30" ; un an au plus.',
    "lacking_since": 'Indiquez les jours : "since" et "until".',
    "lacking_until": 'Indiquez les jours : "since" et "until".',
    "lacking_since_until": 'Indiquez les jours : "since" et "until".',
    "lacking_generation": 'Indiquez la génération : "generation".',
}
"""What an administrator reads of a refusal, by its code, in French."""
