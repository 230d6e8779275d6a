"""Turns the rounds of one size into a table: least and median, and ratios within each round."""

import statistics
import sys

size, processes, warm = int(sys.argv[1]), sys.argv[2], sys.argv[3]
rows = {}
for path in (processes, warm):
    with open(path) as lines:
        for line in lines:
            name, *values = line.split()
            rows.setdefault(name, []).append([float(v) for v in values])


def ratio(above, below, what):
    """Least by least, and the median of the rounds' own ratios."""
    by_round = [a[what] / b[what] for a, b in zip(rows[above], rows[below]) if b[what] > 0]
    least = min(r[what] for r in rows[above]) / max(1e-9, min(r[what] for r in rows[below]))
    return f"{least:.2f} ({statistics.median(by_round):.2f})"


print(f"\n{size} MB, {len(rows['process'])} rounds")
print("| | wall, least (median) s | processor, least (median) s |\n|---|---|---|")
for name, values in rows.items():
    cells = [f"{min(v[i] for v in values):.3f} ({statistics.median(v[i] for v in values):.3f})" for i in (0, 1)]
    print(f"| {name} | {cells[0]} | {cells[1]} |")
print("| ratio | wall, of the least (median of the rounds) | processor |\n|---|---|---|")
for title, above, below in (
    ("fresh process / openssl cms + sha256sum", "process", "openssl"),
    ("warm opening / floor", "opening", "floor"),
    ("warm pass into memory that is there / floor", "pass", "floor"),
    ("Tink / decryption alone, 1 thread", "tink", "decrypt-1"),
    ("Tink / decryption alone, 2 threads", "tink", "decrypt-2"),
):
    print(f"| {title} | {ratio(above, below, 0)} | {ratio(above, below, 1)} |")
least = {name: [min(v[i] for v in values) for i in (0, 1)] for name, values in rows.items()}
best = (least["floor"][1] + least["decrypt-1"][1]) / 2 / least["floor"][0]
print(f"| by arithmetic: digests and decryption spread evenly over two threads / floor | {best:.2f} | |")
fresh = (least["opening"][0] - least["memory"][0]) / least["floor"][0]
print(f"| warm opening, less the making of its memory / floor | {fresh:.2f} | |")
peak = max(r[2] for r in rows["process"]) - size * 1e6
print(f"| RssAnon while the plaintext is there, less the plaintext | {peak / 2**20:.1f} MiB | |")
