package io.spillway.drill.mock.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.XdsType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that keeps to the protocol plays a random history with a client that subscribes, unsubscribes, is silent,
 * refuses and comes back: nothing is called a violation, and the client holds what the server thinks that it holds. Then the
 * server makes one mistake, and that is found.
 */
class RandomHistoryTest {

    private static final int HISTORIES = 150;
    private static final int EVENTS = 120;
    private static final int NAMES = 8;

    static IntStream seeds() {
        return IntStream.range(0, HISTORIES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aCorrectServerIsNeverAccusedAndAMistakeIsFound(int seed) {
        Server server = new Server(new SplittableRandom(seed));
        for (int i = 0; i < EVENTS; i++) {
            server.event();
            assertThat(server.client.violations).as("seed %d, event %d: %s", seed, i, server.client.details).isEmpty();
        }
        server.settle();
        assertThat(server.client.violations).as("seed %d", seed).isEmpty();
        for (int i = 0; i < NAMES; i++) {
            assertThat(server.client.session.heldVersion(XdsType.EDS, "n" + i) != 0).as("seed %d, n%d", seed, i)
                    .isEqualTo(server.accepted.containsKey("n" + i));
        }
        server.mistake();
        assertThat(server.client.violations).as("seed %d", seed).isNotEmpty();
    }

    /** Knows what exists, what the client asked for, and what it has been sent on this stream. */
    private static final class Server {

        private final SplittableRandom random;
        private final Played client = Played.of(Protocol.DELTA, new SharedTypes(), Played.LIMITS);
        private final Map<String, Integer> exists = new HashMap<>();
        private final Set<String> subscribed = new TreeSet<>();
        private final Map<String, Integer> sent = new HashMap<>();
        private final Map<String, Integer> accepted = new HashMap<>();
        private final Set<String> owed = new HashSet<>();
        private boolean refusing;
        private int version;

        Server(SplittableRandom random) {
            this.random = random;
            client.subscribe(XdsType.EDS, "n0").open();
            subscribed.add("n0");
            owed.add("n0");
        }

        void event() {
            String name = "n" + random.nextInt(NAMES);
            switch (random.nextInt(9)) {
                case 0, 1 -> exists.put(name, ++version);
                case 2 -> exists.remove(name);
                case 3 -> {
                    client.subscribe(XdsType.EDS, name);
                    subscribed.add(name);
                    owed.add(name);
                }
                case 4 -> unsubscribe(name);
                case 5 -> {
                    refusing = !refusing;
                    client.session.conduct(refusing
                            ? Conduct.PROMPT.nacking(List.of(new NackRule(null, "n1", 0, "no", true)))
                            : Conduct.PROMPT, client.now());
                }
                case 6 -> comeBack(random.nextBoolean());
                default -> {
                    client.pass(Duration.ofMillis(random.nextInt(2000)));
                    push();
                }
            }
        }

        void settle() {
            push();
            client.pass(Duration.ofMinutes(1));
        }

        void mistake() {
            exists.put("n0", ++version);
            client.subscribe(XdsType.EDS, "n0");
            subscribed.add("n0");
            owed.add("n0");
            push();
            client.pass(Duration.ofMinutes(1));
            String last = "n0=" + version;
            switch (random.nextInt(3)) {
                case 0 -> {
                    client.sends(XdsType.EDS, last); // at most one is excused: it may be an answer that is late
                    client.sends(XdsType.EDS, last);
                }
                case 1 -> client.sends(XdsType.EDS, "unknown=1");
                default -> client.sends(XdsType.EDS, "n0=" + (version + 1), "n0=" + (version + 2));
            }
        }

        private void unsubscribe(String name) {
            client.unsubscribe(XdsType.EDS, name);
            subscribed.remove(name);
            sent.remove(name);
            accepted.remove(name);
            owed.remove(name);
        }

        /** With all versions that it accepted, or without any. */
        private void comeBack(boolean resume) {
            client.session.close();
            client.session.open(resume, client.now());
            sent.clear();
            owed.addAll(subscribed);
            if (resume) {
                for (Map.Entry<String, Integer> each : accepted.entrySet()) {
                    sent.put(each.getKey(), each.getValue());
                    owed.remove(each.getKey());
                }
            }
        }

        private void push() {
            List<String> resources = new ArrayList<>();
            for (String name : subscribed) {
                Integer now = exists.get(name);
                if (owed.contains(name) || !Objects.equals(now, sent.get(name))) {
                    resources.add(now == null ? "-" + name : name + "=" + now);
                    note(name, now);
                }
            }
            owed.clear();
            if (!resources.isEmpty()) {
                client.sends(XdsType.EDS, resources.toArray(String[]::new));
            }
        }

        private void note(String name, @Nullable Integer now) {
            if (now == null) {
                sent.remove(name);
                accepted.remove(name);
            } else {
                sent.put(name, now);
                if (!refusing || !name.equals("n1")) {
                    accepted.put(name, now);
                }
            }
        }
    }
}
