"""Formats of a manifest, told by its content: lists of sha256sum, OpenSSL, certutil and PowerShell, tables with and without a header.

Whatever the tool, a manifest is a list of paths, most often with digests. Every line is an entry, a problem, a comment or a heading.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from chalicelib.model.errors import PermanentError
from chalicelib.text.encodings import Decoded, decode
from chalicelib.text.table import Table, TableProblem, heading, open_table

Entry = tuple[int, str, str]
"""Line of the manifest from 1, path as written, digest as written or empty."""

_PATHS = dict.fromkeys(
    (
        *("fichier", "fichiers", "chemin", "cheminacces", "chemindacces", "cheminrelatif", "chemincomplet", "cle", "objet"),
        *("key", "path", "filepath", "relativepath", "fullname", "fullpath", "file"),
    ),
    "fichier",
)
_NAMES = dict.fromkeys(("nom", "noms", "nomfichier", "nomdufichier", "nomdefichier", "nomcomplet", "name", "filename"), "fichier")
"""Read only where no column holds whole paths."""
_DIGESTS = dict.fromkeys(
    (
        *("sha256", "empreinte", "empreintesha256", "hachage", "hachagesha256", "somme", "sommesha256", "sommedecontrole", "controle"),
        *("digest", "hash", "hashsha256", "sha256hash", "checksum"),
    ),
    "empreinte",
)
_FOLDERS = dict.fromkeys(
    ("dossier", "dossiers", "sousdossier", "repertoire", "directory", "directoryname", "folder", "foldername", "emplacement"), "dossier"
)
"""Read beside a column of names."""
_ASIDE = frozenset(("algorithm", "algorithme", "size", "taille", "length", "longueur", "octets", "mode", "md5", "sha1"))
"""Columns of such tables that are not read."""

_ENDS = re.compile(r"\r\n|\n|\r")
_REMARK = re.compile(r"\s*(#($|[\s#!])|#TYPE\b|%%%%)", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(#($|[\s#!])|#TYPE\b|//|;|%%%%|CertUtil\b)|\s*[-=_+|\s]+$", re.IGNORECASE)
_SHA256 = r"[0-9A-Fa-f]{64}"
_GNU = re.compile(r"(\\?)([0-9A-Fa-f]{8,128})[ \t]+[*^?]?(.*\S)\s*")
"""sha256sum, shasum, BagIt; after an algorithm, a line of PowerShell's Format-Table."""
_BSD = re.compile(r"(\\?)SHA-?(?:2-)?256 ?\((.+)\) ?= ?(\S+)\s*", re.IGNORECASE)
"""`sha256sum --tag`, BSD's sha256, `openssl dgst`."""
_ALGORITHM = re.compile(r'"?SHA-?(?:2-)?256"?\s*[;,|:=\t ]\s*(?="?[0-9A-Fa-f]{64}\b)', re.IGNORECASE)
_DIGEST_FIRST = re.compile(rf'"?({_SHA256})"?\s*[\s;,|:]\s*"?(.*[^\s"])"?\s*')
_DIGEST_LAST = re.compile(
    rf'\s*"?(.*[^\s";,|:=>])(?<!SHA256)(?<!SHA-256)"?(?:\s*(?:[;,|:=]|[-=]>|→)\s*|\s+)"?(?:SHA-?256[:=]\s?)?({_SHA256})"?\s*', re.IGNORECASE
)
_CERTUTIL = re.compile(r"(?:SHA256 hash of(?: file)?|(?:Hachage SHA256|SHA256 hachage) d[eu](?: fichier)?) (.+?)\s*:\s*", re.IGNORECASE)
_OTHER_DIGEST = re.compile(r"(?:MD5|SHA-?1|SHA-?(?:2-)?(?:224|384|512)|BLAKE2b) ?\(.+\) ?= ?\S+\s*", re.IGNORECASE)
_FIELD = re.compile(r"(\w[^:]*?)\s*:(?: (.*))?")
_RULE = re.compile(r"\s*-+(\s+-+)*\s*")
_SCAN = re.compile(r".*\.(pdf|jpe?g|png|tiff?)\s*", re.IGNORECASE)
_CUT = ("…", "...")
_ESCAPES = {"\\\\": "\\", "\\n": "%0A", "\\r": "%0D"}


