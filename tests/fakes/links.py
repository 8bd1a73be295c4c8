"""Links without a signature."""

from datetime import timedelta

from chalicelib.model.upload import Link
from chalicelib.text.download_name import file_name


class FakeLinks:
    """Links without a signature; `signed` lists their originals."""

    def __init__(self, clock, vault, report_photos):
        self._clock, self._vault, self._report_photos = clock, vault, report_photos
        self.signed = []

    def casefile_copy_link(self, key, name):
        if key not in self._vault.casefile_copies:
            return None
        link = Link(url=f"https://work.example/{key}?as={name}", expires_at=self._clock.now() + timedelta(minutes=5))
        return len(self._vault.casefile_copies[key]), link

    def page_image_link(self, digest, page):
        if (digest, page) not in self._vault.pictures:
            return None
        link = Link(url=f"https://work.example/{digest}/{page}", expires_at=self._clock.now() + timedelta(minutes=5))
        return self._vault.pictures[digest, page][0], link

    def photo_link(self, photo, page):
        if (photo, page) not in self._report_photos.pages:
            return None
        link = Link(url=f"https://work.example/{photo}/{page}", expires_at=self._clock.now() + timedelta(minutes=5))
        return self._report_photos.pages[photo, page][0], link

    def original_link(self, original, name):
        self.signed.append(original.digest)
        url = f"https://vault.example/{original.digest}?as={file_name(name, original.extension)}"
        return Link(url=url, expires_at=self._clock.now() + timedelta(minutes=5))
