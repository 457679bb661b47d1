"""The peer of the names benchmark: rapidfuzz token_sort_ratio, extractOne, one thread.

Arguments: folder of installed packages, file of listed names, file of queries. Prints the version and the mean seconds of
processor time of a query.
"""

import sys
import time

sys.path.insert(0, sys.argv[1])

import rapidfuzz  # noqa: E402
from rapidfuzz import fuzz, process, utils  # noqa: E402


def lines(path):
    with open(path, encoding="utf-8") as file:
        return file.read().split("\n")


# Folded beforehand, which is the kinder case: only the search is measured.
listed = [utils.default_process(name) for name in lines(sys.argv[2])]
asked = [utils.default_process(name) for name in lines(sys.argv[3])]
for name in asked[:10]:
    process.extractOne(name, listed, scorer=fuzz.token_sort_ratio)
started = time.process_time()
for name in asked:
    process.extractOne(name, listed, scorer=fuzz.token_sort_ratio)
print(rapidfuzz.__version__, (time.process_time() - started) / len(asked))
