package io.spillway.drill.bench.growth;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.spillway.drill.bench.push.Plan;
import io.spillway.drill.bench.push.PushCase;
import io.spillway.drill.bench.push.Shape;

/**
 * What is measured.
 *
 * @param base the size from which everything grows
 * @param over what grows, one at a time
 * @param sizes factors, rising, the first is 1
 * @param rounds how often
 * @param changes that count at each size
 * @param warmUp how long changes are made at most before
 * @param limit no size is begun after so long
 */
record GrowthPlan(Shape base, List<Over> over, List<Integer> sizes, int rounds, int changes, Duration warmUp,
        Duration limit) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    GrowthPlan {
        over = List.copyOf(over);
        sizes = List.copyOf(sizes);
    }

    /** Returns every size once. */
    Set<Shape> shapes() {
        Set<Shape> shapes = new LinkedHashSet<>();
        for (Over one : over) {
            sizes.forEach(factor -> shapes.add(one.times(base, factor)));
        }
        return shapes;
    }

    /** Returns the plan of one size as the bench of changes takes it. */
    Plan changes(Shape shape) {
        return new Plan(List.of("spillway"), List.of(shape), List.of(PushCase.CHANGE), 1, changes, 1, warmUp, PATIENCE);
    }

    /** Returns the name of a size in reports. */
    static String name(Shape shape) {
        return shape.services() + "-services-" + shape.workloads() + "-workloads-" + shape.clients() + "-clients";
    }
}
