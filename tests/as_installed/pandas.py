"""In place of pandas, which only the benchmarks want: a user's installation has none.

sqlite-utils imports it where it is installed, and then every process that a test starts takes half a second longer.
"""

raise ImportError("hidden from what the tests start: a user's installation has no pandas")
