"""What is recorded of a consultation before anything leaves."""

import pytest

from chalicelib.access.consultations import Subject, record_consultation
from chalicelib.model.errors import TransientError
from chalicelib.model.reader import Reader
from tests.fakes import FakeArchive

OWN = Reader(name="123456", roles=frozenset({"servant"}), matricule="123456", session="s1")
ARCHIVIST_TOO = Reader(name="654321", roles=frozenset({"servant", "archivist"}), matricule="654321", session="s2")


@pytest.fixture
def archive():
    return FakeArchive()


def recorded(archive):
    (consultation,) = archive.consultations.written.values()
    return consultation


def test_a_consultation_tells_who_opened_what_when_and_in_which_session(archive):
    record_consultation("image", OWN, Subject(matricule="123456", piece="p", page=2), archive)
    told = recorded(archive)

    assert (told.action, told.reader, told.session, told.at) == ("image", "123456", "s1", archive.clock.now())
    assert (told.matricule, told.piece, told.page, told.batch) == ("123456", "p", 2, None)


@pytest.mark.parametrize(
    ("reader", "matricule", "role"),
    [
        (OWN, "123456", "servant"),
        (ARCHIVIST_TOO, "654321", "servant"),
        (ARCHIVIST_TOO, "123456", "archivist"),
        (ARCHIVIST_TOO, None, "archivist"),
    ],
)
def test_a_reader_is_a_servant_in_the_own_case_file_and_an_archivist_elsewhere(archive, reader, matricule, role):
    record_consultation("casefile", reader, Subject(matricule=matricule), archive)

    assert recorded(archive).role == role


def test_another_role_is_recorded_where_it_allows_the_consultation(archive):
    record_consultation("text", ARCHIVIST_TOO, Subject(piece="p"), archive, role="guardian")

    assert recorded(archive).role == "guardian"


def test_the_files_of_a_deposit_are_recorded(archive):
    record_consultation("deposit", ARCHIVIST_TOO, Subject(batch="lot-1", asked="lot-1 (1)", files=("1/a.pdf",)), archive)
    told = recorded(archive)

    assert (told.batch, told.asked, told.files) == ("lot-1", "lot-1 (1)", ("1/a.pdf",))


def test_what_cannot_be_recorded_raises(archive):
    archive.consultations.broken = True

    with pytest.raises(TransientError):
        record_consultation("journal", OWN, Subject(), archive)


def test_names_and_words_with_a_forbidden_mention_are_masked_before_they_are_written_down(archive):
    subject = Subject(batch="lot-1", asked="liste des Hutu", files=("123456/carte UPRONA.pdf", "123456/acte.pdf"))
    record_consultation("deposit", ARCHIVIST_TOO, subject, archive)
    told = recorded(archive)

    assert (told.asked, told.files) == ("[nom masqué]", ("123456/[nom masqué].pdf", "123456/acte.pdf"))
