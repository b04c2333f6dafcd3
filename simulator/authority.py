"""Makes the throw-away authority that a process under test is to trust.

    python -m simulator.authority FOLDER

makes FOLDER/ca.pem, or keeps the one that is there, and prints its name. A
process that is to trust it starts with REQUESTS_CA_BUNDLE set to that file:
Home Assistant reads the variable once, at import.
"""

from pathlib import Path
import sys

from .certificate_authority import Authority


def main(arguments: list[str]) -> None:
    """Create the authority in the folder given on the command line."""
    match arguments:
        case [folder]:
            print(Authority(Path(folder)).ca_file)
        case _:
            sys.exit("usage: python -m simulator.authority FOLDER")


if __name__ == "__main__":
    main(sys.argv[1:])
