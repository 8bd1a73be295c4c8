"""Forms of the console: each is an Automation document of Systems Manager with a role that may do its one deed and nothing else.

The console makes the form of the document's parameters, and keeps who ran it, with what, and what came of it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]

LONGEST_LIST: Final = 50
"""Values of one parameter of an execution (`AutomationParameterValueList`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form, before it is a document."""

    title: str
    """In French."""
    help: str
    """In French, in Markdown: what it does, and what to know before."""
    parameters: Mapping[str, Json]
    """Fields, as the document's schema describes them."""
    steps: Sequence[Json]
    outputs: Sequence[str]
    """Results of steps that the execution shows."""
    rights: Sequence[Json]
    """Statements of the role's policy."""

    @property
    def slug(self) -> str:
        """End of the document's name.

        >>> Form(title="Relancer les lectures d'un lot", help="", parameters={}, steps=(), outputs=(), rights=()).slug
        'relancer-les-lectures-d-un-lot'
        """
        plain = unicodedata.normalize("NFKD", self.title.lower()).encode("ascii", "ignore").decode()
        return re.sub("[^a-z]+", "-", plain).strip("-")

    @property
    def logical(self) -> str:
        """Logical name of the document in the template.

        >>> Form(title="Clore un lot", help="", parameters={}, steps=(), outputs=(), rights=()).logical
        'CloreUnLot'
        """
        return "".join(word.capitalize() for word in self.slug.split("-"))


def resources(form: Form) -> Json:
    """Give the document and the role of a form, by logical name."""
    role = f"{form.logical}Role"
    return {
        form.logical: {
            "Type": "AWS::SSM::Document",
            "Properties": {
                "Name": {"Fn::Sub": f"${{Prefix}}-{form.slug}"},
                "DocumentType": "Automation",
                "DocumentFormat": "JSON",
                "UpdateMethod": "NewVersion",  # a document of a name of its own cannot be replaced
                "Content": _content(form, role),
            },
        },
        role: {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "Description": {"Fn::Sub": f"${{Prefix}}: form {form.slug}"},
                "Path": {"Fn::Sub": "/${Prefix}/forms/"},
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [_TRUST]},
                "Policies": [{"PolicyName": "deed", "PolicyDocument": {"Version": "2012-10-17", "Statement": list(form.rights)}}],
            },
        },
    }


def _content(form: Form, role: str) -> Json:
    return {
        "schemaVersion": "0.3",
        "description": f"## {form.title}\n\n{form.help}",
        "assumeRole": {"Fn::GetAtt": [role, "Arn"]},
        **({"parameters": dict(form.parameters)} if form.parameters else {}),
        "mainSteps": list(form.steps),
        **({"outputs": list(form.outputs)} if form.outputs else {}),
    }


_TRUST: Final[Json] = {
    "Effect": "Allow",
    "Principal": {"Service": "ssm.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:automation-execution/*"}},
    },
}


def text_field(help_: str, pattern: str, *, required: bool) -> Json:
    """Describe a field that takes a text; one that is not required may stay empty."""
    if required:
        return {"type": "String", "description": help_, "allowedPattern": f"^({pattern})$"}
    return {"type": "String", "description": help_, "allowedPattern": f"^({pattern})?$", "default": ""}


def numbers_to(most: int) -> str:
    """Write the pattern of the whole numbers from 1 to another one: Systems Manager bounds texts, and no numbers.

    >>> numbers_to(50), numbers_to(999)
    ('[1-9]|[1-4][0-9]|50', '[1-9]|[1-9][0-9]|[1-9][0-9]{2}')
    """
    digits = str(most)
    parts = [f"[1-9]{_digits(length)}" for length in range(len(digits) - 1)]
    if set(digits) == {"9"}:
        return "|".join([*parts, f"[1-9]{_digits(len(digits) - 1)}"])
    for place, digit in enumerate(digits):
        lowest, below = int(place == 0), int(digit) - 1
        if below >= lowest:
            several = str(below) if below == lowest else f"[{lowest}-{below}]"
            parts.append(f"{digits[:place]}{several}{_digits(len(digits) - place - 1)}")
    return "|".join([*parts, digits])


def _digits(count: int) -> str:
    return {0: "", 1: "[0-9]"}.get(count, f"[0-9]{{{count}}}")
