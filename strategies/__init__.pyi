# What type checkers see of the library: each family of strategies is a line, and each module with
# functions about strategies. A new strategy needs no line; a new file does.
from tournament.authors.partners import PartnerRule
from tournament.authors.strategy import Strategy

from .axelrod_1980.first_readings import *
from .axelrod_1980.first_tournament import *
from .axelrod_1980.second_tournament.almy_and_leyland import *
from .axelrod_1980.second_tournament.counters import *
from .axelrod_1980.second_tournament.estimators import *
from .axelrod_1980.second_tournament.explorers import *
from .axelrod_1980.second_tournament.fighters import *
from .axelrod_1980.second_tournament.gamblers import *
from .axelrod_1980.second_tournament.harrington import *
from .axelrod_1980.second_tournament.jones import *
from .axelrod_1980.second_tournament.judges import *
from .axelrod_1980.second_tournament.long_programs import *
from .axelrod_1980.second_tournament.medium_programs import *
from .axelrod_1980.second_tournament.originals import *
from .axelrod_1980.second_tournament.short_programs import *
from .classic.backstabbers import *
from .classic.constants import *
from .classic.copiers import *
from .classic.cyclers import *
from .classic.drifters import *
from .classic.grudgers import *
from .classic.majorities import *
from .classic.probers import *
from .classic.punishers import *
from .classic.retaliators import *
from .classic.tit_for_tats import *
from .composed.meta_players import *
from .composed.teams import *
from .composed.transformers import *
from .contents.automata import *
from .contents.axelrod_python import *
from .contents.catalogue import *
from .contents.groups import *
from .contents.linear_relations import *
from .learning.hunters import *
from .learning.learners import *
from .learning.modellers import *
from .partner_rules import *
from .tables.finite_state_machines import *
from .tables.hidden_markov_models import *
from .tables.lookup_tables import *
from .tables.memory_one_rules import *
from .tables.memory_two_rules import *
from .tables.neural_networks import *
from .tables.zero_determinant_rules import *

def get(name: str) -> Strategy | PartnerRule: ...
