"""Plots as SVG, written by hand: panels beside each other, both axes logarithmic, lines labelled at their ends."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 410, 330, 62, 102, 66, 48
COLOURS = ("#0b6e99", "#c8553d", "#5b8c5a", "#7b5ea7")
STYLE = """text { font: 12px system-ui, sans-serif; fill: #333; } .title { font-size: 15px; font-weight: 600; } .panel { font-weight: 600; }
.grid { stroke: #ddd; } .axis { stroke: #888; } .line { fill: none; stroke-width: 2; }"""


def short(value):
    """1000000 -> 1M"""
    for limit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:g}{letter}"
    return f"{value:g}"


def decades(values):
    """The powers of ten that hold all values, two at least."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def text(x, y, content, anchor="start", kind="", colour=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"' + (f' class="{kind}"' if kind else "") +
            (f' style="fill:{colour}"' if colour else "") + f">{escape(content)}</text>")


def apart(positions, distance=14):
    """Moves labels down until none covers another; -> place of each, in the order that was given."""
    places, last = [0.0] * len(positions), -math.inf
    for i in sorted(range(len(positions)), key=lambda i: positions[i]):
        last = places[i] = max(positions[i], last + distance)
    return places


class Panel:
    """One plot at x = left edge of the page."""

    def __init__(self, left, title, below, series):
        self.left, self.title, self.below, self.series = left + LEFT, title, below, series
        points = [p for line in series.values() for p in line]
        xs = [math.log10(x) for x, _ in points]
        self.x_low, self.x_high = min(xs), max(max(xs), min(xs) + 1e-9)
        self.low, self.high = decades([max(y, 1e-6) for _, y in points])
        self.right, self.bottom = left + WIDTH - RIGHT, HEIGHT - BOTTOM

    def x(self, value):
        return self.left + (math.log10(value) - self.x_low) / (self.x_high - self.x_low) * (self.right - self.left)

    def y(self, value):
        return self.bottom - (math.log10(max(value, 1e-6)) - self.low) / (self.high - self.low) * (self.bottom - TOP)

    def axes(self):
        out = [text(self.left, TOP - 14, self.title, kind="panel"), text((self.left + self.right) / 2, self.bottom + 36, self.below, "middle")]
        for power in range(self.low, self.high + 1):
            y = self.y(10 ** power)
            out += [f'<path class="grid" d="M{self.left:.1f} {y:.1f}H{self.right:.1f}"/>', text(self.left - 6, y + 4, short(10 ** power), "end")]
        for value in sorted({x for line in self.series.values() for x, _ in line}):
            out += [f'<path class="axis" d="M{self.x(value):.1f} {self.bottom}v5"/>', text(self.x(value), self.bottom + 18, short(value), "middle")]
        return out + [f'<path class="axis" d="M{self.left:.1f} {TOP}V{self.bottom}H{self.right:.1f}" fill="none"/>']

    def lines(self):
        out = []
        ends = apart([self.y(line[-1][1]) for line in self.series.values()])
        for (name, line), colour, end in zip(self.series.items(), COLOURS, ends):
            path = "L".join(f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in line)
            out.append(f'<path class="line" stroke="{colour}" d="M{path}"/>')
            out += [f'<circle cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="3" fill="{colour}"><title>{escape(name)}: {y:g} at {x:,}</title></circle>'
                    for x, y in line]
            out.append(text(self.right + 8, end + 4, name, colour=colour))
        return out


def page(title, below, panels):
    """An SVG of panels [(title, {name of a line: [(x, y)]})] over one kind of x, which stands below."""
    width = WIDTH * len(panels)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" role="img">',
           f"<title>{escape(title)}</title><style>{STYLE}</style>", f'<rect width="{width}" height="{HEIGHT}" fill="#fff"/>',
           text(20, 26, title, kind="title")]
    for i, (name, series) in enumerate(panels):
        panel = Panel(i * WIDTH, name, below, series)
        out += panel.axes() + panel.lines()
    return "\n".join(out + ["</svg>"]) + "\n"
