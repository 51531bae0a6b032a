from .advising import advice as advice
from .comparing import changes as changes
from .events import event as event
from .layout.console import Screen as Screen
from .layout.console import opened as opened
from .layout.prose import code as code
from .layout.prose import prose as prose
from .listing import listing as listing
from .seasons import season as season
from .tournaments import tournament as tournament

__all__: list[str]
