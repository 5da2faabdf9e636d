"""The verbs of the command line, one file each. They wire the parts together and decide nothing about reports."""
