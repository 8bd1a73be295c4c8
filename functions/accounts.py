"""REST, for archivists: the account of one servant is read, opened, reset or closed."""

from chalicelib.identity.accounts import close_account, look_up, open_account, reset_account
from chalicelib.identity.slip import Slip, slips_html
from chalicelib.model.errors import ReaderError
from chalicelib.wiring import archive
from functions.powertools import Answer, logger
from functions.representations.identity import account_json
from functions.rest import Reply, Request, text_of

_SHORTEST_REASON, _LONGEST_REASON = 3, 200


def read_account(request: Request) -> Answer:
    """Read the state of an account."""
    return account_json(look_up(request.reader, request.path["matricule"], archive))


def open_one(request: Request) -> Reply:
    """Open an account, or reopen it."""
    matricule = request.path["matricule"]
    slip = open_account(matricule, request.reader.name, archive)
    logger.info("account", deed="opened")
    return _slip_reply(matricule, slip)


def reset_one(request: Request) -> Reply:
    """Issue a new first password."""
    matricule, forget_totp = request.path["matricule"], request.body.get("remove_totp", False)
    if not isinstance(forget_totp, bool):
        raise ReaderError("invalid", "remove_totp")
    slip = reset_account(matricule, request.reader.name, archive, reason=_reason(request), forget_totp=forget_totp)
    logger.info("account", deed="reset")
    return _slip_reply(matricule, slip)


def close_one(request: Request) -> Answer:
    """Close an account."""
    matricule = request.path["matricule"]
    close_account(matricule, request.reader.name, archive, reason=_reason(request))
    logger.info("account", deed="closed")
    return {"matricule": matricule, "state": "closed"}


def _slip_reply(matricule: str, slip: Slip) -> Reply:
    """Answer with the first password and its slip; the password is stored nowhere."""
    page = slips_html([slip], archive.settings)
    return Reply(body={"matricule": matricule, "password": slip.password, "expires_at": slip.expires_at.isoformat(), "slip": page})


def _reason(request: Request) -> str:
    reason = " ".join(text_of(request.body, "reason", longest=_LONGEST_REASON).split())
    if len(reason) < _SHORTEST_REASON or not reason.isprintable():
        raise ReaderError("invalid", "reason")
    return reason
