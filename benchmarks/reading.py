"""Quality of OCR and of descriptions: `python -m benchmarks.reading` prints each figure with its n.

Three sets, the real ones first: typed French pages whose text people wrote down, copier scans of real orders whose date is known from
their file names, and invented acts (seeds that no test uses) whose letters are spoilt as a reader would spoil them. What the reader
made of the scans is kept in build/readings, so that a second run takes seconds; `--again` reads anew.
"""

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import sqrt
from pathlib import Path
from random import Random
from time import process_time

from benchmarks.options import READINGS, SHARED_DATA, has_shared_data, parser_of
from chalicelib.analysis.description import classification
from chalicelib.analysis.description.classification import LEAST_SURE, PieceDescription, confidence_of, describe, proposed
from chalicelib.formats.validation import inspect
from chalicelib.model.identifiers import Forms, normalise
from chalicelib.model.settings import Settings
from chalicelib.model.transcript import Page, TextLine, Transcript, Word, from_json, to_json
from chalicelib.text.letters import distance, plain
from chalicelib.text.nomenclature_file import shipped
from chalicelib.text.prose import prose_of
from infra.local.ocr.pool import Pool
from infra.local.sample.people import Person, invent_people
from infra.local.sample.typesetting.page import Act
from infra.local.sample.typesetting.setting import set_act
from infra.local.sample.wording.careers import write_career
from infra.local.sample.wording.french import day_in_words, long_date, short_date

CALIBRATION = Path(classification.__file__).with_name("calibration.toml")
FIT_SEED = "calage"
"""Of the acts on which the calibration is fitted; nothing is measured or tested on them."""
PEOPLE = 40
"""Whose acts tell how sure a type is, at each noise."""
FORMS = Forms(patterns=Settings().matricule_patterns)
NAMED_DAY = re.compile(r"_(\d{4}-\d\d-\d\d)_")
KNOWN_DAYS = {"arrete_nomination": "2025-05-15", "arrete_ppr": "2025-05-20"}
"""Read by eye from the two scans whose names say no date."""
_EVEN = str.maketrans("\u2019\u2014\u2013", "'--")
CONFUSED = ("e", "c"), ("l", "1"), ("o", "0"), ("n", "r"), ("i", "l"), ("é", "e"), ("m", "rn"), ("S", "5"), ("É", "E"), ("u", "v")
"""What readers take for what."""
_SURE = 95.0
"""Confidence of a line of print that is spoilt."""


def main() -> None:
    """Measure what was asked for."""
    parser = parser_of(__doc__)
    parser.add_argument("--again", action="store_true", help="read the scans anew (about ten minutes)")
    parser.add_argument("--people", type=int, default=150, help="whose acts are invented (default: 150)")
    parser.add_argument("--noise", type=float, default=0.01, help="share of letters spoilt in invented acts (default: 0.01)")
    parser.add_argument("--seed", default="mesure", help="of the invented acts (default: mesure)")
    parser.add_argument("--wrong", action="store_true", help="name each wrong answer")
    parser.add_argument("--fit", action="store_true", help="fit calibration.toml anew, on a seed of its own")
    asked = parser.parse_args()
    if asked.fit:
        fit_calibration()
        return
    if has_shared_data():
        measure_scans(1 if asked.smoke else None, again=asked.again, tell=asked.wrong)
    measure_invented(1 if asked.smoke else asked.people, asked.noise, asked.seed, tell=asked.wrong)
    measure_confidence(asked.seed, 1 if asked.smoke else PEOPLE)
    measure_speed()


def measure_scans(most: int | None, *, again: bool, tell: bool) -> None:
    """Print what is read and understood of the real sets, or of the smallest files of each."""
    pages, scans = (
        sorted(sorted(SHARED_DATA.glob(pattern), key=lambda path: path.stat().st_size)[:most])
        for pattern in ("typed_french_gt/*.jp*g", "arretes_scans/pdf/*.pdf")
    )
    readings = read_all([*pages, *scans], again=again)
    measure_dates({path.stem: readings[path.stem] for path in scans}, tell=tell)
    measure_letters(pages, readings)
    measure_others({path.stem: readings[path.stem] for path in pages}, tell=tell)


