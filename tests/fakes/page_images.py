"""The page image service in the same process."""

from datetime import timedelta

from chalicelib.access.page_images import Scan, make_redacted_copy, render_pages
from chalicelib.access.report_photos import take_photo
from chalicelib.model.errors import TransientError


class FakePageImages:
    """The drawing function in this process; with `busy` it fails."""

    def __init__(self, archive):
        self._archive, self.busy, self.asked = archive, False, []

    def render_page(self, original, page):
        if self.busy:
            raise TransientError("undrawn", "Sandbox.Timedout")
        self.asked.append(page)
        scan = Scan(digest=original.digest, extension=original.extension, pages=original.pages)
        render_pages(scan, page, self._archive, until=self._archive.clock.now() + timedelta(seconds=5))

    def make_redacted_copy(self, original, selection, boxes):
        scan = Scan(digest=original.digest, extension=original.extension, pages=original.pages, selection=tuple(selection))
        return make_redacted_copy(scan, boxes, self._archive)

    def take_photo(self, draft, photo, digest):
        if self.busy:
            raise TransientError("undrawn", "Sandbox.Timedout")
        return take_photo(draft, photo, digest, self._archive)
