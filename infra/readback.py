"""Compares a deployed stack with its template, resource by resource: `python -m infra.readback --stack NAME`.

CREATE_COMPLETE does not cover properties that CloudFormation, or an emulator, left out. Without `--repair` this is the acceptance test of
a deployment; with it, properties that an emulator skipped are set.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from infra.asking import told
from infra.command_line import FrenchParser
from infra.declared import Declared
from infra.described import ASPECTS, Aspect
from infra.terminal import CommandError, Terminal

Client = Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An aspect of a resource that differs from the template."""

    resource: str
    """Logical name."""
    aspect: str
    declared: Any
    found: Any

    def __str__(self) -> str:
        """The difference in one line.

        >>> print(Difference(resource="Vault", aspect="versioning", declared="Enabled", found=None))
        Vault : versioning : déclaré "Enabled", trouvé null
        """
        return f"{self.resource} : {self.aspect} : déclaré {_short(self.declared)}, trouvé {_short(self.found)}"


def read_back(template: Mapping[str, Any], stack: str, client: Client, *, repair: bool = False) -> list[Difference]:
    """Compare a stack with its template.

    Args:
        template: plain CloudFormation, as deployed.
        stack: name of the stack.
        client: makes a boto3 client for a service.
        repair: set the aspects that differ, where they can be set.

    Returns:
        The differences as they were before any repair.
    """
    kept = cache(client)  # boto3 reads a service's whole description for each client: 60 of them took 2 of 4 s
    declared = Declared.read(template, kept("cloudformation"), stack)
    return list(_differences(declared, kept, repair=repair))


def _differences(declared: Declared, client: Client, *, repair: bool) -> Iterator[Difference]:
    for name, kind in declared.resources():
        physical = declared.physical(name)
        if physical is None:
            yield Difference(resource=name, aspect="existence", declared=kind, found=None)
            continue
        properties = declared.properties(name)
        for aspect in ASPECTS.get(kind, ()):
            difference = _compare(name, aspect, properties, physical, client)
            if difference is None:
                continue
            yield difference
            if repair and aspect.repair:
                aspect.repair(client(aspect.service), physical, properties)


def _compare(name: str, aspect: Aspect, properties: Mapping[str, Any], physical: str, client: Client) -> Difference | None:
    wanted = aspect.declared(properties)
    if wanted is None:
        return None
    found = aspect.found(client(aspect.service), physical, properties)
    if found == wanted:
        return None
    return Difference(resource=name, aspect=aspect.name, declared=wanted, found=found)


def _short(value: Any) -> str:  # noqa: ANN401 - whatever a template holds
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def main(arguments: list[str] | None = None) -> int:
    """Read back from the command line, with the caller's credentials."""
    description = "Compare une pile au gabarit dont elle est faite ; code 1 s'il y a une différence, 3 si AWS ne répond pas."
    parser = FrenchParser(prog="python -m infra.readback", description=description)
    parser.add_argument("--stack", required=True, help="nom de la pile")
    parser.add_argument("--template", type=Path, default=Path("build/prod/template.json"), help="son gabarit (build/prod/template.json)")
    parser.add_argument("--repair", action="store_true", help="remettre ce que le gabarit déclare")
    asked, terminal = parser.parse_args(arguments), Terminal()

    def run() -> None:
        template = _read_template(asked.template)
        with terminal.waiting("La pile est lue"):
            # boto3's function is overloaded by service.
            differences = read_back(template, asked.stack, boto3.client, repair=asked.repair)  # type: ignore[arg-type]
        columns = ("ressource", "aspect", "déclaré", "trouvé")
        terminal.table(columns, [(each.resource, each.aspect, _short(each.declared), _short(each.found)) for each in differences])
        if differences and not asked.repair:
            raise CommandError(f"{len(differences)} différences", advice="--repair remet ce que le gabarit déclare")
        terminal.say(f"{len(differences)} différences" + (", réparées" if differences else ""))

    return told(run, terminal)


def _read_template(file: Path) -> Any:  # noqa: ANN401 - JSON
    if not file.is_file():
        raise CommandError(f"Ce gabarit n'existe pas : {file}", advice="make package STAGE=prod le fait, ou --template en dit un autre")
    return json.loads(file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
