"""French words of the audit trail's spreadsheet, the same as those of the site's journal."""

import re

from chalicelib.access.statement import EVENTS
from chalicelib.model.audit import AuditEntry, AuditKind

KINDS: dict[AuditKind, str] = {
    "consultation": "consultation",
    "sign_in": "connexion",
    "account": "compte",
    "decision": "décision",
    "report": "signalement",
    "career": "carrière",
    "refusal": "accès refusé",
}
ROLES = {"servant": "agent", "archivist": "archiviste", "guardian": "gardien", "auditor": "auditeur", "director": "direction"}
ACTIONS: dict[str, str] = {
    "casefile": "dossier ouvert",
    "consultations": "liste des consultations lue",
    "account": "état du compte lu",
    "search": "recherche dans le dossier",
    "act_search": "recherche d'actes dans toutes les archives",
    "piece": "pièce ouverte",
    "text": "texte lu",
    "image": "image de page vue",
    "download": "original téléchargé",
    "copy": "dossier entier téléchargé",
    "receipt": "récépissé lu",
    "refused_files": "noms de fichiers refusés lus",
    "reports": "signalements lus",
    "photo": "photo d'un signalement vue",
    "sealed_list": "liste des pièces scellées lue",
    "deposit": "fichiers déposés",
    "journal": "journal lu",
    "export": "journal téléchargé",
    "letters": "lettres d'un ministère préparées",
    "due_list": "échéances lues",
    "plan": "plan de la feuille de route changé",
    "career": "carrière ouverte",
    "statement": "état des services imprimé",
    "reconciliation": "écarts entre fichier du personnel et archive lus",
    "reconciled": "écart expliqué, envoyé ou repris",
    "signed_in": "connexion réussie",
    "challenged": "étape supplémentaire demandée",
    "refused": "connexion refusée",
    "code_refused": "code refusé",
    "throttled": "connexion bloquée : trop d'essais",
    "signed_out": "déconnexion",
    "signed_out_everywhere": "déconnexion de tous les appareils",
    "password_changed": "mot de passe changé",
    "password_refused": "changement de mot de passe refusé",
    "password_reset": "mot de passe réinitialisé",
    "reset_asked": "code de réinitialisation demandé",
    "totp_on": "code à six chiffres activé",
    "totp_off": "code à six chiffres retiré",
    "access_refused": "accès refusé",
    "opened": "compte ouvert",
    "reset": "nouveau premier mot de passe remis",
    "account.closed": "compte fermé",
    "reopened": "compte rouvert",
    "reported": "signalement fait",
    "answered": "réponse au signalement",
    "report.closed": "signalement clos",
    "photo_added": "photo d'un signalement ajoutée au dossier",
    "file": "pièce classée",
    "refuse": "pièce écartée",
    "duplicate": "doublon marqué",
    "cut": "fichier découpé en pièces",
    "undo": "décision annulée",
    "release": "pièce libérée",
    "withdraw": "pièce retirée",
    "redact": "copie masquée demandée",
    "seal": "pièce scellée",
    "confirm": "événement de carrière confirmé",
    "correct": "événement de carrière corrigé",
    "reject": "événement de carrière écarté",
    "career.undo": "décision sur un événement de carrière annulée",
}
"""By action, or by kind and action where two kinds share one; an action that is not here stays as it is."""
STATUSES = {
    "waiting": "en lecture",
    "to_review": "à vérifier",
    "filed": "classée",
    "duplicate": "doublon",
    "refused": "écartée",
    "divided": "découpée en pièces",
    "sealed_off": "scellée",
}
_EVENTS: dict[str, str] = {kind: words.lower() for kind, words in EVENTS.items()}
_ASKED = {"from": "du", "to": "au", "reader": "identifiant", "matricule": "matricule", "action": "nature", "all": "tout"}
_TIMES = re.compile(r"x ([0-9]+)")
_WORD = re.compile(r"[a-z_]+")


def action_words(entry: AuditEntry) -> str:
    """What was done."""
    return ACTIONS.get(f"{entry.kind}.{entry.action}", ACTIONS.get(entry.action, entry.action))


def detail_words(entry: AuditEntry) -> str:
    """On what, or how: the statuses of a decision, the question of a consultation of the audit trail, a batch, an address.

    >>> from datetime import UTC, datetime
    >>> told = {"at": datetime(2026, 11, 23, tzinfo=UTC), "place": "", "reader": "marie"}
    >>> detail_words(AuditEntry(kind="decision", action="file", detail="to_review → filed", **told))
    'à vérifier → classée'
    >>> detail_words(AuditEntry(kind="consultation", action="journal", detail="from=2026-11-01 to=2026-11-02 action=decision", **told))
    'du 2026-11-01 au 2026-11-02 nature décision'
    """
    detail = entry.detail
    if entry.kind == "report":
        return ""  # the id of the rectification
    if entry.kind == "decision":
        return _WORD.sub(lambda found: STATUSES.get(found[0], found[0]), detail)
    if entry.kind == "career":
        return _WORD.sub(lambda found: _EVENTS.get(found[0], found[0]), detail)
    if entry.action in {"journal", "export"}:
        asked = (_asked(*part.partition("=")[::2]) for part in detail.split(" ") if part)
        return " ".join(asked)
    if detail == "totp_removed":
        return "code à six chiffres retiré"
    times = _TIMES.fullmatch(detail)
    return f"{times[1]} fois" if times else detail


def _asked(name: str, value: str) -> str:
    """One part of a question to the audit trail; of an action its words."""
    words = ACTIONS | {str(kind): said for kind, said in KINDS.items()} | {"acts": "consultations et actes", "sign_ins": "connexions"}
    told = words.get(value, value) if name == "action" else value
    return f"{_ASKED.get(name, name)} {told}".strip()
