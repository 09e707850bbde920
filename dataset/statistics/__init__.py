"""Statistics of data sets: labels as in CheXpert's Table 1, sizes as in CheXphoto's Table 3, and who is on them."""

from dataset.statistics.counting import Statistics, Unit, count
from dataset.statistics.fitness import Fitness, wilson
from dataset.statistics.formats import ENDINGS, Format, as_json, fitness_json, written
from dataset.statistics.images import FACTS, ImageColumns, images_of, photos_of
from dataset.statistics.reading import read_statistics
from dataset.statistics.release import write_statistics
from dataset.statistics.tables import Blank

__all__ = [
    "ENDINGS",
    "FACTS",
    "Blank",
    "Fitness",
    "Format",
    "ImageColumns",
    "Statistics",
    "Unit",
    "as_json",
    "count",
    "fitness_json",
    "images_of",
    "photos_of",
    "read_statistics",
    "wilson",
    "write_statistics",
    "written",
]
