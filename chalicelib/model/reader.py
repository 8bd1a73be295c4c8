"""Who is signed in, and what each role may do; whatever is not written here is nobody's right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from chalicelib.model.identifiers import normalise

Role = Literal["servant", "archivist", "guardian", "auditor", "director"]
"""The servant needs no Cognito group, only a matricule; each other role is the group of its name."""

Right = Literal[
    "anybody",
    "open",
    "signed_in",
    "read_casefile",
    "read_batches",
    "deposit",
    "review",
    "decide_sealed_off",
    "manage_accounts",
    "read_journal",
    "read_figures",
]

ROLES: tuple[Role, ...] = get_args(Role)

RIGHTS: Mapping[Right, frozenset[Role]] = {
    "anybody": frozenset(),  # nobody need come through the site, nor be signed in
    "open": frozenset(),  # nobody need be signed in
    "signed_in": frozenset(ROLES),
    "read_casefile": frozenset({"servant", "archivist"}),  # a servant their own alone: see `Reader.may_open`
    "read_batches": frozenset({"archivist"}),
    "deposit": frozenset({"archivist"}),
    "review": frozenset({"archivist"}),
    "decide_sealed_off": frozenset({"guardian"}),
    "manage_accounts": frozenset({"archivist"}),
    "read_journal": frozenset({"auditor"}),
    "read_figures": frozenset({"archivist", "director"}),
}
"""Who may do what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who is signed in."""

    name: str
    """The user name, which for a servant is the matricule."""
    roles: frozenset[Role] = frozenset()
    matricule: str | None = None
    """Normalised: whose case file is their own."""

    def may(self, right: Right) -> bool:
        """Say whether one of the reader's roles has a right.

        >>> Reader(name="a", roles=frozenset({"auditor"})).may("read_casefile")
        False
        """
        return bool(self.roles & RIGHTS[right])

    def may_open(self, matricule: str) -> bool:
        """Say whether the reader may open a case file.

        >>> own = Reader(name="12345", roles=frozenset({"servant"}), matricule="12345")
        >>> own.may_open("12345"), own.may_open("1234"), own.may_open("12.345")
        (True, False, False)

        Args:
            matricule: normalised; any other writing of it names no case file.
        """
        if matricule != normalise(matricule) or not matricule:
            return False
        return "archivist" in self.roles or ("servant" in self.roles and matricule == self.matricule)


def reader_of(name: str, groups: str | list[str], matricule: str | None) -> Reader:
    """Make a reader of what an ID token says.

    API Gateway hands a list of groups over as one text. A matricule that is not the user name too is nobody's: of the two, the
    name can never be changed, so that an attribute written by mistake, or by its own bearer, opens no case file.

    >>> sorted(reader_of("12345", "archivist,guardian,Archivist", "12 345").roles)
    ['archivist', 'guardian', 'servant']
    >>> reader_of("54321", "", "12345").roles
    frozenset()
    """
    said = groups if isinstance(groups, list) else groups.strip("[]").replace(" ", ",").split(",")
    own = normalise(matricule or "") or None
    own = own if own == normalise(name) else None
    roles = frozenset(role for role in ROLES if (own is not None if role == "servant" else role in said))
    return Reader(name=name, roles=roles, matricule=own)
