from .advising import advice as advice
from .advising import how_sure as how_sure
from .asking import asked as asked
from .comparing import changes as changes
from .entering import MARKS as MARKS
from .entering import Row as Row
from .entering import Table as Table
from .entering import counted as counted
from .entering import files as files
from .entering import rows_of as rows_of
from .events import event as event
from .layout.console import Screen as Screen
from .layout.console import opened as opened
from .layout.prose import code as code
from .layout.prose import prose as prose
from .listing import listing as listing
from .populations import population as population
from .seasons import season as season
from .tournaments import tournament as tournament

__all__: list[str]
