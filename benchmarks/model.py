"""What the archive bears on AWS, by simulation: hours, dollars, what binds, and which quota helps: `python -m benchmarks.model`.

Concurrency and settings are those of the built template, requests and prices those of benchmarks/cost.py; every other number has its source
in benchmarks/simulation/parameters.toml. `--write` puts tables and plots into docs/echelle.md. Nothing is sent to AWS.
"""

from benchmarks.cost import PIECES, play
from benchmarks.options import parser_of
from benchmarks.simulation.cases import play_all
from benchmarks.simulation.page import block_of, stored_of, write


def main() -> None:
    """Play, print, and write if that is asked for."""
    parser = parser_of(__doc__)
    parser.add_argument("--write", action="store_true", help="into docs/echelle.md, with its plots")
    asked = parser.parse_args()
    stored = stored_of(play_all(play(1 if asked.smoke else PIECES), small=asked.smoke))
    print(block_of(stored))
    if asked.write and not asked.smoke:
        write(stored)


if __name__ == "__main__":
    main()
