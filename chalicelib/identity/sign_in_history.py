"""Sign-in history: what happened to a reader's own account, for the reader."""

from dataclasses import dataclass

from chalicelib.access.notices import state_of
from chalicelib.model.audit import SignIn
from chalicelib.model.cursor import ListPage, cursor_of, place_of, split_page
from chalicelib.model.notice import NoticeState
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInHistory:
    """A page of what happened to an account."""

    sign_ins: ListPage[SignIn]
    """The latest first."""
    notices: NoticeState | None
    """Of notices by mail; only on the first page, and only for servants."""
    totp: bool | None
    """Whether each sign-in asks for an authenticator's code; only on the first page, since it costs a request to Cognito."""


def read_sign_ins(reader: Reader, archive: Archive, *, cursor: str | None = None, limit: int = 20) -> SignInHistory:
    """Read a page of the history of the reader's own account.

    Raises:
        ReaderError: `invalid` for a cursor of another list.
    """
    before = place_of(cursor, "sign-ins", reader.name)
    found, last = split_page(archive.sign_in_attempts.sign_ins(reader.name, before=before, limit=limit + 1), limit)
    page = ListPage(entries=tuple(found), next=cursor_of(last.place, "sign-ins", reader.name) if last else None)
    if before is not None:
        return SignInHistory(sign_ins=page, totp=None, notices=None)
    account = archive.accounts.look_up(reader.name)
    return SignInHistory(sign_ins=page, totp=bool(account and account.totp), notices=state_of(reader, account, archive))
