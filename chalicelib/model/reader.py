"""Readers, roles and rights; a right that is not listed here is granted to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from chalicelib.model.identifiers import LONGEST_MATRICULE, normalise

Role = Literal["servant", "archivist", "guardian", "auditor", "director"]
"""Each role is a Cognito group of the same name, except `servant`, which needs only a matricule."""

Right = Literal[
    "anybody",
    "open",
    "signed_in",
    "read_casefile",
    "read_batches",
    "deposit",
    "review",
    "count_waiting",
    "decide_sealed_off",
    "manage_accounts",
    "read_journal",
    "read_figures",
    "change_plan",
    "reconcile",
    "read_due_lists",
]

ROLES: tuple[Role, ...] = get_args(Role)
GROUPS = frozenset(ROLES) - {"servant"}
"""Cognito groups of the archive."""

RIGHTS: Mapping[Right, frozenset[Role]] = {
    "anybody": frozenset(),  # without sign-in, and without the site's secret
    "open": frozenset(),  # without sign-in
    "signed_in": frozenset(ROLES),
    "read_casefile": frozenset({"servant", "archivist"}),  # a servant their own alone: see `Reader.may_open`
    "read_batches": frozenset({"archivist"}),
    "deposit": frozenset({"archivist"}),
    "review": frozenset({"archivist"}),
    "count_waiting": frozenset({"archivist", "guardian"}),  # each their own queue alone: see `review.waiting`
    "decide_sealed_off": frozenset({"guardian"}),
    "manage_accounts": frozenset({"archivist"}),
    "read_journal": frozenset({"auditor"}),
    "read_figures": frozenset({"archivist", "director"}),
    "change_plan": frozenset({"director"}),
    "reconcile": frozenset({"archivist", "director"}),
    "read_due_lists": frozenset({"archivist", "director"}),
}
"""Roles that have a right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A signed-in person."""

    name: str
    """User name; a servant's is the matricule."""
    roles: frozenset[Role] = frozenset()
    matricule: str | None = None
    """Normalised matricule of the reader's own case file."""
    session: str = ""
    """The ID token's `jti`, which consultations are recorded under; empty where there is no token yet."""

    def may(self, right: Right) -> bool:
        """Whether one of the reader's roles has a right.

        >>> Reader(name="a", roles=frozenset({"auditor"})).may("read_casefile")
        False
        """
        return bool(self.roles & RIGHTS[right])

    def may_open(self, matricule: str) -> bool:
        """Whether the reader may open a case file.

        >>> own = Reader(name="12345", roles=frozenset({"servant"}), matricule="12345")
        >>> own.may_open("12345"), own.may_open("1234"), own.may_open("12.345")
        (True, False, False)

        Args:
            matricule: must be normalised; any other spelling gives False, and one that is longer than any.
        """
        if matricule != normalise(matricule) or not 0 < len(matricule) <= LONGEST_MATRICULE:
            return False
        return "archivist" in self.roles or ("servant" in self.roles and matricule == self.matricule)


def reader_of(name: str, groups: str | list[str], matricule: str | None, *, session: str = "") -> Reader:
    """Build a reader from the claims of an ID token.

    API Gateway passes the groups as one text, with commas between them, and Cognito admits commas and brackets in a group's name: the
    groups `x` and `archivist` look like one group `x,archivist`. So a name that is none of the archive's groups takes all roles away,
    instead of being left out. A matricule that differs from the user name is ignored: the user name cannot be changed, so an attribute
    written by mistake, or by the user, opens no case file.

    >>> sorted(reader_of("12345", "archivist,guardian", "12 345").roles)
    ['archivist', 'guardian', 'servant']
    >>> reader_of("marie", "x,archivist", None).roles, reader_of("marie", "[archivist]", None).roles
    (frozenset(), frozenset())
    >>> reader_of("54321", "", "12345").roles
    frozenset()
    """
    said = groups if isinstance(groups, list) else groups.split(",")
    own = normalise(matricule or "") or None
    own = own if own == normalise(name) else None
    is_ours = GROUPS.issuperset(said)
    roles = frozenset(role for role in ROLES if (own is not None if role == "servant" else is_ours and role in said))
    return Reader(name=name, roles=roles, matricule=own, session=session)
