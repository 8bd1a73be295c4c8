"""The campaign tries every cell of its matrix, and a seed that failed fails again."""

from tests.faults.campaign import Cell, cell_of, matrix, run


def test_so_many_seeds_in_a_row_as_there_are_cells_try_each_cell_once():
    cells = matrix()
    places = [Cell(name=str(place), play=cell.play) for place, cell in enumerate(cells)]

    assert {cell_of(seed, places).name for seed in range(7, 7 + len(cells))} == {each.name for each in places}


def test_a_trial_that_fails_says_why_and_the_same_seed_fails_again():
    def break_down(seed):
        raise AssertionError(f"the sums of {seed} do not close")

    cells = [Cell(name="sound", play=lambda seed: None), Cell(name="unsound", play=break_down)]
    outcomes = [run(seed, cells) for seed in (4, 5, 5)]

    assert [each.name for each in outcomes] == ["sound", "unsound", "unsound"]
    assert [each.failure for each in outcomes[:1]] == [""]
    assert all("the sums of 5 do not close" in each.failure for each in outcomes[1:])
