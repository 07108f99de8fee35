package io.spillway.drill.mock.session;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.XdsType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the clients of a group share. */
class TablesTest {

    private static final int THREADS = 4;
    private static final int NAMES = 20_000;

    @Test
    void aNameHasOneNumberWhateverThreadAsksFirst() throws Exception {
        NameTable table = new NameTable();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<Integer>>> numbers = threads.invokeAll(IntStream.range(0, THREADS)
                    .<Callable<List<Integer>>>mapToObj(thread -> () -> IntStream.range(0, NAMES)
                            .map(i -> (i * 7919 + thread * 4999) % NAMES)
                            .mapToObj(i -> table.number("name-" + i) * NAMES + i).sorted().toList())
                    .toList());
            for (Future<List<Integer>> each : numbers) {
                assertThat(each.get()).isEqualTo(numbers.getFirst().get());
            }
        }
        assertThat(table.size()).isEqualTo(NAMES);
        for (int i = 0; i < NAMES; i++) {
            assertThat(table.name(table.number("name-" + i))).isEqualTo("name-" + i);
        }
    }

    /** 45 KB for 5,000 names: 45 MB for a thousand clients. */
    @Test
    void aNameCostsAClientNineOctets() {
        SharedTypes group = new SharedTypes();
        NameSet names = NameSet.of(IntStream.range(0, 5000).mapToObj(i -> "service-" + i + "/default").toList());
        for (int client = 0; client < 3; client++) {
            Played played = Played.of(Protocol.DELTA, group, Played.LIMITS).open();
            played.session.subscribe(XdsType.EDS, names, played.now());
            played.sends(XdsType.EDS, names.names().stream().map(name -> name + "=v1").toArray(String[]::new));
            assertThat(played.session.held(XdsType.EDS)).isEqualTo(5000);
            TypeState state = Objects.requireNonNull(played.session.find(XdsType.EDS));
            assertThat(state.flags).hasSize(5000);
            assertThat(state.versions).hasSize(5000);
            assertThat(played.violations).isEmpty();
        }
    }

    @Test
    void whoChangesTheSameInTheSameWayHasTheSameSet() {
        SharedType type = new SharedTypes().of(XdsType.EDS);
        NameSet first = NameSet.of("a", "b");
        NameSet more = NameSet.of("c");
        NameSet both = type.after(first, more, true);
        assertThat(both.names()).containsExactly("a", "b", "c");
        assertThat(type.after(first, more, true)).isSameAs(both);
        assertThat(type.after(both, first, false).names()).containsExactly("c");
    }
}
