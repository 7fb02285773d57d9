"""What can be imported: one module per kind, columns → facts as data."""

from .enterprises import ENTERPRISES
from .projects import PROJECTS
from .rollups import ROLLUPS

IMPORTS = {kind.key: kind for kind in (ENTERPRISES, PROJECTS, ROLLUPS)}
