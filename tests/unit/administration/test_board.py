"""Tables of batches on the dashboard, as a browser reads them."""

import re

from chalicelib.administration.board import ROWS, board_html
from tests.unit.printed import parts
from tests.world import World, scan

JEAN, SITE = "123456", "https://archives.example.bi/"


def links(page):
    return [re.search(r"href='([^']*)'", part)[1] for part in parts(page) if part.startswith("<a ")]


def cells(page):
    """Texts of the cells, row by row."""
    texts = [part for part in parts(page) if not part.startswith("<") or part == "<tr>"]
    return [row.split("|") for row in "|".join(texts).split("<tr>|")[2:]]


def played():
    """A closed batch with a refused file, a closed one without, and an open one whose name has letters of an address."""
    world = World(JEAN)
    world.sync({f"lot-1/{JEAN}/a.pdf": scan("a"), f"lot-1/{JEAN}/vide.pdf": b""})
    world.sync({f"lot-2/{JEAN}/b.pdf": scan("b")})
    world.run()
    world.sync({f"lot 3 & <demi>/{JEAN}/c.pdf": scan("c")})
    world.drain()
    return world


def test_open_batches_are_listed_with_the_links_of_their_pages():
    page = board_html("open", played(), site=SITE)

    assert links(page) == [f"{SITE}#/batch/lot%203%20%26%20%3Cdemi%3E"]
    assert [row[0] for row in cells(page)] == ["lot 3 & <demi>"]
    assert "&lt;demi&gt;" in page


def test_batches_with_refused_or_failed_files_are_listed_with_their_numbers():
    page = board_html("lost", played(), site=SITE)

    assert links(page) == [f"{SITE}#/batch/lot-1"]
    ((name, _, files, waiting, refused, failed),) = cells(page)
    assert (name, files, waiting, refused, failed) == ("lot-1", "2", "0", "1", "0")


def test_an_archive_at_rest_says_so():
    world = World(JEAN)

    assert "Aucun lot n\u2019est ouvert" in board_html("open", world, site=SITE)
    assert "Aucun fichier refusé" in board_html("lost", world, site=SITE)


def test_more_batches_than_the_table_has_rows_lead_to_the_list_of_the_site():
    world = World(JEAN)
    for number in range(ROWS + 2):
        world.register.open_batch(f"lot-{number:02}", world.clock.now())

    page = board_html("open", world, site=SITE)

    assert len(cells(page)) == ROWS
    assert "Et 2 autres" in page.replace("\u202f", " ")
    assert links(page)[-1] == f"{SITE}#/batches"
