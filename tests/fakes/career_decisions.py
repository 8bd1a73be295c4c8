"""Decisions on events of careers in memory."""

from chalicelib.model.errors import ConflictError


class FakeCareerDecisions:
    def __init__(self):
        self.written = []

    def list_for(self, matricule):
        return sorted((each for each in self.written if each.matricule == matricule), key=lambda each: each.place)

    def add(self, decision):
        numbers = [each.number for each in self.written if (each.matricule, each.event) == (decision.matricule, decision.event)]
        if decision.number != max(numbers, default=0) + 1:
            raise ConflictError("conflict")
        self.written.append(decision)
