"""Commands on the CSVs of x-rays and on data sets: joined, numbered, sampled, counted."""
