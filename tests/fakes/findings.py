"""Findings of completeness in memory."""


class FakeFindings:
    def __init__(self):
        self._parts, self._sums = {}, {}

    def put_parts(self, round_, parts, *, until):
        self._parts |= {(round_, part.ministry, part.after): part for part in parts}

    def parts(self, round_, ministry):
        return iter([part for key, part in sorted(self._parts.items(), key=lambda each: each[0][2]) if key[:2] == (round_, ministry)])

    def reports(self, round_, ministry):
        return ((part.lines, part.sum) for part in self.parts(round_, ministry))

    def put_sum(self, round_, sum_, *, until):
        self._sums[round_, sum_.ministry] = sum_

    def sums(self, round_):
        return [each for (of, _), each in sorted(self._sums.items(), key=lambda each: each[0][1]) if of == round_]
