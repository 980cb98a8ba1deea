"""Chapter 9, the capstone: its exercises in their order."""

from . import best_so_far, build_model, final_report, log_uniform, own_turn, run_turns, train_network

EXERCISES = [module.EXERCISE for module in (train_network, own_turn, log_uniform, run_turns, best_so_far, final_report, build_model)]
