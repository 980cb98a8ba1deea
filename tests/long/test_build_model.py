"""Is `build_model` judged fairly? Sound recipes keep all points whatever the class's seed, lazy ones do not.

`benchmarks/build_model.py` has the recipes, and holds them to 100 seeds.
"""

import runpy

import pytest
import threadpoolctl
import tiny

BENCHMARK = runpy.run_path(str(tiny.ROOT / "benchmarks" / "build_model.py"))
SEEDS = [f"fair {i}" for i in range(20)]


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpoolctl.threadpool_limits(1):
        yield


def kept(recipe):
    """On how many seeds a recipe keeps all points."""
    return sum(BENCHMARK["share"](recipe, seed) == 1 for seed in SEEDS)


@pytest.mark.parametrize("recipe", BENCHMARK["SOUND"] | BENCHMARK["STRETCH"])
def test_does_a_sound_recipe_keep_all_points(recipe):
    assert kept((BENCHMARK["SOUND"] | BENCHMARK["STRETCH"])[recipe]) == len(SEEDS)


@pytest.mark.parametrize("recipe", BENCHMARK["LAZY"])
def test_does_a_lazy_recipe_lose_points(recipe):
    assert kept(BENCHMARK["LAZY"][recipe]) == 0
