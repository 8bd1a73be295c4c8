"""Port of sign-in: passwords, challenges, tokens."""

from typing import Protocol

from chalicelib.model.session import Challenge, SessionTokens


class Identities(Protocol):
    """Readers of the user pool: they prove who they are and change their own password and second factor."""

    def signing_key(self) -> bytes:
        """Return a secret of this installation, for signatures that only the archive can make."""

    def sign_in(self, name: str, password: str) -> SessionTokens | Challenge:
        """Check a password; raise `ReaderError("sign_in_refused")`, whatever the reason."""

    def answer_challenge(self, challenge: Challenge, answer: str) -> SessionTokens | Challenge:
        """Answer a challenge; raise `ReaderError`: `wrong_code`, `weak_password`, `challenge_over`."""

    def refresh_tokens(self, refresh: str) -> SessionTokens:
        """Return the next tokens of a session; raise `ReaderError("not_signed_in")`."""

    def revoke_session(self, refresh: str) -> None:
        """End one session; nothing happens if it has ended."""

    def sign_out_everywhere(self, name: str) -> None:
        """End every session of an account."""

    def change_password(self, access: str, old: str, new: str) -> None:
        """Change the reader's own password; raise `ReaderError`: `wrong_password`, `weak_password`, `too_many_attempts`."""

    def begin_totp(self, access: str) -> str:
        """Return a new secret for an authenticator; it has no effect before `confirm_totp`."""

    def confirm_totp(self, access: str, code: str) -> None:
        """Require a code at each sign-in from now on; raise `ReaderError("wrong_code")`."""

    def remove_totp(self, access: str) -> None:
        """Require no code any more."""

    def send_reset_code(self, name: str) -> None:
        """Send a code to the account's verified address; without one nothing is sent and nothing is raised."""

    def reset_password(self, name: str, code: str, password: str) -> None:
        """Set a new password by a code; raise `ReaderError`: `wrong_code`, `weak_password`, `too_many_attempts`."""
