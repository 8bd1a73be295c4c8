"""Called by name: the Lambda console's Test tab, or `aws lambda invoke`; does what an administrator asks for."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.administration.audit_archive import restore_accesses
from chalicelib.administration.rebuild import rebuild
from chalicelib.administration.reprocessing import ReprocessingRequest, reprocess
from chalicelib.administration.roster_change import RosterChange, confirm_change, undo_change
from chalicelib.administration.sweep import recover_lost
from chalicelib.identity.deprovisioning import settle_accounts
from chalicelib.identity.provisioning import ProvisioningRequest, open_accounts, reset_accounts
from chalicelib.model.errors import PermanentError
from chalicelib.personnel.loading import restore_roster
from chalicelib.processing.filing import file_again, retry_batch
from chalicelib.review.corrections import export_corrections
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, prepared, time_left

blueprint = Blueprint(__name__)

Action = Callable[[Mapping[str, str]], Answer]


@blueprint.lambda_function(name="administer")
@prepared
def administer(event: Answer, context: Any) -> Answer:  # noqa: ANN401 - Lambda's context
    """Do one action: `{"action": "confirm_roster", "generation": "…"}`; anything else is answered with the list."""
    name = str(event.get("action"))
    if name not in HELP:
        return {"ok": False, "erreur": "Action inconnue.", "error": "Unknown action.", "actions": HELP}
    try:
        done = _do(name, event, archive.clock.now() + time_left(context))
    except PermanentError as refusal:
        logger.info("refused", action=event["action"], code=refusal.code)
        return {"ok": False, "erreur": REFUSALS.get(refusal.code, refusal.code), "error": refusal.code}
    logger.info("done", action=event["action"], **_counts(done))
    return {"ok": True, **done}


def _counts(done: Answer) -> Answer:
    """Tell how many, never which: lists may name servants."""
    lists = {name: len(value) for name, value in done.items() if isinstance(value, list | tuple)}
    return lists | {name: value for name, value in done.items() if isinstance(value, int)}


def _do(name: str, event: Answer, until: datetime) -> Answer:
    if name in LONG_ACTIONS:
        return LONG_ACTIONS[name](event, until)
    action, needed = ACTIONS[name]
    return action(_given(event, needed))


def _given(event: Answer, needed: tuple[str, ...]) -> dict[str, str]:
    """Take what the action needs; say what is lacking."""
    lacking = [name for name in needed if not isinstance(event.get(name), str) or not event[name].strip()]
    if lacking:
        raise PermanentError("lacking_" + "_".join(lacking))
    return {name: event[name].strip() for name in needed}


def _rebuild(_: Mapping[str, str]) -> Answer:
    servants = restore_roster(archive)
    accesses = restore_accesses(archive)
    return {"servants": servants, "accesses": accesses} | asdict(rebuild(archive))


def _check(given: Mapping[str, str]) -> Answer:
    archive.queues.schedule_closing(given["batch"])
    return {"batch": given["batch"]}


def _nomenclature(_: Mapping[str, str]) -> Answer:
    """Tell which nomenclature is in force, and every problem of newer ones that are not."""
    found = archive.nomenclatures.current(afresh=True)
    refused = [{"object": each.version, "problems": [problem.tell() for problem in each.problems]} for each in found.refused]
    in_force = {"version": found.nomenclature.version, "types": len(found.nomenclature.types), "object": found.version}
    return in_force | {"shipped": found.version is None, "refused": refused, "unreadable": found.unreadable}


def _corrections(given: Mapping[str, str]) -> Answer:
    """Write what people corrected in some days where the ministry syncs it from."""
    try:
        since, until = (date.fromisoformat(given[name]) for name in ("since", "until"))
    except ValueError as error:
        raise PermanentError("bad_day") from error
    return asdict(export_corrections(archive, since, until))


def _confirm_roster(event: Answer, until: datetime) -> Answer:
    return _roster(confirm_change(_given(event, ("generation",))["generation"], archive, until=until))


def _undo_roster(_: Answer, until: datetime) -> Answer:
    return _roster(undo_change(archive, until=until))


def _roster(change: RosterChange) -> Answer:
    pointer = change.pointer
    in_force = {"generation": pointer.generation, "servants": pointer.count, "previous": pointer.previous}
    return in_force | {"accounts": asdict(change.accounts)}


def _reread(event: Answer, until: datetime) -> Answer:
    said = {name: str(event.get(name) or "").strip() or None for name in ("piece", "batch", "type", "reader", "cursor")}
    wanted = ReprocessingRequest(
        piece=said["piece"],
        batch=said["batch"],
        type=said["type"],
        reader=said["reader"],
        cursor=said["cursor"],
        all=event.get("all") is True,
        ocr=event.get("ocr") is True,
        dry=event.get("dry") is True,
        limit=_limit(event),
    )
    return asdict(reprocess(wanted, archive, until=until))


def _limit(event: Answer) -> int | None:
    limit = event.get("limit")
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
        raise PermanentError("bad_limit")
    return limit


def _open_accounts(event: Answer, until: datetime) -> Answer:
    said = {name: str(event.get(name) or "").strip() for name in ("ministry", "province", "cursor")}
    wish = ProvisioningRequest(
        ministry=said["ministry"],
        province=said["province"],
        cursor=said["cursor"] or None,
        matricules=_matricules(event),
        limit=_limit(event),
    )
    return asdict(open_accounts(wish, archive, until=until))


def _close_accounts(event: Answer, until: datetime) -> Answer:
    return asdict(settle_accounts(archive, until=until, confirmed=event.get("confirm") is True))


def _reset_accounts(event: Answer, _: datetime) -> Answer:
    given = _given(event, ("reason",))
    matricules = _matricules(event)
    if not matricules:
        raise PermanentError("lacking_matricules")
    done = asdict(reset_accounts(matricules, given["reason"][:200], archive))
    return {"reset": done["opened"], **{name: done[name] for name in ("unknown", "odd", "left", "slips")}}


def _count_accounts(_: Answer, __: datetime) -> Answer:
    sums = Counter(account.status for account in archive.account_ledger.all_accounts())
    pointer = archive.register.roster_pointer()
    return {"servants": pointer.count if pointer else 0} | {status: sums[status] for status in ("open", "opening", "closed")}


def _matricules(event: Answer) -> tuple[str, ...]:
    said = event.get("matricules") or ()
    if not isinstance(said, list | tuple) or not all(isinstance(each, str) for each in said):
        raise PermanentError("bad_matricules")
    return tuple(said)


LONG_ACTIONS: dict[str, Callable[[Answer, datetime], Answer]] = {
    "open_accounts": _open_accounts,
    "close_accounts": _close_accounts,
    "reset_accounts": _reset_accounts,
    "count_accounts": _count_accounts,
    "reread": _reread,
    "confirm_roster": _confirm_roster,
    "undo_roster": _undo_roster,
}
"""Those that may stop before the function's time is over, and are asked again."""

