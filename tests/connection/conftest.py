"""What the tests of the engine share."""

from hypothesis import settings

# An example takes as long as the machine needs; time in these tests is virtual.
settings.register_profile("virtual time", deadline=None)
settings.load_profile("virtual time")