def entries(data: bytes) -> Iterator[Entry | TableProblem]:
    """Read the entries of a manifest, whatever its format, and the problems of its other lines.

    Raises:
        PermanentError: `manifest_unreadable`: no text.
    """
    decoded = decode(data)
    if "\0" in decoded.text:
        raise PermanentError("manifest_unreadable", "not a text file")
    lines = _ENDS.split(decoded.text)
    for read in (_table, _columns, _fields):
        found = read(decoded, lines)
        if found is not None:
            return found
    listed = [*_lines(lines)]
    if any(not isinstance(each, TableProblem) for each in listed):
        return iter(listed)
    return _table(decoded, lines, least=1) or _paths(lines) or iter(listed)


def _table(decoded: Decoded, lines: Sequence[str], *, least: int = 2) -> Iterator[Entry | TableProblem] | None:
    """Read a table with a header of which at least so many columns are known; None for another format."""
    for paths in (_PATHS, _NAMES):
        try:
            table = open_table(decoded, paths | _DIGESTS | _FOLDERS, needed="fichier", kind="manifest")
        except PermanentError:
            continue
        if len(table.header.recognised) >= least and not lines[table.header.line - 1].lstrip().startswith("# "):
            return _rows(table)
    return None


def _rows(table: Table) -> Iterator[Entry | TableProblem]:
    for row in table.rows():
        number = row.line if isinstance(row, TableProblem) else row[0]
        if _REMARK.match(table.lines[number - 1]):
            continue
        yield row if isinstance(row, TableProblem) else (number, _in_folder(*row[1][::2]), row[1][1])


def _in_folder(name: str, folder: str) -> str:
    r"""Write a name below the folder of its own column, unless it is a path.

    >>> _in_folder("acte.pdf", "123456"), _in_folder("123456/acte.pdf", "carton 3")
    ('123456/acte.pdf', '123456/acte.pdf')
    """
    if not folder or not name or re.search(r"[/\\]", name):
        return name
    return folder.rstrip("/\\") + "/" + name


def _columns(_: Decoded, lines: Sequence[str]) -> Iterator[Entry | TableProblem] | None:
    """Read columns of fixed width under headings underlined by dashes, as PowerShell's Format-Table writes; None for another format."""
    for index, rule in enumerate(lines[1:], 1):
        if _RULE.fullmatch(rule):
            starts = [found.start() for found in re.finditer(r"-+", rule)]
            known = _columns_of(_slices(lines[index - 1], starts))
            if "fichier" in known:
                return _fixed(lines, index, starts, known)
    return None


def _fixed(lines: Sequence[str], rule: int, starts: Sequence[int], known: Sequence[str]) -> Iterator[Entry | TableProblem]:
    waiting: Entry | None = None
    for number, line in enumerate(lines[rule + 1 :], rule + 2):
        cells = dict(zip(known, _slices(line, starts), strict=True))
        path, digest = cells["fichier"], cells.get("empreinte", "")
        if waiting and path and not digest and "empreinte" in known and not line[: starts[known.index("fichier")]].strip():
            waiting = (waiting[0], waiting[1] + path, waiting[2])  # Format-Table -Wrap
            continue
        if waiting:
            yield waiting
        waiting = None
        is_folder = "empreinte" in known and not digest and path and not _SCAN.fullmatch(path) and not path.endswith(_CUT)  # 7-Zip
        if not line.strip() or _RULE.fullmatch(line) or _known(path) == "fichier" or is_folder:
            continue
        if path.endswith(_CUT) or digest.endswith(_CUT):
            yield TableProblem(line=number, reason="cut")
        elif not path:
            yield TableProblem(line=number, reason="manifest_line")
        else:
            waiting = (number, path, digest)
    if waiting:
        yield waiting


def _slices(line: str, starts: Sequence[int]) -> list[str]:
    return [line[start:end].strip() for start, end in zip(starts, (*starts[1:], None), strict=True)]


def _known(cell: str) -> str:
    word = heading(cell)
    return (_PATHS | _NAMES | _DIGESTS).get(word, "")


def _columns_of(cells: Sequence[str]) -> list[str]:
    """Give what each heading stands for; beside a whole path, a name stands for nothing."""
    whole = any(heading(cell) in _PATHS for cell in cells)
    return ["" if whole and heading(cell) in _NAMES else _known(cell) for cell in cells]


