"""Chapter 8: does what its prose says of the experiments hold with other seeds?"""

import re

import numpy as np
import pytest
from claims.other_seeds import SEEDS, after

from course_utils.reference.gradient_checking import verdict

seeds = pytest.mark.parametrize("seed", SEEDS)


def verdicts(table):
    return {name: verdict(difference) for name, difference in table.items()}


@seeds
def test_three_runs_a_and_b_fall_all_the_way_and_c_does_not(seed):
    a, b, c = (np.diff(history["cost"]) for _, history in after(8, "three_runs", seed)["runs"].values())
    assert max(a.max(), b.max()) < 0 < c.max()


@seeds
def test_two_gradients_come_to_the_same_picture(seed):
    assert after(8, "two_gradients", seed)["close"]


@seeds
def test_u_curve_falls_with_the_square_of_eps_then_rises_and_float32_is_far_worse(seed):
    space = after(8, "u_curve", seed)
    double, single = (np.array(errors) for errors in space["errors"].values())
    assert 3e-6 < space["steps"][double.argmin()] < 1e-4
    assert space["steps"][single.argmin()] > space["steps"][double.argmin()]
    assert single.min() > 1000 * double.min()
    assert double[2] / double[0] == pytest.approx(0.01, rel=0.2)
    lecture = double[np.argmin(np.abs(np.log10(space["steps"]) + 7))]
    assert 3 * double.min() < lecture < double[0]


@seeds
def test_verdicts_the_same_gradient_is_called_everything(seed):
    words = {line.split()[-1] for line in after(8, "verdicts", seed)["printed"].splitlines()}
    assert words == {"great", "inspect", "bug"}


@seeds
def test_wrong_in_known_ways_one_entry_of_64_rings_no_bell(seed):
    *loud, quiet = (line.split()[-1] for line in after(8, "wrong_in_known_ways", seed)["printed"].splitlines())
    assert loud == ["bug"] * 3 and quiet == "inspect"


@seeds
def test_three_tables_run_a_has_the_bug_and_no_other(seed):
    a, b, c = (verdicts(table) for table in after(8, "three_tables", seed)["tables"].values())
    assert a == dict.fromkeys(("W1", "b1", "W2", "b2"), "bug") | {"W3": "great", "b3": "great"}
    assert set(b.values()) == set(c.values()) == {"great"}


@seeds
def test_worth_finding_the_bug_costs_dev_error(seed):
    wrong, right = (float(error) for error in re.findall(r"dev error (\S+)", after(8, "worth_finding", seed)["printed"]))
    assert wrong > right + 0.005


@seeds
def test_one_percent_is_a_bug_in_its_row_and_watered_down_in_the_vector(seed):
    whole, row = (line.split() for line in after(8, "one_percent", seed)["printed"].splitlines())
    assert row[-1] == "bug" and float(whole[-2]) < float(row[-2]) / 2


@seeds
def test_which_rows_layers_2_and_1(seed):
    space = after(8, "which_rows", seed)
    for title, bug in space["titles"].items():
        found = verdicts(space["toy_table"](bug, space["start"]))
        bad = {name for name, word in found.items() if word != "great"}
        assert bad == ({"W1", "b1", "W2", "b2"} if bug == "A" else set()), title


@seeds
def test_five_bugs_are_found_but_for_e(seed):
    lines = after(8, "five_bugs", seed)["printed"].splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["nothing found", "layer 2", "layer 2", "layer 4", "layer 4", "nothing found"]


@seeds
def test_late_bug_is_out_after_the_first_step_and_the_right_one_never(seed):
    space = after(8, "late_bug", seed)
    at_start, *later = space["bug_e"]
    assert at_start < 1e-7 and min(later) > 1e-3 and max(space["right"]) < 1e-6


@seeds
def test_three_bugs_the_first_to_see_is_that_of_db(seed):
    space = after(8, "three_bugs", seed)
    for table in space["at_two_moments"](space["broken_backward"]).values():
        found = verdicts(table)
        assert found.pop("W4") == "great" and "great" not in found.values()


@seeds
def test_mended_is_great_at_the_start_and_later(seed):
    space = after(8, "mended", seed)
    assert all(max(table.values()) < 1e-7 for table in space["at_two_moments"](space["mended_backward"]).values())


@seeds
def test_kinks_many_relu_networks_without_biases_fail_and_no_others(seed):
    tanh, rounded, relu, biased = (np.array(rows) for rows in after(8, "kinks", seed)["found"].values())
    assert tanh.max() < 1e-7 < rounded.min()
    assert 7 <= np.sum(relu > 1e-3) and np.sum(biased > 1e-7) <= 3


@seeds
def test_three_penalties_only_yours_is_great(seed):
    none, slide, yours = (verdicts(table) for table in after(8, "three_penalties", seed)["tables"].values())
    for table in (none, slide, yours):
        assert all(word == "great" for name, word in table.items() if name[0] == "b")
    assert set(yours.values()) == {"great"}
    assert {word for table in (none, slide) for name, word in table.items() if name[0] == "W"} == {"bug"}


@seeds
def test_hidden_by_penalty_the_same_bug_ends_as_inspect(seed):
    words = [line.split()[-1] for line in after(8, "hidden_by_penalty", seed)["printed"].splitlines()]
    assert words == ["bug", "bug", "inspect"]


@seeds
def test_fresh_and_fixed_masks(seed):
    fresh, fixed = after(8, "fresh_and_fixed", seed)["printed"].splitlines()
    assert fresh.endswith("bug") and fixed.endswith("great")
    assert float(fresh.split()[-2].rstrip(":")) > 500 * float(fixed.split()[-2].rstrip(":"))


@seeds
def test_price_is_two_forward_passes_for_each_parameter(seed):
    rows = re.findall(r"(\d+) parameters: +(\d+)", after(8, "price", seed)["printed"])
    assert len(rows) == 3 and all(int(passes) == 2 * int(count) for count, passes in rows)
