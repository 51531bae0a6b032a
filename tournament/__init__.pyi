from .authors.parameters import Move as Move
from .authors.parameters import Moves as Moves
from .authors.parameters import Probabilities as Probabilities
from .authors.parameters import Probability as Probability
from .authors.partners import REFUSE as REFUSE
from .authors.partners import PartnerRule as PartnerRule
from .authors.partners import partner_rule as partner_rule
from .authors.registry import load as load
from .authors.strategy import Strategy as Strategy
from .authors.strategy import strategy as strategy
from .authors.vocabulary import C as C
from .authors.vocabulary import D as D
from .events.population.event import Population as Population
from .events.round_robin.event import Tournament as Tournament
from .events.season.event import Season as Season
from .game import PRESETS as PRESETS
from .game import PRISONERS_DILEMMA as PRISONERS_DILEMMA
from .game import TSTO as TSTO
from .game import Game as Game
from .match import Match as Match
from .match import MatchResult as MatchResult
from .referee.exact.automaton import Automaton as Automaton
from .results.ledger.frames import read_ledger as read_ledger
from .results.population import PopulationResults as PopulationResults
from .results.season import SeasonResults as SeasonResults
from .results.tournament import Results as Results

__version__: str
__all__: list[str]
