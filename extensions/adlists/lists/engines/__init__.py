"""Jobs on other machines, by an engine that is there already: Dask, or one of yours."""
