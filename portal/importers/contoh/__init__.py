"""Example offices: a folder of text files each, loaded through the services that the screens use."""

from portal.importers.contoh.baca import BarisRusakError, ContohRusakError
from portal.importers.contoh.muat import list_folder, load_folder
from portal.importers.contoh.pemuat import HasilMuat

__all__ = ["BarisRusakError", "ContohRusakError", "HasilMuat", "list_folder", "load_folder"]
