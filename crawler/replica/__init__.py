"""A small government web on loopback, for `make demo`, the tests and the benchmarks.

`python -m crawler.replica` is an HTTP proxy on 127.0.0.1 that answers for the hosts of the registry's five sites and
refuses every other. Beside the five it serves what it is asked for: synthetic sites by number (`--sites`), a site for
each family of SITES.md and for each of its traps by name (`--with`). It imports nothing of the rest of the application,
and its labels stand in data files of its own, so that a label misread once is not written and read alike.

`truth` says what the sites publish and how a true walk of each ends; `process` starts the replica from a test.
"""
