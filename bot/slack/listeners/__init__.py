"""Acknowledge, parse, call a verb: a chapter a module."""
