"""Which call of which invocation goes wrong, and how."""

from dataclasses import dataclass, field

KINDS = ("killed before", "killed after", "reply lost", "throttled", "broken")


@dataclass(kw_only=True)
class StrikeEach:
    """In every invocation, the n-th call goes wrong once; what is redelivered for it is spared.

    So each call of each invocation is struck when `call` has run from 0 to the length of the longest one.
    """

    stage: object
    call: int
    kinds: tuple
    """Taken in turn, strike after strike."""
    strikes: list = field(default_factory=list)
    _spared: set = field(default_factory=set)
    _run: int = -1
    _calls: int = 0

    def __call__(self, service, operation, request):
        """Say what is to happen to a call."""
        running = self.stage.now_running
        if running is None:
            return None
        if running.number != self._run:
            self._run, self._calls = running.number, -1
        self._calls += 1
        marks = {(running.name, body) for body in running.bodies} or {(running.name, f"round {len(self._spared)}")}
        if self._calls != self.call or marks & self._spared or self._too_often(running.name):
            return None
        self._spared |= marks
        kind = self.kinds[len(self.strikes) % len(self.kinds)]
        self.strikes.append((running.name, service, operation, kind))
        return kind

    def _too_often(self, name):
        """Sweeps and looks come for ever: they are struck a few times, or nothing would ever be done."""
        return sum(strike[0] == name for strike in self.strikes) >= (2 if name == "sweep" else 20)


@dataclass(kw_only=True)
class StrikeSome:
    """Calls go wrong at random, not more often than messages can bear."""

    stage: object
    random: object
    share: float
    kinds: tuple = KINDS
    left: int = 12
    strikes: list = field(default_factory=list)

    def __call__(self, service, operation, request):
        """Say what is to happen to a call."""
        if self.stage.now_running is None or not self.left or self.random.random() > self.share:
            return None
        self.left -= 1
        kind = self.random.choice(self.kinds)
        self.strikes.append((self.stage.now_running.name, service, operation, kind))
        return kind
