"""Administrators' actions and their parameters: kinds and bounds, by which the handler refuses and forms are made; words of refusals."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from chalicelib.identity.provisioning import MOST_RESETS
from chalicelib.model.errors import PermanentError
from chalicelib.text.calendar import day_of
from functions.powertools import Answer

Given = Mapping[str, Any]
"""Values of an action's parameters, by name; each of its parameter's kind, None or empty where it was not given."""

ANY_TEXT: Final = r"[^\x00-\x1f]{1,512}"
"""A line of text. 512 characters are the most that a parameter of a Systems Manager execution holds (`AutomationParameterValue`)."""
DAY: Final = "20[0-9]{2}-[01][0-9]-[0-3][0-9]"
LARGEST: Final = 999_999
"""Largest number; its digits are the form's pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an action."""

    name: str
    label: str
    """Name of the field in the form: a French word of letters and digits, as Systems Manager demands."""
    help: str
    """What it means, in French; the form shows it under the field."""
    kind: Literal["text", "texts", "number", "flag", "day", "cursor"] = "text"
    """A line of text; a list of texts; a whole number from 1; true or false; a day as `2026-11-30`; `next` of the call before."""
    required: bool = False
    pattern: str = ANY_TEXT
    """Regular expression of a text, or of each text of a list."""
    form: str = "un texte d'une ligne, 512 signes au plus"
    """What `pattern` allows, in French."""
    most: int = LARGEST
    """Largest number, or longest list."""
    once: bool = False
    """Whether only the first call of a form's execution is given it."""

    @property
    def rule(self) -> str:
        """What may be given, in French.

        >>> Parameter(name="limit", label="nombre", help="Comptes au plus.", kind="number").rule
        'un nombre entier de 1 à 999999'
        """
        rules = {
            "text": self.form,
            "texts": f"une liste de {self.most} textes au plus : {self.form}",
            "number": f"un nombre entier de 1 à {self.most}",
            "flag": "true ou false",
            "day": "un jour, comme 2026-11-30",
            "cursor": "la valeur « next » de l'appel précédent",
        }
        return rules[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action that administrators can invoke."""

    title: str
    """In French; the form's name is made of it."""
    help: str
    """In French, with the event that invokes it."""
    run: Callable[[Given, datetime], Answer]
    """Called with the parameters and the time by which to end, UTC."""
    parameters: tuple[Parameter, ...] = ()
    goes_on: Callable[[Answer], bool] | None = None
    """For an action that may need several calls: whether an answer says that another one is due."""
    counts: str | None = None
    """Number of an answer that the parameter `limit` bounds."""
    approval: str = ""
    """Why two persons must approve its form, in French, for them to read; empty where nobody must."""
    approval_flag: str = ""
    """The flag with which alone they must; empty: always."""

    @property
    def cursor(self) -> Parameter | None:
        """The parameter that takes the place where the call before has stopped."""
        return next((each for each in self.parameters if each.kind == "cursor"), None)


REFUSALS: dict[str, str] = {
    "no_roster": "Aucun fichier du personnel n'est en vigueur.",
    "no_site": "L'adresse du site manque : renseignez le réglage « site-url ».",
    "too_many": f"Pas plus de {MOST_RESETS} matricules à la fois.",
    "forbidden_word": "Le motif porte une mention interdite (origine, opinion, religion, syndicat, santé) : écrivez-le autrement.",
    "roster_not_waiting": "Ce fichier du personnel n'attend pas de confirmation.",
    "roster_none_before": "Il n'y a pas de fichier du personnel précédent.",
    "roster_gone": "Ce fichier du personnel n'est plus dans la conservation.",
    "lacking_what_to_reread": 'Indiquez quoi relire : "piece", "batch", "type", "reader", ou "all": true.',
    "no_round": "Aucune comparaison des dossiers à la nomenclature n'est achevée : lancez-la d'abord.",
    "no_ministry": "La dernière comparaison ne connaît pas de ministère de ce nom.",
    "backfill_no_bucket": "Aucun seau n'est à reprendre : qui met en place remplit d'abord le paramètre BackfillBucket de la pile.",
    "backfill_denied": "Ce seau n'existe pas, ou l'installation n'a pas le droit de le lire : voir docs/exploitation.md, « Reprendre des "
    "fichiers déjà numérisés ».",
    "backfill_empty": "Ce seau n'a aucun fichier dont le nom commence ainsi.",
    "backfill_no_ceiling": "Fixez d'abord un plafond de pages ou de dollars du mois : une reprise peut coûter des milliers de dollars.",
    "backfill_bad_name": "Ce nom ne convient pas aux lots de la reprise : donnez un nom sans numéro ni mention interdite.",
    "backfill_taken_name": "Des lots portent déjà ce nom : donnez-en un autre. Ce qui est déjà conservé sera reconnu.",
    "backfill_other_prefix": "La reprise de ce nom concerne un autre dossier : donnez le même dossier, ou un autre nom.",
    "backfill_finished": "La reprise de ce nom est finie : donnez un autre nom. Ce qui est déjà conservé sera reconnu.",
    "backfill_in_work": "Une autre reprise est en cours : suspendez-la d'abord.",
    "backfill_none": "Aucune reprise n'a été lancée.",
    "older_scans_none": "Le découpage des anciens fichiers n'a jamais été lancé.",
    "no_piece": "Cette pièce n'est pas dans le registre.",
    "no_batch": "Ce lot n'est pas dans le registre.",
    "bad_cursor": "Ce curseur est d'une autre demande : reprenez avec les mêmes critères, ou sans curseur.",
    "nothing_to_resume": "L'exécution à reprendre n'a rien laissé : donnez l'identifiant d'une exécution de ce même formulaire.",
    "bad_day": "Écrivez les jours dans l'ordre ; un an au plus, 31 jours au plus pour le journal.",
}
"""What an administrator reads of a refusal of a use case, by its code, in French; those of parameters are made from the table."""


def read_parameters(parameters: tuple[Parameter, ...], event: Mapping[str, Any]) -> Given:
    """Read the parameters of an action.

    Raises:
        PermanentError: `lacking_…` names the required ones that are missing; `bad_…` the one that is not within its bounds.
    """
    lacking = [each.name for each in parameters if each.required and _is_empty(event.get(each.name))]
    if lacking:
        raise PermanentError("lacking_" + "_".join(lacking))
    return {each.name: _READERS[each.kind](each, event.get(each.name)) for each in parameters}


def refusal_words(code: str, parameters: tuple[Parameter, ...]) -> str | None:
    """Say in French what is missing or out of its bounds; None for a refusal that is not about a parameter."""
    by_name = {each.name: each for each in parameters}
    what, _, names = code.partition("_")
    if what == "bad" and names in by_name:
        return f'"{names}" : {by_name[names].rule}.'
    if what == "lacking":
        wanted = [each for each in parameters if each.required and each.name in names.split("_")]
        if "_".join(each.name for each in wanted) == names:
            return "Il manque : " + " ; ".join(f'"{each.name}", {each.rule}' for each in wanted) + "."
    return None


def _is_empty(value: object) -> bool:
    return value in (None, [], ()) or (isinstance(value, str) and not value.strip())


def _refuse(parameter: Parameter) -> PermanentError:
    return PermanentError(f"bad_{parameter.name}")


def _text(parameter: Parameter, value: object) -> str | None:
    if _is_empty(value):
        return None
    if not isinstance(value, str) or not re.fullmatch(parameter.pattern, value.strip()):
        raise _refuse(parameter)
    return value.strip()


def _texts(parameter: Parameter, value: object) -> tuple[str, ...]:
    if value is not None and not isinstance(value, list | tuple):
        raise _refuse(parameter)
    texts = tuple(value or ())
    if len(texts) > parameter.most or not all(isinstance(each, str) and re.fullmatch(parameter.pattern, each.strip()) for each in texts):
        raise _refuse(parameter)
    return tuple(each.strip() for each in texts)


def _number(parameter: Parameter, value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= parameter.most:
        raise _refuse(parameter)
    return value


def _flag(parameter: Parameter, value: object) -> bool:
    if value is not None and not isinstance(value, bool):
        raise _refuse(parameter)
    return value is True


def _day(parameter: Parameter, value: object) -> date | None:
    if _is_empty(value):
        return None
    try:
        if not isinstance(value, str) or not re.fullmatch(DAY, value.strip()):
            raise _refuse(parameter)
        return day_of(value.strip())
    except ValueError as error:
        raise _refuse(parameter) from error


def _cursor(parameter: Parameter, value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _refuse(parameter)
    return value or None


_READERS: dict[str, Callable[[Parameter, object], Any]] = {
    "text": _text,
    "texts": _texts,
    "number": _number,
    "flag": _flag,
    "day": _day,
    "cursor": _cursor,
}
