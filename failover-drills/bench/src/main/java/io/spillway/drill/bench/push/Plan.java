package io.spillway.drill.bench.push;

import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param systems names, in the order of their turns
 * @param shapes sizes
 * @param cases what is done
 * @param rounds how often each system is measured in turn, each time by a process of its own
 * @param changes how many count in a round of {@link PushCase#CHANGE}
 * @param burst how many of {@link PushCase#BURST} in a second, a multiple of 10
 * @param warmUp how long changes are made at most before they count
 * @param patience how long the slowest client may take
 */
public record Plan(List<String> systems, List<Shape> shapes, List<PushCase> cases, int rounds, int changes,
        int burst, Duration warmUp, Duration patience) {
    public Plan {
        systems = List.copyOf(systems);
        shapes = List.copyOf(shapes);
        cases = List.copyOf(cases);
    }
}
