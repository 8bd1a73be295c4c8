"""Look-ups in the roster in force: by matricule, by name, by day of birth; a servant who has left is found by none."""

from chalicelib.model.identifiers import Forms
from chalicelib.model.servant import Servant
from chalicelib.personnel.directory import directory_of, forms_of, roster_of, servant_in_force
from tests.unit.processing.test_outcome import JEAN, MARIE
from tests.unit.processing.test_outcome import world as world  # noqa: PLC0414 - a fixture

GONE = Servant(matricule="777777", name="NIYONZIMA", birth_date=JEAN.birth_date)


def test_without_a_roster_there_is_no_directory(world):
    assert directory_of(world.register, None) is None
    assert roster_of(world.register, None) is None


def test_a_servant_is_found_by_a_matricule_with_a_letter_for_a_figure(world):
    assert servant_in_force(JEAN.matricule, world.register) == JEAN
    assert servant_in_force("999999", world.register) is None


def test_one_matricule_is_read_from_the_register_once(world):
    asked, find = [], world.register.find_servants
    world.register.find_servants = lambda generation, folded: asked.append(folded) or find(generation, folded)
    directory = directory_of(world.register, world.register.roster_pointer())
    found = [directory.find("123456") for _ in range(3)]

    assert (found, asked) == ([[JEAN]] * 3, ["123456"])


def test_a_servant_who_is_no_longer_in_the_roster_is_found_by_neither_name_nor_birth(world):
    world.register.put_name_index([GONE])
    directory = directory_of(world.register, world.register.roster_pointer())

    assert [each.matricule for each in directory.born(JEAN.birth_date)] == [JEAN.matricule]
    assert [each.matricule for each in directory.named("HAKIZIMANA")] == [MARIE.matricule]
    assert list(directory.named("NIYONZIMA")) == []


def test_a_matricule_looks_as_in_the_roster_in_force_or_as_the_settings_say(world):
    pointer = world.register.roster_pointer()

    assert forms_of(pointer, ("x",)) == Forms(shapes=pointer.shapes)
    assert forms_of(None, ("x",)) == Forms(patterns=("x",))
