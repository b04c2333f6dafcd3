"""Makes a release of the tree: the zip that HACS downloads, and what is new in it.

Runs on the Python of the machine, 3.11 or later, without any package: what publishes
has the right to write to the repository, and is to run nothing but what stands in it.
"""
