"""Due lists in memory."""


class FakeDueLists:
    def __init__(self):
        self._lines, self._sums, self._lists = {}, {}, {}

    def put_lines(self, round_, lines, *, until):
        self._lines |= {(round_, line.ministry, line.place): line for line in lines}

    def lines(self, round_, ministry):
        return iter(self.some_lines(round_, ministry, "", after=None, limit=None))

    def some_lines(self, round_, ministry, group, *, after, limit):
        own = sorted((key[2], line) for key, line in self._lines.items() if key[:2] == (round_, ministry))
        return [line for place, line in own if place.startswith(group) and place > (after or "")][:limit]

    def put_sum(self, round_, sum_, *, until):
        self._sums[round_, sum_.ministry] = sum_

    def sums(self, round_):
        return [each for (of, _), each in sorted(self._sums.items(), key=lambda each: each[0][1]) if of == round_]

    def put_list(self, list_, *, until):
        self._lists[list_.day] = list_

    def finished(self):
        return [each for _, each in sorted(self._lists.items(), reverse=True)]
