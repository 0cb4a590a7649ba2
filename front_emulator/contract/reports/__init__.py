"""Views of a contract run.

Every report is a pure function of a `MaskedRun`, which `masking.masked` alone makes, so that
no report can show what it must not.
"""
