"""Lists of acts in memory."""

from chalicelib.text.act_headings import act_entries
from tests.fakes.memory import RegisterMemory


class FakeActs(RegisterMemory):
    """Lists of acts, made of the pieces as they stand when they are asked for."""

    def find_acts(self, heading, *, first, last, before, limit):
        listed = [entry for piece in self._pieces.values() for entry in act_entries(piece) if entry.heading == heading]
        found = sorted((each for each in listed if first <= each.day <= last), key=lambda each: each.place, reverse=True)
        return [each for each in found if before is None or each.place < before][:limit]

    def find_acts_in_all(self, headings, *, first, last, limit):
        lists = (self.find_acts(each, first=first, last=last, before=None, limit=limit) for each in headings)
        return [entry for entries in lists for entry in entries]

    def listed_pieces(self, pieces):
        return {piece: self._pieces[piece] for piece in pieces if piece in self._pieces}

    def list_acts(self, pieces):
        """Nothing to write: see above."""
        list(pieces)
