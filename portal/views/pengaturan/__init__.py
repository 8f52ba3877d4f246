"""Pengaturan: when periods may be filled, and the rules that capaian follows."""
