"""The population: types of players that meet, and have children or are imitated."""
