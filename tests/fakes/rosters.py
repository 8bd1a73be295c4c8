"""Rosters in memory."""

from chalicelib.model.errors import ConflictError
from chalicelib.model.identifiers import fold
from chalicelib.model.register import NameIndexEntry
from chalicelib.model.servant import Servant
from chalicelib.text.names import headings_of, spellings_of, words_of
from tests.fakes.memory import RegisterMemory


class FakeRosters(RegisterMemory):
    """Generations of servants, the name index and the pointer in memory."""

    def roster_pointer(self):
        return self._pointer

    def find_servants(self, generation, folded):
        return [servant for key, servant in self._folded[generation] if key == folded]

    def roster_page(self, generation, after, limit):
        found = sorted((f"{fold(each.matricule)}#{each.matricule}", each) for each in self._servants[generation])
        page = [(place, each) for place, each in found if place > (after or " ")][:limit]
        return [each for _, each in page], page[-1][0] if len(page) == limit else None

    def put_servants(self, generation, servants):
        self._servants[generation] = list(servants)
        self._folded[generation] = [(fold(servant.matricule), servant) for servant in self._servants[generation]]

    def servants_by_matricule(self, generation, matricules):
        return {each.matricule: each for each in self._servants[generation] if each.matricule in matricules}

    def put_name_index(self, servants):
        for servant in servants:
            told = Servant(
                matricule=servant.matricule,
                name=servant.name,
                first_names=servant.first_names,
                birth_date=servant.birth_date,
                written=servant.written,
            )
            headings = [NameIndexEntry(heading=heading, servant=told) for heading in headings_of(servant) if len(heading) > 1]
            self._names |= {each.place: each for each in headings}
            if servant.birth_date is not None:
                self._births.setdefault(servant.birth_date, {})[servant.matricule] = told
            self._words |= {*words_of(servant.name), *words_of(servant.first_names)}

    def find_names(self, beginning, *, after, limit):
        found = sorted(place for place in self._names if place.startswith(beginning) and place > (after or ""))
        return [self._names[place] for place in found[:limit]]

    def find_born_on(self, day, *, limit):
        return [servant for _, servant in sorted(self._births.get(day, {}).items())][:limit]

    def find_spellings(self, keys, *, limit):
        found = {key: sorted(word for word in self._words if key in spellings_of(word))[:limit] for key in keys}
        return sorted({word for words in found.values() for word in words})

    def put_roster_in_force(self, pointer, *, seen):
        if seen != self._pointer:
            raise ConflictError("conflict")
        self._pointer = pointer
