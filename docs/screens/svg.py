"""Writes a captured terminal (text with SGR sequences) as SVG: make(1) of this folder calls it.

    svg.py WIDTH HEIGHT < capture > picture

Every run of text is placed at its own column and given its width in cells, so
that wide characters stay in line whatever font the reader has.
"""

import re
import sys
import unicodedata
from xml.sax.saxutils import escape

CELL, LINE, MARGIN, BASE = 9, 23, 12, 17
BACK, TEXT, FAINT = "#fdfdfb", "#24292f", "#8c939a"
COLOURS = ["#24292f", "#b3261e", "#1a7f37", "#9a6700", "#0550ae", "#8250df", "#0e7490", "#57606a"]
SGR = re.compile("\x1b\\[([0-9;]*)m")


def cells(char):
    """How many cells a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def colour(codes):
    """Takes the colour that follows 38 or 48."""
    kind = next(codes, 0)
    if kind == 2:
        return "#%02x%02x%02x" % tuple(next(codes, 0) for _ in range(3))
    number = next(codes, 0)
    return COLOURS[number % 8]


def apply(style, told):
    """Applies one SGR sequence to a style."""
    codes = iter([int(code or 0) for code in told.split(";")])
    for code in codes:
        if code == 0:
            style.clear()
        elif code in (1, 2, 4, 7):
            style[code] = True
        elif code in (22, 24, 27):
            for off in {22: (1, 2), 24: (4,), 27: (7,)}[code]:
                style.pop(off, None)
        elif code in (38, 48):
            style["fg" if code == 38 else "bg"] = colour(codes)
        elif code in (39, 49):
            style.pop("fg" if code == 39 else "bg", None)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["fg"] = COLOURS[code % 10]
        elif 40 <= code <= 47 or 100 <= code <= 107:
            style["bg"] = COLOURS[code % 10]


def parts(text):
    """Narrow, wide and blank stretches: fonts seldom have them at one, two and one cells."""
    kind, part = None, ""
    for char in text:
        own = " " if char == " " else cells(char) or kind
        if part and own != kind:
            yield part
            part = ""
        kind, part = own, part + char
    if part:
        yield part


def runs(line, style):
    """The runs of one style: column, text, cells, style."""
    at = column = 0
    for match in [*SGR.finditer(line), None]:
        text = line[at : match.start() if match else len(line)]
        for part in parts(text):
            width = sum(map(cells, part))
            yield column, part, width, dict(style)
            column += width
        if match:
            apply(style, match.group(1))
            at = match.end()


def draw(column, row, text, width, style):
    """One run as SVG."""
    x, y = MARGIN + column * CELL, MARGIN + row * LINE
    fore = style.get("fg", FAINT if style.get(2) else TEXT)
    back = style.get("bg")
    if style.get(7):
        fore, back = back or BACK, fore
    if back:
        yield f'<rect x="{x}" y="{y}" width="{width * CELL}" height="{LINE}" fill="{back}"/>'
    if text.strip():
        weight = ' font-weight="bold"' if style.get(1) else ""
        # A wide character is as wide as its font is high.
        size = ' font-size="18"' if width == 2 * len(text) else ""
        line = ' text-decoration="underline"' if style.get(4) else ""
        yield (
            f'<text x="{x}" y="{y + BASE}" textLength="{width * CELL}" lengthAdjust="spacingAndGlyphs"'
            f' fill="{fore}"{weight}{size}{line} xml:space="preserve">{escape(text)}</text>'
        )


def main():
    """Reads a capture and writes the picture."""
    width, height = int(sys.argv[1]), int(sys.argv[2])
    wide, high = 2 * MARGIN + width * CELL, 2 * MARGIN + height * LINE
    # Chinese fonts of one width first.
    fonts = "'Sarasa Mono SC','Noto Sans Mono CJK SC','Cascadia Mono',Consolas,Menlo,monospace"
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}">')
    print(f'<rect width="{wide}" height="{high}" rx="8" fill="{BACK}" stroke="#d0d7de"/>')
    print(f'<g font-family="{fonts}" font-size="15">')
    style = {}
    for row, line in enumerate(sys.stdin.read().split("\n")[:height]):
        for column, text, cell, own in runs(line, style):
            print("".join(draw(column, row, text, cell, own)), end="")
        print()
    print("</g></svg>")


main()
