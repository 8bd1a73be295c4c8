"""Plays the cuts of scans: which pieces there are, what was proposed, what an archivist decides and takes back."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from chalicelib.model.segmentation import page_ranges

FOR = [("letterhead_and_title", 3.0), ("new_number", 1.04), ("closed_before", 0.38)]
AGAINST = [("next_page", -3.0), ("untitled", -3.0)]
BOTH = [("closed_before", 0.38), ("untitled", -3.0), ("size_changes", 1.26), ("blank_between", 0.4), ("type_changes", 1.24)]


def boundary(page: int, probability: float, *, doubtful: bool = False) -> dict[str, Any]:
    """Make a place before a page, with what speaks for a cut and against one."""
    told = BOTH if doubtful else FOR if probability > 0.5 else AGAINST
    reasons = [{"rule": rule, "weight": weight} for rule, weight in told]
    return {"page": page, "probability": probability, "cut": probability > 0.5, "doubtful": doubtful, "reasons": reasons}


@dataclass
class Scan:
    """A scan, and how it is divided."""

    pages: int
    starts: set[int]
    """First pages of the pieces as they are, the first page of all included."""
    proposed: set[int]
    """First pages of the pieces as proposed."""
    doubtful: set[int] = field(default_factory=set)
    roles: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    to_check: dict[int, str] = field(default_factory=dict)
    """Why the piece that begins with a page waits once it is cut."""
    name: str = "dossier 12345.pdf"
    batch: str = "2026-11 enseignants"
    edition: int = 1
    confirmed: bool = False
    printed: dict[int, int] = field(default_factory=dict)
    """Numbers printed on pages."""
    proposed_order: list[int] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    """In which the pages are read; that of the scan until a person takes another."""
    before: list[tuple[set[int], bool, list[int]]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """Names of all pieces that there were."""

    @property
    def file(self) -> str:
        return self.named("whole")

    def named(self, pages: str) -> str:
        made = hashlib.sha256(f"{self.name} {pages}".encode()).hexdigest() + "-00000001"
        self.known.add(made)
        return made

    def groups(self) -> list[list[int]]:
        groups: list[list[int]] = []
        for page in self.order or range(1, self.pages + 1):
            if self.roles.get(page) == "separator":
                continue
            if not groups or page in self.starts:
                groups.append([])
            groups[-1].append(page)
        return groups

    def reason_of(self, group: list[int]) -> str | None:
        if not self.confirmed and (self.proposed_order or self.doubtful & set(group[1:])):
            return "cuts"
        return self.to_check.get(group[0])

    def piece(self, group: list[int]) -> dict[str, Any]:
        told = {"pages": group, "range": page_ranges(group), "closed": bool(self.closed & set(group))}
        if told["closed"]:
            return told | {"piece": None, "status": None, "reason": None, "type": None, "matricule": None}
        reason = self.reason_of(group)
        known = {"piece": self.named(told["range"]), "status": "to_review" if reason else "filed", "reason": reason}
        kind = ["03.1", "04.1", "05.1", None][group[0] % 4]
        return told | known | {"type": kind, "matricule": None if reason else "12345"}

    def told(self) -> dict[str, Any]:
        """Say all that the screen is told."""
        pieces = [self.piece(group) for group in self.groups()]
        places = {page: (each["piece"], at) for each in pieces for at, page in enumerate(each["pages"], 1)}
        content = [page for page in self.proposed_order or range(1, self.pages + 1) if self.roles.get(page, "content") == "content"]
        likely = {page: 0.62 if page in self.doubtful else 0.97 if page in self.proposed else 0.03 for page in content[1:]}
        return {
            "file": self.file,
            "name": self.name,
            "batch": self.batch,
            "edition": self.edition,
            "confirmed": self.confirmed,
            "undoable": bool(self.before),
            "starts": [each["pages"][0] for each in pieces],
            "proposed_order": self.proposed_order,
            "pages": [
                {
                    "page": page,
                    "role": self.roles.get(page, "content"),
                    "piece": places.get(page, (None, 0))[0],
                    "number": places.get(page, (None, 0))[1] if page not in self.closed else 0,
                    "closed": page in self.closed,
                    "printed": self.printed.get(page),
                }
                for page in self.order or range(1, self.pages + 1)
            ],
            "pieces": pieces,
            "boundaries": [boundary(page, chance, doubtful=page in self.doubtful) for page, chance in likely.items()],
        }

    def decide(self, starts: set[int] | None, *, in_order: bool = False) -> str | None:
        """Cut, or take the last cuts back; the code of a refusal, if it is one."""
        if in_order and not self.proposed_order:
            return "invalid"
        if starts is None:
            if not self.before:
                return "nothing_to_undo"
            self.starts, self.confirmed, self.order = self.before.pop()
        else:
            now = [set(group) for group in self.groups() if self.closed & set(group)]
            earlier, self.starts = self.starts, starts
            if any(each not in map(set, self.groups()) for each in now):
                self.starts = earlier
                return "closed_pages"
            self.before.append((earlier, self.confirmed, self.order))
            self.order = self.proposed_order if in_order else self.order
            self.confirmed = True
        self.edition += 1
        return None


def dossier() -> Scan:
    """Make a scan of forty pages in twelve pieces: at three places it is doubtful whether a piece begins, at one of them none does."""
    first = {1, 4, 7, 9, 14, 16, 20, 22, 25, 30, 33, 37}
    doubtful = {9, 18, 25}
    return Scan(
        pages=40, starts=first - doubtful, proposed=first | doubtful, doubtful=doubtful, roles={29: "blank"}, to_check={25: "homonyms"}
    )


def with_closed_pages() -> Scan:
    """Make a scan with a separator sheet, a blank page, and a piece that is closed to readers."""
    return Scan(
        pages=12,
        starts={1, 3, 6, 10},
        proposed={1, 3, 6, 8, 10},
        doubtful={11},
        roles={2: "separator", 5: "blank"},
        closed={6, 7, 8, 9},
        name="dossier 54321.pdf",
    )


def of_two_passes() -> Scan:
    """Make a scan of eight pages whose fronts lie before their backs, from the last sheet on: two pieces of four pages each."""
    order = [1, 8, 2, 7, 3, 6, 4, 5]
    printed = dict(zip(order, [1, 2, 3, 4, 1, 2, 3, 4], strict=True))
    return Scan(pages=8, starts={1}, proposed={1, 3}, proposed_order=order, printed=printed, name="recto-verso.pdf")