def read_all(paths: list[Path], *, again: bool) -> dict[str, Transcript]:
    """Read documents with the local reader, or take what it read before."""
    READINGS.mkdir(parents=True, exist_ok=True)
    wanted = [path for path in paths if again or not (READINGS / f"{path.stem}.json").exists()]
    if wanted:
        pool = Pool()
        pool.start()
        try:
            for path in wanted:
                futures = [pool.read(path, number, due=number) for number in range(pool.count(path).result())]
                transcript = Transcript(reader="rapidocr", pages=tuple(future.result() for future in futures))
                (READINGS / f"{path.stem}.json").write_text(to_json(transcript), "utf-8")
        finally:
            pool.close()
    return {path.stem: from_json((READINGS / f"{path.stem}.json").read_text("utf-8")) for path in paths}


def measure_dates(readings: dict[str, Transcript], *, tell: bool) -> None:
    """Print how many act dates of real orders are right, abstained and wrong."""
    outcomes: Counter[str] = Counter()
    typed = 0
    for name, transcript in readings.items():
        match = NAMED_DAY.search(name)
        description = describe(transcript, shipped(), patterns=FORMS)
        typed += description.type is not None
        outcome = judge(values(description).get("act_date"), KNOWN_DAYS.get(name) or (match[1] if match else None))
        outcomes[outcome] += 1
        if tell and outcome != "right":
            print(f"    {outcome}: {name}: {values(description).get('act_date')}")
    count = len(readings)
    print(f"act date on real orders (n={count}): {told(outcomes)}")
    print(f"type on real orders, none of which is a career act (n={count}): {count - typed} abstained, {typed} wrong")


def measure_letters(paths: list[Path], readings: dict[str, Transcript]) -> None:
    """Print the character error of real typed pages, line by line and over whole pages."""
    errors = letters = exact = lines = page_errors = page_letters = 0
    for path in paths:
        truth = [even(line) for line in path.with_suffix(".gt.txt").read_text("utf-8").splitlines() if line.strip()]
        read = [even(line.text) for _, line in prose_of(readings[path.stem].pages).lines]
        for line in truth:
            nearest = min((distance(line, other, len(line) + len(other)) for other in read), default=len(line))
            errors, letters = errors + min(nearest, len(line)), letters + len(line)
            exact, lines = exact + (nearest == 0), lines + 1
        page_errors += distance("".join(truth), "".join(read), len("".join(truth + read)))
        page_letters += sum(map(len, truth))
    print(f"typed pages, blanks aside (n={len(paths)} pages, {lines} lines, {letters} letters):")
    print(f"    line by line: {share(errors, letters)} of letters wrong, {share(exact, lines)} of lines exact")
    print(f"    whole pages in our reading order: {share(page_errors, page_letters)} of letters wrong or out of place")


def measure_others(readings: dict[str, Transcript], *, tell: bool) -> None:
    """Print how often a page that is no career act is given a type or a servant."""
    named = Counter(field for transcript in readings.values() for field in values(describe(transcript, shipped(), patterns=FORMS)))
    typed = sum(describe(transcript, shipped(), patterns=FORMS).type is not None for transcript in readings.values())
    count = len(readings)
    print(f"poems, plays and letters (n={count}): {typed} given a type, {named['name']} a servant, {named['matricule']} a matricule")
    if tell:
        print(f"    fields: {dict(named)}")


def measure_speed() -> None:
    """Print how long five hundred pages take."""
    rng = chance("cinq cents")
    person = invent_people(rng, 1)[0]
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(set_act(write_career(rng, person, [person])[0], rng, scanned=False))
        file.flush()
        page = inspect(Path(file.name)).transcript.pages[0]
    long = Transcript(reader="layer", pages=tuple(replace(page, number=number) for number in range(1, 501)))
    begun = process_time()
    describe(long, shipped(), patterns=FORMS)
    print(f"a piece of 500 pages: {process_time() - begun:.2f} s of processor (n=1)")


def even(text: str) -> str:
    """Leave out blanks, which typists and transcribers put where they like, and one form of each quotation mark."""
    return "".join(text.split()).translate(_EVEN)


