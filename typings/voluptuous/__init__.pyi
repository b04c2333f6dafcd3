# At run time Home Assistant puts probatio in voluptuous' place, and its
# signatures name probatio's types: so must ours.
from probatio import *
