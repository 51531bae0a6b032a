"""What to know first of any event, in a few lines."""

from analysis.arguments import results_of
from analysis.reports.report import Played


def summary(results: Played) -> list[str]:
    """Return what to know first of an event, in about five lines: who won, how sure that is, how
    the winner behaved, what being nice paid, and what stands out.

    Parameters
    ----------
    results
        A played tournament, season or population.

    Examples
    --------
    >>> from tournament import Tournament
    >>> event = Tournament(["tit_for_tat", "always_defect"], turns=10, seed=1)
    >>> summary(event.play(progress=False))[0]
    'tit_for_tat won with 9.80 per turn.'
    """
    from tournament.results.population import PopulationResults
    from tournament.results.season import SeasonResults

    if isinstance(results, SeasonResults):
        from analysis.reports.season.brief import brief as of_season
        from analysis.reports.season.findings import Findings as OfSeason

        return of_season(OfSeason(results))
    if isinstance(results, PopulationResults):
        from analysis.reports.population.brief import brief as of_population
        from analysis.reports.population.findings import Findings as OfPopulation

        return of_population(OfPopulation(results))
    from analysis.reports.tournament.brief import brief
    from analysis.reports.tournament.findings import Findings

    return brief(Findings(results_of(results)))