def measure_invented(people: int, noise: float, seed: str, *, tell: bool) -> None:
    """Print types and fields of invented acts."""
    fields: dict[str, Counter[str]] = defaultdict(Counter)
    types: Counter[str] = Counter()
    sure: dict[float, Counter[bool]] = defaultdict(Counter)
    acts = list(invented(people, noise, seed))
    for person, act, transcript in acts:
        description = describe(transcript, shipped(), patterns=FORMS)
        outcome = judge(description.type, act.type)
        types[outcome] += 1
        if description.type_confidence is not None:
            sure[description.type_confidence][description.type == act.type] += 1
        if tell and outcome == "wrong":
            print(
                f"    type {description.type}, not {act.type}: {act.name}: {[(cue.type, cue.raw, cue.where) for cue in description.cues]}"
            )
        told_values = values(description)
        for name, truth in truths(person, act).items():
            outcome = judge(even_field(name, told_values.get(name)), even_field(name, truth))
            fields[name][outcome] += 1
            if tell and outcome == "wrong":
                print(f"    {name}: {told_values.get(name)!r}, not {truth!r}: {act.name}")
    print(f"invented acts, {noise:.1%} of letters spoilt (n={len(acts)}, {sum(len(each.pages) for *_, each in acts)} pages):")
    print(f"    type: {told(types)}")
    for confidence, counts in sorted(sure.items(), reverse=True):
        print(f"        said with {confidence}: {share(counts[True], counts.total())} right (n={counts.total()})")
    for name, counts in fields.items():
        print(f"    {name}: {told(counts)} (n={counts.total()})")


def fit_calibration() -> None:
    """Fit how often a type is right to how far it leads: a step function that never falls (pooled adjacent violators)."""
    steps: list[tuple[float, int, int]] = []
    pieces = sorted(tried(FIT_SEED, PEOPLE, odd=True))
    for lead in sorted({lead for lead, _ in pieces}):
        own = [right for each, right in pieces if each == lead]
        step = (lead, sum(own), len(own))
        while steps and sure_of(*steps[-1][1:]) >= sure_of(*step[1:]):
            first, right, count = steps.pop()
            step = (first, right + step[1], count + step[2])
        steps.append(step)
    lines = [
        "# How often a type was right, by its lead over the next one. Made by `python -m benchmarks.reading --fit`, not by hand.",
        "# A step holds from its lead on: right, of so many pieces. The confidence is what the true share exceeds nine times in ten",
        "# (Wilson, 1927), so that few pieces promise little.",
        f'fitted = {date.today().isoformat()}\nseed = "{FIT_SEED}"\nn = {len(pieces)}',  # noqa: DTZ011 - a day for people
    ]
    for lead, right, count in steps:
        lines.append(f"\n[[steps]]\nlead = {lead}\nright = {right}\nof = {count}\nconfidence = {sure_of(right, count):.2f}")
    CALIBRATION.write_text("\n".join(lines) + "\n", "utf-8")
    print(CALIBRATION.read_text("utf-8"))


def sure_of(right: int, count: int) -> float:
    """Say how sure to be after so many were right: the lower end of Wilson's interval, one-sided, nine chances in ten; never certain."""
    spread, part = 1.2816**2 / count, right / count
    middle, width = part + spread / 2, sqrt(spread * (part * (1 - part) + spread / 4))
    return min((middle - width) / (1 + spread), 0.99)


def measure_confidence(seed: str, people: int) -> None:
    """Print, for each confidence, how many types were right, on pieces that the calibration was not fitted on."""
    counts: defaultdict[float, Counter[bool]] = defaultdict(Counter)
    for lead, right in tried(seed, people, odd=False):
        counts[confidence_of(lead)][right] += 1
    print(
        "confidence of the type, on whole, beheaded and single pages, 0 to 12 % of letters spoilt, and real pages that are no career act:"
    )
    for confidence, outcomes in sorted(counts.items(), reverse=True):
        kept = "" if confidence >= LEAST_SURE else " (not told)"
        print(f"    {confidence:.2f}{kept}: {share(outcomes[True], outcomes.total())} right (n={outcomes.total()})")