ACTIONS: dict[str, tuple[Action, tuple[str, ...]]] = {
    "file_again": (lambda given: {"filed": file_again(given["batch"], archive)}, ("batch",)),
    "retry": (lambda given: {"retried": retry_batch(given["batch"], archive)}, ("batch",)),
    "check": (_check, ("batch",)),
    "recover": (lambda _: {"announced": recover_lost(archive, now=archive.clock.now())}, ()),
    "rebuild": (_rebuild, ()),
    "nomenclature": (_nomenclature, ()),
    "corrections": (_corrections, ("since", "until")),
}
"""What can be asked for, and what must come with it."""

HELP = {
    "open_accounts": 'Ouvrir les comptes des agents et écrire leurs fiches : {"action": "open_accounts", "province": "…", "limit": 1000} '
    '(facultatifs : ministry, province, matricules, limit, cursor ; recommencer avec "cursor" tant que "next" n\'est pas null)',
    "close_accounts": "Fermer les comptes des agents partis, rouvrir ceux des agents revenus : "
    '{"action": "close_accounts"} (beaucoup à la fois : "confirm": true)',
    "reset_accounts": 'Donner de nouveaux premiers mots de passe : {"action": "reset_accounts", "matricules": ["…"], "reason": "…"}',
    "count_accounts": 'Compter les comptes : {"action": "count_accounts"}',
    "confirm_roster": 'Mettre en vigueur le fichier du personnel qui attend : {"action": "confirm_roster", "generation": "…"}',
    "undo_roster": 'Revenir au fichier du personnel précédent : {"action": "undo_roster"}',
    "file_again": 'Classer à nouveau les pièces « à vérifier » d\'un lot : {"action": "file_again", "batch": "…"}',
    "retry": 'Relancer les lectures qui ont échoué dans un lot : {"action": "retry", "batch": "…"}',
    "check": 'Regarder si un lot peut être clos : {"action": "check", "batch": "…"}',
    "recover": 'Reprendre les fichiers déposés que rien n\'a annoncés : {"action": "recover"}',
    "reread": 'Relire : {"action": "reread", "batch": "…"} (ou piece, type, reader, ou "all": true ; facultatifs : limit, '
    '"dry": true pour seulement dire ce qui changerait, "ocr": true pour une nouvelle lecture par Textract ; '
    'recommencer avec "cursor" tant que "next" n\'est pas null)',
    "rebuild": 'Reconstruire le registre à partir des dépôts : {"action": "rebuild"}',
    "corrections": "Écrire ce que les archivistes ont corrigé, pour mesurer les lectures : "
    '{"action": "corrections", "since": "2026-11-01", "until": "2026-11-30"}',
    "nomenclature": 'Dire quelle nomenclature est en vigueur, et ce qui ne va pas dans une autre : {"action": "nomenclature"}',
}

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
