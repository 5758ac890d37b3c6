"""All kinds of hostile input."""

from hostile.kind import Kind
from hostile.kinds.addresses import Addresses
from hostile.kinds.archives import Archives
from hostile.kinds.caches import Caches
from hostile.kinds.collections import Collections
from hostile.kinds.encoders import Encoders
from hostile.kinds.images import Images
from hostile.kinds.parameters import Parameters
from hostile.kinds.records import Records

KINDS: tuple[Kind, ...] = (
    Records(), Archives(), Collections(), Caches(), Encoders(), Images(), Parameters(), Addresses(),
)  # fmt: skip
