"""`python -m benchmarks`: prints every figure; `python -m benchmarks throughput` one of them."""

import sys

from benchmarks import day, first_page, latency, lifecycle, throughput

FIGURES = {
    "throughput": throughput.measure,
    "latency": latency.measure,
    "lifecycle": lifecycle.measure,
    "day": day.measure,
    "first_page": first_page.measure,
}


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        raise SystemExit(f"no figure {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    for name in names or FIGURES:
        for line in FIGURES[name]():
            print(f"{name:11} {line}", flush=True)


main(sys.argv[1:])
