"""Runs Home Assistant inside the simulated network that the environment names."""

import os
import sys

NETWORK_FILE = "SIMULATED_NETWORK"
"""Environment variable: the file that the simulator writes."""


if __name__ == "__main__":
    # Imported late: it loads the whole simulator, and some only need the name.
    from simulator import mapped

    network = os.environ[NETWORK_FILE]
    mapped.main(["--network", network, "demo.shop_window", *sys.argv[1:]])
