"""A small government web on loopback, for `make demo`, the tests and the benchmarks.

`python -m crawler.replica` is an HTTP proxy on 127.0.0.1 that answers for the hosts of the registry's five sites (and
for synthetic ones) and refuses every other. It imports nothing of the rest of the application, and its labels stand in
data files of its own, so that a label misread once is not written and read alike.
"""
