"""python -m validation: print the tree's problems, one a line."""

from pathlib import Path
import sys

from .checks import run
from .tree import Tree


def main() -> None:
    """Check the surrounding tree; exit with 1 if it has a problem."""
    found = run(Tree(Path(__file__).parents[1]))
    problems = sorted({problem for each in found.values() for problem in each})
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
