"""Scorecards (评价): indicators held against benchmarks, the total, the rank, the class and the reasons."""
