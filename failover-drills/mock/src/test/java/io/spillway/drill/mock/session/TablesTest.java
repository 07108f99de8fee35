package io.spillway.drill.mock.session;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.spillway.drill.mock.message.NameSet;
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
