package io.spillway.drill.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestLogTest {

    private final RequestLog log = new RequestLog();

    @Test
    void givesBackWhatWasAdded() {
        List<Request> added = new ArrayList<>();
        Random random = new Random(7);
        List<Outcome> outcomes = List.of(Outcome.OK, Outcome.REHOMED,
                new Outcome(Outcome.Kind.SERVER_ERROR, "503 no_endpoint"),
                new Outcome(Outcome.Kind.RESET, ""));
        for (int i = 0; i < 40_000; i++) {
            Request request = new Request(random.nextLong(-5_000_000, 1L << 40), random.nextLong(0, 600_000_000),
                    outcomes.get(random.nextInt(4)), "idc-" + random.nextInt(3),
                    random.nextBoolean() ? null : "idc-" + random.nextInt(3),
                    random.nextBoolean() ? null : "idc-" + random.nextInt(3), "service-" + random.nextInt(5),
                    random.nextBoolean(), "users-" + random.nextInt(7));
            added.add(request);
            log.add(request);
        }

        List<Request> read = new ArrayList<>();
        log.forEach(0, read::add);

        assertThat(read).isEqualTo(added);
        assertThat(log.size()).isEqualTo(added.size());
    }

    @Test
    void readsFromARowOn() {
        for (int i = 0; i < 10; i++) {
            log.add(Requests.served(i, "idc-a", "idc-a"));
        }
        List<Request> read = new ArrayList<>();
        log.forEach(8, read::add);
        assertThat(read).extracting(Request::sentMicros).containsExactly(8000L, 9000L);
    }

    @Test
    void keepsALatencyThatIsTooLongForItsColumnAtTheColumnsEnd() {
        log.add(new Request(0, Long.MAX_VALUE, Outcome.OK, "idc-a", null, null, "orders", false));
        List<Request> read = new ArrayList<>();
        log.forEach(0, read::add);
        assertThat(read.getFirst().latencyMicros()).isEqualTo((1L << 38) - 1);
        assertThat(read.getFirst().home()).isEqualTo("idc-a");
    }
}
