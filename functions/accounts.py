"""REST behind Cognito: the archivist's counter, where a servant's account is opened, given a new first password, or closed."""

from chalicelib.identity.accounts import close_account, look_up, open_account, reset_account
from chalicelib.identity.slip import Slip, slips_html
from chalicelib.model.errors import ReaderError
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.rest import Reply, Request, text_of

_SHORTEST_REASON, _LONGEST_REASON = 3, 200


def read_account(request: Request) -> Answer:
    """Tell how an account stands."""
    view = look_up(request.path["matricule"], archive)
    return {
        "matricule": view.servant.matricule,
        "written": view.servant.written or view.servant.matricule,
        "name": view.servant.name,
        "first_names": view.servant.first_names,
        "state": view.state,
        "changed_at": view.changed_at.isoformat() if view.changed_at else None,
        "expires_at": view.expires_at.isoformat() if view.expires_at else None,
        "totp": view.totp,
        "staff": view.staff,
    }


def open_one(request: Request) -> Reply:
    """Open an account, or open it again."""
    matricule = request.path["matricule"]
    slip = open_account(matricule, request.reader.name, archive)
    logger.info("account", deed="opened")
    return _handed(matricule, slip)


def reset_one(request: Request) -> Reply:
    """Give a new first password."""
    matricule, forget_totp = request.path["matricule"], request.body.get("remove_totp", False)
    if not isinstance(forget_totp, bool):
        raise ReaderError("invalid", "remove_totp")
    slip = reset_account(matricule, request.reader.name, archive, reason=_reason(request), forget_totp=forget_totp)
    logger.info("account", deed="reset")
    return _handed(matricule, slip)


def close_one(request: Request) -> Answer:
    """Let a servant in no more."""
    matricule = request.path["matricule"]
    close_account(matricule, request.reader.name, archive, reason=_reason(request))
    logger.info("account", deed="closed")
    return {"matricule": matricule, "state": "closed"}


def _handed(matricule: str, slip: Slip) -> Reply:
    """Hand the password over once: it is in this answer and nowhere else."""
    page = slips_html([slip], site=archive.settings.site_url, time_zone=archive.settings.time_zone)
    return Reply(body={"matricule": matricule, "password": slip.password, "expires_at": slip.expires_at.isoformat(), "slip": page})


def _reason(request: Request) -> str:
    reason = " ".join(text_of(request.body, "reason", longest=_LONGEST_REASON).split())
    if len(reason) < _SHORTEST_REASON:
        raise ReaderError("invalid", "reason")
    return reason
