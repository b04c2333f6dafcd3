"""Whether a server is near: where its own address would have to work (rule 15).

Networks of private addresses have the same numbers everywhere. That a row of a server
lies in one that Home Assistant is on, as so many 192.168.1.0/24 and every container's
172.17.0.0/16 do, says nothing of where the server is.
"""

from .models import ServerRecord
from .reports import ConnectionReport


def is_near(record: ServerRecord, report: ConnectionReport) -> bool:
    """Return whether a server is known to be where we are.

    plex.tv sees both behind one public address, or the server has proved who it is on
    a network of ours.
    """
    return record.public_address_matches or report.proved_near
