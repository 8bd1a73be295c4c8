"""Notices by mail: a servant who wants them is told that a piece was added to their case file, and never which.

Of each servant, at most once a day of the archive's time zone:

1. Claim the day, so that neither a repeated nor a concurrent run looks again. 2. Read what is new and was not looked at, by the rule of
`news`. 3. Pass over what an earlier mail was about. 4. Read the address from the user pool, if it is verified. 5. Send the mail. 6. Keep
which pieces it was about, or that the address was refused; after a failure the next day's mail is about them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.access.casefiles import own_matricule
from chalicelib.access.news import read_news
from chalicelib.model.account import PoolAccount
from chalicelib.model.errors import PermanentError, ReaderError, TransientError
from chalicelib.model.notice import LANGUAGES, NoticeLanguage, NoticeState, NoticeWish
from chalicelib.model.reader import Reader
from chalicelib.ports.archive import Archive

_MOST_TOLD = 200
"""Pieces that were told of and are kept; `news` returns 50."""

WORDS: Mapping[NoticeLanguage, tuple[str, str]] = {
    "fr": (
        "Votre dossier administratif",
        """Bonjour,

Une pièce, ou plusieurs, ont été ajoutées à votre dossier administratif.

Pour les voir, ouvrez vous-même le site de l'archive en tapant son adresse, celle de votre fiche de première connexion, puis connectez-vous.
Ce message ne contient aucun lien. Ne donnez jamais votre mot de passe à qui vous le demande par message.

Pour ne plus recevoir ces messages : sur le site, « Mon compte », « Messages ».
Personne ne lit les réponses à ce message.
""",
    ),
    "rn": (
        "Idosiye yawe",
        """Mwaramutse,

Hari urwandiko, canke inyandiko, vyongewe mu dosiye yawe.

Kugira uzirabe, ugurura wewe nyene urubuga wandika aderese yarwo, iri ku rupapuro wahawe bwa mbere, uce winjira.
Ubu butumwa nta murongo wo gufyondako bufise. Ntuhe na rimwe ijambo ry'ibanga ryawe uwurigusavye mu butumwa.

Kugira ntusubire kuronka ubu butumwa: ku rubuga, « Konte yanje », « Ubutumwa ».
Nta muntu asoma inyishu z'ubu butumwa.

Ikirundi: umugambi utarasuzumwa (brouillon).
""",
    ),
    "en": (
        "Your case file",
        """Hello,

One or more documents were added to your case file.

To see them, open the archive's site yourself by typing its address, which is on your first sign-in slip, then sign in.
This message has no link. Never give your password to anybody who asks for it in a message.

To stop these messages: on the site, "My account", "Messages".
Nobody reads replies to this message.
""",
    ),
}
"""Subject and text of the mail in each language: they name no servant, no matricule and no piece, and hold no link. The Kirundi is a draft
that no speaker has read, and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRound:
    """What one run did."""

    looked: int = 0
    """Case files that were looked at."""
    sent: int = 0
    refused: int = 0
    """Mails that were not taken for their address; those servants are told on their account screen."""
    failures: tuple[str, ...] = ()
    """What the other turns failed for, the archive's code and the service's; the next day has another turn."""


def state_of(reader: Reader, account: PoolAccount | None, archive: Archive) -> NoticeState | None:
    """Return what the account screen shows of a servant's notices; None without a case file, or where no mail is sent."""
    if reader.matricule is None or not _offered(archive):
        return None
    if account is None or account.email is None:
        return "no_address"
    wish = archive.notices.wish(reader.matricule)
    if wish is None:
        return "off"
    return "refused" if wish.refused else "on"


def switch_notices(reader: Reader, archive: Archive, *, on: bool, language: str) -> None:
    """Switch a servant's own notices on, in a language, or off.

    Raises:
        ReaderError: `not_found`: the reader has no case file, or there are no notices for them; `invalid`: no such language.
    """
    matricule = own_matricule(reader)
    if not on:
        archive.notices.remove(matricule)
        return
    chosen = next((each for each in LANGUAGES if each == language), None)
    if chosen is None:
        raise ReaderError("invalid", "language")
    if state_of(reader, archive.accounts.look_up(matricule), archive) in (None, "no_address"):
        raise ReaderError("not_found")
    archive.notices.put(NoticeWish(matricule=matricule, language=chosen, since=archive.clock.now()))


def send_notices(archive: Archive, *, until: datetime) -> NoticeRound:
    """Send the mails of the day to those whose turn has not come yet, in office hours, until a time; the next run goes on."""
    local = archive.clock.now().astimezone(ZoneInfo(archive.settings.time_zone))
    first, last = archive.settings.office_hours
    done = NoticeRound()
    if not _offered(archive) or not first <= local.hour < last:
        return done
    for wish in archive.notices.wishes():
        if archive.clock.now() >= until:
            break
        if wish.claimed_on != local.date():
            done = _with_turn(wish, local.date(), done, archive)
    return done


def _offered(archive: Archive) -> bool:
    return archive.settings.notices and archive.mail.installed


def _with_turn(wish: NoticeWish, day: date, done: NoticeRound, archive: Archive) -> NoticeRound:
    """Add one servant's turn to a run; its failure keeps no other servant from theirs."""
    try:
        claimed = archive.notices.claim(wish, day)
        if claimed is None:
            return done
        done = replace(done, looked=done.looked + 1)
        told = _tell(claimed, archive)
        if told is None:
            return done
        archive.notices.end_turn(told)
    except (PermanentError, TransientError) as error:
        return replace(done, failures=(*done.failures, str(error)))
    return replace(done, refused=done.refused + 1) if told.refused else replace(done, sent=done.sent + 1)


def _tell(wish: NoticeWish, archive: Archive) -> NoticeWish | None:
    """Send a servant a mail if there is something new to them; return how that ended, or None if there was none to send."""
    servant = Reader(name=wish.matricule, roles=frozenset({"servant"}), matricule=wish.matricule)
    new = [each.piece for each in read_news(servant, archive, since=wish.since.isoformat()).pieces]
    if not set(new) - set(wish.told):
        return None
    account = archive.accounts.look_up(wish.matricule)
    if account is None or not account.enabled or account.email is None:
        return None
    try:
        archive.mail.send(account.email, *WORDS[wish.language])
    except PermanentError as error:
        if error.code != "mail_refused":
            raise
        return replace(wish, refused=True)
    return replace(wish, refused=False, told=tuple(dict.fromkeys([*new, *wish.told]))[:_MOST_TOLD])
