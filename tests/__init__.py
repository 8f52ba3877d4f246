"""Tests of Portal SAKIP; the folders mirror the source tree."""
