"""What plays the courses: every kind of step on a page of its own, and none of them passes where the text is wrong."""

import pytest

from tests.course_player import Player, PlayError
from tests.courses import Exercise, Step

SITE = """<!doctype html><html lang="fr"><body>
<nav><a href="#lots">Lots</a> <a href="#verifier">À vérifier <span>3</span></a></nav>
<ul><li>premier <button onclick="said.textContent = 'ouvert : premier'">Ouvrir</button></li>
<li>second <button onclick="said.textContent = 'ouvert : second'">Ouvrir</button></li></ul>
<label>Motif <input id="why"></label>
<label>Type <select><option>03.1 Nomination</option><option>05.1 Affectation</option></select></label>
<label><input type="checkbox" onchange="said.textContent = 'coché'">Retirer</label>
<a download="journal.csv" href="data:text/csv,archivist%3Bpi%C3%A8ce%20ouverte">Télécharger</a>
<p id="said">rien\N{NO-BREAK SPACE}encore</p><p hidden>caché</p>
<script>document.addEventListener("keydown", (event) => { said.textContent = "touche " + event.key; });</script>
</body></html>"""


@pytest.fixture
def player(browser, tmp_path):
    contexts = []

    def window():
        contexts.append(browser.new_context())
        return contexts[-1].new_page()

    def enter(page, name, password):
        page.set_content(SITE)
        page.evaluate("([name, password]) => { said.textContent += ` (${name}, ${password})`; }", [name, password])

    yield Player(window, {"archivist": "secret"}, sign_in=enter, environment={}, folder=tmp_path, data=tmp_path / "data", patience=0.6)
    for context in contexts:
        context.close()


def play(player, *steps):
    player.play(Exercise(number=1, title="", steps=(Step(kind="sign_in", line=0, name="archivist"), *steps)))


def step(kind, name="", text="", beside=""):
    return Step(kind=kind, line=0, name=name, text=text, beside=beside)


def test_each_kind_of_step_is_done_and_seen(player):
    play(
        player,
        step("see", text="rien encore (archivist, secret)"),
        step("press", "Ouvrir", beside="second"),
        step("see", text="Ouvert : second"),
        step("see_no_more", text="rien encore"),
        step("press", "À vérifier"),
        step("write", "Motif", "une note"),
        step("see_value", "Motif", "une note"),
        step("choose", "Type", "05.1"),
        step("see_value", "Type", "Affectation"),
        step("tick", "Retirer"),
        step("wait_for", text="coché"),
        step("key", "Échap"),
        step("see", text="touche Escape"),
        step("see_nothing", "Écarter"),
        step("download", "Télécharger"),
        step("holds", text="pièce ouverte"),
        step("type", text="echo .local/lot"),
        step("read", text="/data/lot"),
        step("sign_in", "marie", "Panier-Nuage-7"),
        step("see", text="(marie, Panier-Nuage-7)"),
    )

    assert player.played == 21


@pytest.mark.parametrize(
    "wrong",
    [
        step("see", text="ouvert"),
        step("see", text="caché"),
        step("see_no_more", text="Lots"),
        step("see_nothing", "À vérifier"),
        step("see_value", "Motif", "une note"),
        step("press", "Écarter"),
        step("press", "Ouvrir"),
        step("press", "Ouvrir", beside="troisième"),
        step("write", "Note", "x"),
        step("choose", "Type", "11.1"),
        step("tick", "Libérer"),
        step("download", "Lots"),
        step("holds", text="jamais reçu"),
        step("read", text="jamais affiché"),
        step("sign_in", "personne"),
    ],
    ids=lambda each: f"{each.kind} {each.name}{each.text}",
)
def test_a_wrong_step_fails_and_is_not_counted(player, wrong):
    with pytest.raises(PlayError, match="line 0"):
        play(player, wrong)

    assert player.played == 1
