"""The connection engine: which address of a server to use, and for how long.

Pure policy on the standard library. Time, chance and the network are injected.
"""

from .address_rules import (
    candidates_of as candidates_of,
    check_address as check_address,
    connection_type_of as connection_type_of,
    is_believed_near as is_believed_near,
)
from .address_space import is_private as is_private
from .alerts import (
    PATH_FAILURES as PATH_FAILURES,
    Alert as Alert,
    AlertMonitor as AlertMonitor,
    StoredAlert as StoredAlert,
)
from .backoff import Backoff as Backoff
from .breaker import BreakerState as BreakerState
from .cache import CacheKey as CacheKey, ConnectionCache as ConnectionCache
from .candidates import BUDGET as BUDGET
from .discovery import (
    CallLimits as CallLimits,
    DiscoverySchedule as DiscoverySchedule,
    DiscoveryTrigger as DiscoveryTrigger,
    ManualVerdict as ManualVerdict,
)
from .events import (
    CacheLookup as CacheLookup,
    CheckFinished as CheckFinished,
    ConnectionChanged as ConnectionChanged,
    ConnectionFound as ConnectionFound,
    ConnectionShown as ConnectionShown,
    ConnectionSuspected as ConnectionSuspected,
    DiscoveryNeeded as DiscoveryNeeded,
    MonitorEvent as MonitorEvent,
    OperationFinished as OperationFinished,
    ProbeFinished as ProbeFinished,
    ProbeProgress as ProbeProgress,
    ProbesFinished as ProbesFinished,
    ProbesStarted as ProbesStarted,
    Purpose as Purpose,
    RequestSent as RequestSent,
    SuspicionEnded as SuspicionEnded,
    VerdictReached as VerdictReached,
)
from .fall_back_test import TEST_AFTER as TEST_AFTER
from .freshness import Freshness as Freshness, ttl as ttl
from .lan_announcements import (
    endpoint_of as endpoint_of,
    hashes_of as hashes_of,
    is_announced_nearby as is_announced_nearby,
    kept as kept,
)
from .latency_baseline import Performance as Performance, SlowLimits as SlowLimits
from .listing import Listings as Listings, Unlisted as Unlisted
from .metrics.account import (
    AccountDay as AccountDay,
    AccountMetrics as AccountMetrics,
    AccountSnapshot as AccountSnapshot,
    DiscoveryResult as DiscoveryResult,
)
from .metrics.daily import Outcome as Outcome, ServerDay as ServerDay
from .metrics.percentiles import (
    FailoverSummary as FailoverSummary,
    LatencySummary as LatencySummary,
)
from .metrics.server import (
    MetricsSnapshot as MetricsSnapshot,
    ServerMetrics as ServerMetrics,
)
from .metrics.watch import Gap as Gap, WatchRecord as WatchRecord
from .models import (
    NO_PORT as NO_PORT,
    Attempt as Attempt,
    Candidate as Candidate,
    ConnectionType as ConnectionType,
    DiscoverySource as DiscoverySource,
    FailureKind as FailureKind,
    IPAddress as IPAddress,
    IPNetwork as IPNetwork,
    LanAnnouncement as LanAnnouncement,
    Networks as Networks,
    Prober as Prober,
    Row as Row,
    RowSource as RowSource,
    ServerRecord as ServerRecord,
)
from .monitor import ServerMonitor as ServerMonitor
from .nearness import is_near as is_near
from .plex_direct import (
    certificate_hash_of as certificate_hash_of,
    decode_plex_direct as decode_plex_direct,
)
from .polling import ProbeGate as ProbeGate, timer_delay as timer_delay
from .prewarm import PrewarmQueue as PrewarmQueue
from .reports import (
    CandidateReport as CandidateReport,
    Change as Change,
    ChangeReason as ChangeReason,
    CheckReason as CheckReason,
    ConnectionReport as ConnectionReport,
    Rejection as Rejection,
    RejectionReason as RejectionReason,
    is_better as is_better,
)
from .row_limit import CONTAINERS as CONTAINERS
from .stored import (
    ConnectionState as ConnectionState,
    StoredCandidate as StoredCandidate,
)
from .token_bucket import ANNOUNCEMENTS as ANNOUNCEMENTS, TokenBucket as TokenBucket
