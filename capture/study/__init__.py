"""Studies: a group's work on one data set, planned in subsets and carried out in many sessions."""
