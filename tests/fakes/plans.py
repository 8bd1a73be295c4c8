"""The roadmap's plan in memory."""

from datetime import timedelta

from chalicelib.model.roadmap import SavedPlan
from chalicelib.text.roadmap_file import PlanError, PlansKept, RefusedPlan, read_plan


class FakePlans:
    def __init__(self, clock):
        self._clock, self._versions = clock, []

    def current(self):
        saved, refused = [], []
        for each in reversed(self._versions):
            if isinstance(each, SavedPlan):
                saved.append(each)
            elif not saved:
                refused.append(each)
        return PlansKept(saved=tuple(saved), refused=tuple(refused))

    def save(self, body):
        version, at = f"v{len(self._versions) + 1}", self._clock.now() + timedelta()
        try:
            self._versions.append(SavedPlan(version=version, at=at, plan=read_plan(body)))
        except PlanError as error:
            self._versions.append(RefusedPlan(version=version, at=at, problems=error.problems))