def _fields(_: Decoded, lines: Sequence[str]) -> Iterator[Entry | TableProblem] | None:
    """Read records of one field a line, as PowerShell's Format-List writes; None for another format."""
    words = list(dict.fromkeys(found[1] for line in lines if (found := _FIELD.fullmatch(line))))
    names = dict(zip(words, _columns_of(words), strict=True))
    return _records(lines, names) if {"fichier", "empreinte"} <= set(names.values()) else None


def _records(lines: Sequence[str], names: Mapping[str, str]) -> Iterator[Entry | TableProblem]:
    record: dict[str, str] = {}
    began, last = 0, ""
    for number, line in enumerate((*lines, ""), 1):
        found = _FIELD.fullmatch(line)
        name = names.get(found[1], "") if found else ""
        if record and (name in record or not line.strip()):
            yield _record(began, record)
            record, last = {}, ""
        if name and found:
            began = began if record else number
            record[name], last = (found[2] or "").strip(), name
        elif line[:1].isspace() and line.strip() and last:
            record[last] += line.strip()  # a value longer than the window goes on, indented
        elif found:
            last = ""  # a field that is not read
        elif line.strip() and not _COMMENT.match(line):
            yield TableProblem(line=number, reason="manifest_line")


def _record(number: int, record: dict[str, str]) -> Entry | TableProblem:
    path = record.get("fichier", "")
    if path.endswith(_CUT) or not path:
        return TableProblem(line=number, reason="cut" if path else "manifest_line")
    return number, path, record.get("empreinte", "")


def _lines(lines: Sequence[str]) -> Iterator[Entry | TableProblem]:
    """Read one entry a line; certutil writes two lines, the path and below it the digest."""
    named: tuple[int, str] | None = None
    for number, line in enumerate(lines, 1):
        if named and re.fullmatch(r"[0-9A-Fa-f ]+", line.strip()):
            yield named[0], named[1], line.replace(" ", "").strip()
            named = None
            continue
        if named:
            yield TableProblem(line=named[0], reason="manifest_line")
            named = None
        if found := _CERTUTIL.fullmatch(line):
            named = (number, found[1])
        elif line.strip() and not _COMMENT.match(line) and not _is_heading(line):
            yield _line(number, line)


def _line(number: int, line: str) -> Entry | TableProblem:
    bare = _ALGORITHM.sub("", line.strip(), count=1) if _ALGORITHM.match(line.strip()) else line.strip()
    if found := _BSD.fullmatch(bare):
        return number, _unescaped(found[2]) if found[1] else found[2], found[3]
    if found := _GNU.fullmatch(bare):
        path = _unescaped(found[3]) if found[1] else found[3]
        return TableProblem(line=number, reason="cut") if path.endswith(_CUT) else (number, path, found[2])
    if found := _DIGEST_FIRST.fullmatch(bare):
        return number, found[2], found[1]
    if found := _DIGEST_LAST.fullmatch(bare):
        return number, found[1], found[2]
    return TableProblem(line=number, reason="digest" if _OTHER_DIGEST.fullmatch(bare) else "manifest_line")


def _is_heading(line: str) -> bool:
    """Say whether every word of a line is a known heading: `Algorithm  Hash  Path`."""
    words = [heading(word) for word in re.split(r"[\s;,|]+", line.strip())]
    return len(words) > 1 and all(word in _ASIDE or _known(word) for word in words)


def _paths(lines: Sequence[str]) -> Iterator[Entry | TableProblem] | None:
    """Read a bare list of scans; None where a line is no name of a scan."""
    listed = [(number, line.strip(), "") for number, line in enumerate(lines, 1) if line.strip() and not _COMMENT.match(line)]
    return iter(listed) if listed and all(_SCAN.fullmatch(path) for _, path, _ in listed) else None


def _unescaped(path: str) -> str:
    r"""Undo GNU's escapes, which a backslash before the line announces; line ends are written as RFC 8493 does.

    >>> print(_unescaped(r"a\\b\nc"))
    a\b%0Ac
    """
    return re.sub(r"\\[\\nr]", lambda found: _ESCAPES[found[0]], path)
