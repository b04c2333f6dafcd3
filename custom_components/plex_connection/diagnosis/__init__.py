"""Finds the root cause of a server's connection problems: pure policy.

It reads what the engine reports and what the server, plex.tv and Home Assistant's host
say. Time is passed in; nothing here sends a request.
"""

from .alerts import alert_to_show as alert_to_show, alerts_of as alerts_of
from .causes import CAUSES as CAUSES, Cause as Cause, findings_of as findings_of
from .diagnostician import Diagnostician as Diagnostician
from .evidence import (
    NO_SURROUNDINGS as NO_SURROUNDINGS,
    App as App,
    Evidence as Evidence,
    Surroundings as Surroundings,
)
from .server_status import (
    NO_STATUS as NO_STATUS,
    MappingError as MappingError,
    MappingState as MappingState,
    RemoteAccess as RemoteAccess,
    RemoteAccessState as RemoteAccessState,
    ServerStatus as ServerStatus,
    Setting as Setting,
)
from .verdict import (
    FACTS_ABOUT_APPS as FACTS_ABOUT_APPS,
    Fact as Fact,
    Problem as Problem,
    Severity as Severity,
    Verdict as Verdict,
)
