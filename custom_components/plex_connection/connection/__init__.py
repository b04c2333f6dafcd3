"""The connection engine: which way to a server, and for how long.

Pure policy on the standard library. Time, chance and the network are passed in.
"""

from .address_space import is_private
from .allowance import SIGHTINGS, Allowance
from .backoff import Backoff
from .breaker import BreakerState
from .cache import CacheKey, ConnectionCache
from .candidates import BUDGET
from .discovery import (
    CallLimits,
    DiscoverySchedule,
    DiscoveryTrigger,
    ManualVerdict,
)
from .events import (
    CacheLookup,
    CheckFinished,
    ConnectionChanged,
    ConnectionFound,
    ConnectionShown,
    DiscoveryNeeded,
    MonitorEvent,
    OperationFinished,
    ProbeFinished,
    ProbeProgress,
    ProbesFinished,
    ProbesStarted,
    Purpose,
    RequestSent,
    VerdictReached,
)
from .freshness import Freshness, ttl
from .hygiene import (
    candidates_of,
    check_address,
    connection_type_of,
    is_believed_near,
)
from .listing import Listings, Unlisted
from .metrics import MetricsSnapshot, ServerMetrics
from .metrics_account import (
    AccountDay,
    AccountMetrics,
    AccountSnapshot,
    DiscoveryResult,
)
from .metrics_days import Outcome, ServerDay
from .models import (
    NO_PORT,
    Attempt,
    Candidate,
    ConnectionType,
    DiscoverySource,
    FailureKind,
    IPAddress,
    IPNetwork,
    Networks,
    Prober,
    Row,
    RowSource,
    ServerRecord,
    Sighting,
)
from .monitor import ServerMonitor
from .nearness import is_near
from .percentiles import FailoverSummary, LatencySummary
from .performance import Performance, SlowLimits
from .plex_direct import certificate_hash_of, decode_plex_direct
from .polling import ProbeGate, timer_delay
from .prewarm import PrewarmQueue
from .reports import (
    CandidateReport,
    Change,
    ChangeReason,
    CheckReason,
    ConnectionReport,
    Rejection,
    RejectionReason,
)
from .sightings import endpoint_of, hashes_of, is_heard_near, kept
from .stored import ConnectionState, StoredCandidate
from .troubles import Trouble, TroubleState, TroubleWatch

__all__ = [
    "BUDGET",
    "NO_PORT",
    "SIGHTINGS",
    "AccountDay",
    "AccountMetrics",
    "AccountSnapshot",
    "Allowance",
    "Attempt",
    "Backoff",
    "BreakerState",
    "CacheKey",
    "CacheLookup",
    "CallLimits",
    "Candidate",
    "CandidateReport",
    "Change",
    "ChangeReason",
    "CheckFinished",
    "CheckReason",
    "ConnectionCache",
    "ConnectionChanged",
    "ConnectionFound",
    "ConnectionReport",
    "ConnectionShown",
    "ConnectionState",
    "ConnectionType",
    "DiscoveryNeeded",
    "DiscoveryResult",
    "DiscoverySchedule",
    "DiscoverySource",
    "DiscoveryTrigger",
    "FailoverSummary",
    "FailureKind",
    "Freshness",
    "IPAddress",
    "IPNetwork",
    "LatencySummary",
    "Listings",
    "ManualVerdict",
    "MetricsSnapshot",
    "MonitorEvent",
    "Networks",
    "OperationFinished",
    "Outcome",
    "Performance",
    "PrewarmQueue",
    "ProbeFinished",
    "ProbeGate",
    "ProbeProgress",
    "Prober",
    "ProbesFinished",
    "ProbesStarted",
    "Purpose",
    "Rejection",
    "RejectionReason",
    "RequestSent",
    "Row",
    "RowSource",
    "ServerDay",
    "ServerMetrics",
    "ServerMonitor",
    "ServerRecord",
    "Sighting",
    "SlowLimits",
    "StoredCandidate",
    "Trouble",
    "TroubleState",
    "TroubleWatch",
    "Unlisted",
    "VerdictReached",
    "candidates_of",
    "certificate_hash_of",
    "check_address",
    "connection_type_of",
    "decode_plex_direct",
    "endpoint_of",
    "hashes_of",
    "is_believed_near",
    "is_heard_near",
    "is_near",
    "is_private",
    "kept",
    "timer_delay",
    "ttl",
]
