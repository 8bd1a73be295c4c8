"""Command lines in French: argparse's help and error messages, translated."""

import argparse
import re
from typing import Any, Final, NoReturn

WRONG_USE: Final = 2
"""Exit status of a wrong command line, as argparse's own."""
_FRENCH: Final = tuple(
    (re.compile(english), french)
    for english, french in (
        (r"the following arguments are required: (.*)", r"il manque \1"),
        (r"one of the arguments (.*) is required", r"il manque l'un de \1"),
        (r"unrecognized arguments: (.*)", r"arguments inconnus : \1"),
        (r"ambiguous option: (.*) could match (.*)", r"option ambiguë : \1 peut vouloir dire \2"),
        (r"argument (.*?): expected (?:at least )?one argument", r"\1 demande une valeur"),
        (r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)", r"\1 : \2 n'est pas au choix de \3"),
        (r"argument (.*?): invalid \w+ value: (.*)", r"\1 : \2 n'est pas une valeur permise"),
        (r"argument (.*?): not allowed with argument (.*)", r"\1 ne va pas avec \2"),
        (r"argument (.*?): (.*)", r"\1 : \2"),
    )
)


class FrenchParser(argparse.ArgumentParser):
    """A parser of argparse whose own words are French."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(**{"formatter_class": _Formatter, "add_help": False, **settings})
        self._positionals.title = "arguments"
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and end the program."""
        self.exit(WRONG_USE, f"Erreur : {in_french(message)}\n  → {self.prog} --help montre ce qui est permis\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:  # noqa: ANN401 - argparse's own
        super().add_usage(usage, actions, groups, "utilisation : " if prefix is None else prefix)


def in_french(message: str) -> str:
    """Translate a complaint of argparse; one that is not known stays as it is.

    >>> in_french("the following arguments are required: --stage")
    'il manque --stage'
    >>> in_french("argument --engine: invalid choice: 'x' (choose from 'rapidocr', 'instant')")
    "--engine : 'x' n'est pas au choix de 'rapidocr', 'instant'"
    >>> in_french("argument --limit: invalid _positive value: '0'")
    "--limit : '0' n'est pas une valeur permise"
    """
    for english, french in _FRENCH:
        found = english.fullmatch(message)
        if found:
            return found.expand(french)
    return message
