"""Port of sign-in: passwords, challenges, tokens."""

from typing import Protocol

from chalicelib.model.session import Challenge, SessionTokens


class Identities(Protocol):
    """Who lets readers in: Cognito's pool, through the door."""

    def signing_key(self) -> bytes:
        """Give a secret of this archive's, for marks that only we can make."""

    def sign_in(self, name: str, password: str) -> SessionTokens | Challenge:
        """Try a password; raise `ReaderError("sign_in_refused")`, whatever the reason."""

    def answer_challenge(self, challenge: Challenge, answer: str) -> SessionTokens | Challenge:
        """Answer a challenge; raise `ReaderError`: `wrong_code`, `weak_password`, `challenge_over`."""

    def refresh_tokens(self, refresh: str) -> SessionTokens:
        """Go on; raise `ReaderError("not_signed_in")`."""

    def revoke_session(self, refresh: str) -> None:
        """End one session; nothing where it has ended."""

    def sign_out_everywhere(self, name: str) -> None:
        """End every session of an account."""

    def change_password(self, access: str, old: str, new: str) -> None:
        """Change the own password; raise `ReaderError`: `wrong_password`, `weak_password`, `too_many_attempts`."""

    def begin_totp(self, access: str) -> str:
        """Make a secret for an authenticator; nothing is asked of the reader before it was confirmed."""

    def confirm_totp(self, access: str, code: str) -> None:
        """Ask for a code at each sign-in from now on; raise `ReaderError("wrong_code")`."""

    def remove_totp(self, access: str) -> None:
        """Ask for none any more."""

    def send_reset_code(self, name: str) -> None:
        """Send a code to an account's verified address; nothing, and the same silence, where there is none."""

    def reset_password(self, name: str, code: str, password: str) -> None:
        """Set a new password by a code; raise `ReaderError`: `wrong_code`, `weak_password`, `too_many_attempts`."""
