"""The copy service in the same process."""

from chalicelib.access.casefile_copies import bind_copy, copy_pages


class FakeCaseFileCopies:
    """The binding function in this process; `bound` counts its calls."""

    def __init__(self, archive):
        self._archive, self.bound = archive, 0

    def bind_copy(self, copy):
        self.bound += 1
        bind_copy(copy, self._archive)

    def copy_pages(self, copy):
        copy_pages(copy, self._archive)