def tried(seed: str, people: int, *, odd: bool) -> Iterator[tuple[float, bool]]:
    """Give, for each piece for which a type is proposed, by how much it leads and whether it is right.

    Args:
        seed: of the invented acts.
        people: whose acts are invented: as they are, without their head, and each page alone, at four noises.
        odd: whether every other page of the real scans is taken, or those between; none of them is a career act.
    """
    for noise in (0.0, 0.04, 0.08, 0.12):
        for _, act, transcript in invented(people, noise, f"{seed} {noise}"):
            first = transcript.pages[0]
            beheaded = replace(first, lines=first.lines[len(first.lines) // 3 :])
            pieces = [transcript.pages, (beheaded, *transcript.pages[1:]), *((page,) for page in transcript.pages)]
            for pages in pieces:
                code, lead = proposed(replace(transcript, pages=pages), shipped())
                if code:
                    yield lead, code == act.type
    for path in sorted(READINGS.glob("*.json")):
        transcript = from_json(path.read_text("utf-8"))
        for page in transcript.pages[odd::2]:
            code, lead = proposed(replace(transcript, pages=(page,)), shipped())
            if code:
                yield lead, False


def invented(people: int, noise: float, seed: str) -> Iterator[tuple[Person, Act, Transcript]]:
    """Make acts, take their text layer for a perfect reading, and spoil it."""
    everyone = invent_people(chance(f"{seed} gens"), people)
    for person in everyone:
        rng = chance(f"{seed} {person.matricule}")
        for act in write_career(rng, person, everyone):
            with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
                file.write(set_act(act, rng, scanned=False))
                file.flush()
                transcript = inspect(Path(file.name)).transcript
            if transcript is not None:
                yield person, act, replace(transcript, pages=tuple(spoilt(page, noise, rng) for page in transcript.pages))


def chance(seed: str) -> Random:
    """Make chance that can be made again."""
    return Random(seed)  # noqa: S311 - no secret


def spoilt(page: Page, noise: float, rng: Random) -> Page:
    """Misread some letters of a page."""
    return replace(page, lines=tuple(spoilt_line(line, noise, rng) for line in page.lines))


def spoilt_line(line: TextLine, noise: float, rng: Random) -> TextLine:
    """Misread some letters of a line, whether or not its words are told apart; what was read with less confidence keeps it."""
    if not line.words:
        return replace(line, text=misread(line.text, noise, rng), confidence=min(line.confidence, _SURE))
    words = tuple(Word(text=misread(word.text, noise, rng), confidence=min(word.confidence, _SURE), box=word.box) for word in line.words)
    return replace(line, text=" ".join(word.text for word in words), words=words, confidence=min(line.confidence, _SURE))


def misread(text: str, noise: float, rng: Random) -> str:
    """Take letters for others."""
    table = {one: other for pair in CONFUSED for one, other in (pair, pair[::-1])}
    return "".join(table.get(letter, letter) if rng.random() < noise else letter for letter in text)


def truths(person: Person, act: Act) -> dict[str, str | None]:
    """Say what an act says; None where it says nothing of the kind."""
    parts = (act, *act.annexes)
    texts = " ".join(text for part in parts for block in part.blocks for text in (block.text, *block.cells))
    named = person.name.casefold() in texts.casefold()
    born = any(said in texts for said in (long_date(person.born), short_date(person.born), day_in_words(person.born)))
    entry = re.search(r"Acte n° (\d+)", texts)
    ministry = next((line for line in act.head if line.startswith("MINISTÈRE")), None)
    return {
        "act_date": act.day.isoformat(),
        "act_number": act.number or (entry[1] if entry else None),
        "matricule": person.matricule if person.matricule in texts else None,
        "name": person.name if named else None,
        "first_names": person.first_name if named else None,
        "birth_date": person.born.isoformat() if born and named else None,
        "signatory": act.signer[1] or None,
        "ministry": ministry,
    }


def even_field(name: str, value: str | None) -> str | None:
    """Compare names and ministries as people do, numbers as the archive does."""
    if value is None:
        return None
    return normalise(value) if name in {"matricule", "act_number"} else plain(" ".join(value.split()))


def values(description: PieceDescription) -> dict[str, str]:
    """Give fields by name."""
    return {field.name: field.value for field in description.fields}


def judge(answer: str | None, truth: str | None) -> str:
    """Say what an answer is worth; silence where there is nothing to say is right."""
    return "right" if answer == truth else ("abstained" if answer is None else "wrong")


def told(outcomes: Counter[str]) -> str:
    """Say counts in words."""
    return ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in ("right", "abstained", "wrong"))


def share(part: int, whole: int) -> str:
    """Say a share in percent."""
    return f"{100 * part / whole:.1f} %" if whole else "none"


if __name__ == "__main__":
    main()
