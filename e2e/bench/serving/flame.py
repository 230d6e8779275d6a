"""Draws a flame graph as SVG of what async-profiler wrote as collapsed stacks; compiler and collector threads left out.
Usage: flame.py COLLAPSED TITLE >OUT.svg"""
import html, re, sys

WIDTH, ROW, LEAST = 1000, 15, 0.004
root = {"count": 0, "below": {}}
with open(sys.argv[1]) as file:
    for line in file:
        stack, count = line.rsplit(" ", 1)
        frames = [re.sub(r"\$\$Lambda[^.]*", "$λ", frame.split("/")[-1]) for frame in stack.split(";")]
        if not any("SingleThreadIoEventLoop.run" in frame or "InferenceWorkers.work" in frame or "AccessLog" in frame for frame in frames):
            continue
        start = next((i for i, frame in enumerate(frames) if re.search(r"runIo|runAllTasks|InferenceWorkers.work$|AccessLog.writeAll", frame)), 0)
        node = root
        node["count"] += int(count)
        for frame in frames[start:]:
            node = node["below"].setdefault(frame, {"count": 0, "below": {}})
            node["count"] += int(count)
shapes, deepest = [], 0


def draw(node, left, depth):
    global deepest
    for name, child in sorted(node["below"].items()):
        share = child["count"] / root["count"]
        if share >= LEAST:
            deepest = max(deepest, depth)
            width = share * WIDTH
            native = "." not in name
            colour = "#e9a23b" if not native else "#9bb7d4"
            label = html.escape(name[: int(width / 6.2)]) if width > 25 else ""
            shapes.append((left, depth, width, colour, label, f"{html.escape(name)} {share:.1%}"))
            draw(child, left, depth + 1)
        left += share * WIDTH


draw(root, 0, 0)
height = (deepest + 3) * ROW
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="10">')
print(f'<text x="4" y="12" font-size="12">{html.escape(sys.argv[2])}</text>')
for left, depth, width, colour, label, hint in shapes:
    y = height - (depth + 1) * ROW
    print(f'<g><title>{hint}</title><rect x="{left:.1f}" y="{y}" width="{width:.1f}" height="{ROW - 1}" fill="{colour}"/>'
          + (f'<text x="{left + 2:.1f}" y="{y + 10}">{label}</text>' if label else "") + "</g>")
print("</svg>")
