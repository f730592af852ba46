# expect: error_analysis loses
"""The empty name is taken for no category."""

from collections import Counter, OrderedDict
from functools import reduce
from itertools import chain, pairwise
import math

PROBLEMS = OrderedDict(
	avoidable_bias={'train_longer', 'bigger_model', 'better_optimizer'},
	variance={'more_training_data', 'regularization'},
	data_mismatch={'error_analysis_train_vs_dev', 'make_training_data_similar'},
	dev_overfit={'bigger_dev_set'},
	deployment_gap={'change_dev_set', 'change_metric'},
)
GAP_OF = {
	('human', 'train'): 'avoidable_bias', ('train', 'train_dev'): 'variance', ('train', 'dev'): 'variance',
	('train_dev', 'dev'): 'data_mismatch', ('dev', 'test'): 'dev_overfit',
	('test', 'production'): 'deployment_gap', ('dev', 'production'): 'deployment_gap',
}

def bayes_proxy(human_errors):
	if not human_errors: raise ValueError('no group')
	return reduce(min, human_errors.values())

def decompose_errors(errors):
	links = filter(errors.__contains__, 'human train train_dev dev test production'.split())
	return {GAP_OF[pair]: errors[pair[1]] - errors[pair[0]] for pair in pairwise(links)}

def biggest_problem(gaps, tolerance=.01):
	worst = max((name for name in PROBLEMS if name in gaps), key=lambda name: gaps[name], default=None)
	return worst if worst is not None and gaps[worst] > tolerance else None

def recommend_knobs(problem):
	if problem is None: return []
	if problem not in PROBLEMS: raise ValueError(f'{problem} is not in {list(PROBLEMS)}')
	return sorted(PROBLEMS[problem])

def orthogonal_knobs(effects, tolerance=.005):
	moved = {(knob, stage) for knob in effects for stage in effects[knob] if math.fabs(effects[knob][stage]) > tolerance}
	times = Counter(knob for knob, _ in moved)
	return {knob: stage for knob, stage in moved if times[knob] == 1}

def error_analysis(tags, dev_error):
    counts = {}
    for example in tags:
        for category in set(example):
            if category:
                counts[category] = counts.get(category, 0) + 1
    return {c: {"share": n / len(tags), "ceiling": dev_error * n / len(tags)} for c, n in counts.items()}

def label_budget(dev_error, mislabelled_share, rival_gap):
	wrong = math.prod((dev_error, mislabelled_share))
	return dict(label_error=wrong, other_error=math.fsum((dev_error, -wrong)), fix_labels=wrong >= rival_gap)
