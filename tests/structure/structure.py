"""What the tests of this folder share: the files of the project, and how a result is printed."""
import os
import re

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')


def list_sources(*folders):
    """Returns the C files and headers under folders, as paths from the project's root."""
    found = []
    for folder in folders:
        for place, _, names in os.walk(os.path.join(ROOT, folder)):
            found += [os.path.relpath(os.path.join(place, name), ROOT)
                      for name in names if re.search(r'\.[ch]$', name)]
    assert found
    return sorted(found)


def read_text(path):
    with open(os.path.join(ROOT, path), encoding='utf-8') as file:
        return file.read()


def strip_comments(code):
    """Returns C code with its comments blank, line numbers and strings kept."""
    pattern = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*'

    def blank(match):
        text = match.group()
        return text if text[0] in '"\'' else re.sub(r'[^\n]', ' ', text)
    return re.sub(pattern, blank, code, flags=re.S)


class Results:
    """Prints TAP: a case, and under it where it fails."""

    def __init__(self):
        self.count = 0

    def add(self, name, faults):
        self.count += 1
        print(f'{"not ok" if faults else "ok"} {self.count} - {name}')
        for fault in faults:
            print(f'# {fault}')

    def end(self):
        print(f'1..{self.count}')
