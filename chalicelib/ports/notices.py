"""Port of the servants who want mail about their case file."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from chalicelib.model.notice import NoticeWish


class Notices(Protocol):
    """Servants who want mail, each by their matricule."""

    def wish(self, matricule: str) -> NoticeWish | None:
        """Read the wish of a servant; None for those who want no mail."""

    def put(self, wish: NoticeWish) -> None:
        """Switch the notices of a servant on."""

    def remove(self, matricule: str) -> None:
        """Switch the notices of a servant off, and forget what they were told; repeatable."""

    def wishes(self) -> Iterator[NoticeWish]:
        """Read all wishes, by matricule; one that was just written may be missing."""

    def claim(self, wish: NoticeWish, day: date) -> NoticeWish | None:
        """Take the servant's turn of a day; None if it was taken, or the wish has changed since it was read."""

    def end_turn(self, wish: NoticeWish) -> None:
        """Write what the servant was told of, or that the mail was refused, unless the wish has changed since its turn was taken."""
