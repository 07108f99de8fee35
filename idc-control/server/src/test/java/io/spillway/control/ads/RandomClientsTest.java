package io.spillway.control.ads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.snapshot.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that ask alike, then each in its own way: they subscribe and leave, refuse, answer late, go and come back with what
 * they hold, while resources come, change and go. However that was, each holds in the end what it subscribes in the newest
 * version, but for what it refused itself; and nothing older ever came after something newer.
 */
@Tag("slow")
class RandomClientsTest {

    private static final ResourceType TYPE = EndpointServer.TYPE;
    private static final int SHARED = Backlog.HEAVY + 50;
    private static final int CLIENTS = 6;
    private static final int ACTIONS = 120;
    private static final String PADDING = "x".repeat(1_500);

    /** The numbers that resources had, by version. */
    private final Map<String, Long> ages = new HashMap<>();
    private final EndpointServer server = new EndpointServer(Duration.ofSeconds(20));

    @BeforeEach
    void start() throws Exception {
        names(SHARED).forEach(this::change);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<Long> seeds() {
        return IntStream.range(0, 24).mapToObj(Long::valueOf).toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everybodyHoldsInTheEndWhatItSubscribes(long seed) throws Exception {
        Random random = new Random(seed);
        List<Model> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Model(seed + "-" + i, random.nextInt(4) == 0));
            }
            for (int i = 0; i < ACTIONS; i++) {
                if (random.nextInt(3) == 0) {
                    act(random);
                } else {
                    clients.get(random.nextInt(CLIENTS)).act(random);
                }
            }
            for (Model client : clients) {
                client.settle();
                assertThat(client.held).as(client.name).isEqualTo(client.expected());
            }
        } finally {
            clients.forEach(Model::close);
        }
    }

    private void act(Random random) {
        String name = name(random);
        if (random.nextInt(5) == 0) {
            server.remove(name);
        } else {
            change(name);
        }
    }

    private static String name(Random random) {
        return random.nextInt(4) == 0 ? "more-" + random.nextInt(6) : "s-" + random.nextInt(SHARED);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s-" + i).toList();
    }

    private void change(String name) {
        long age = server.revision();
        ages.put(server.change(name, name + "#" + age + PADDING), age);
    }

    /** A client, and what it must hold. */
    private final class Model implements AutoCloseable {

        private final String name;
        private final boolean everything;
        private final Set<String> subscribed = new TreeSet<>();
        private final Map<String, String> held = new TreeMap<>();
        /** What it refused, by name. */
        private final Map<String, String> refused = new HashMap<>();
        private DeltaClient client;
        private int markers;

        Model(String name, boolean everything) {
            this.name = name;
            this.everything = everything;
            this.client = connect();
            if (everything) {
                client.subscribe(TYPE, "*");
            } else {
                subscribed.addAll(names(SHARED));
                client.subscribe(TYPE, names(SHARED).toArray(String[]::new));
            }
        }

        private DeltaClient connect() {
            return server.client(name);
        }

        void act(Random random) throws InterruptedException {
            String about = name(random);
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (!everything && subscribed.remove(about)) {
                        client.unsubscribe(TYPE, about);
                        held.remove(about);
                        refused.remove(about);
                    }
                }
                case 1, 2 -> {
                    if (!everything && subscribed.add(about)) {
                        client.subscribe(TYPE, about);
                    }
                }
                case 3 -> comeBack();
                default -> {
                    DeltaDiscoveryResponse response = client.poll(random.nextInt(3));
                    if (response != null) {
                        answer(response, random.nextInt(8) == 0);
                    }
                }
            }
        }

        /** On a new stream it says what it holds; what it refused is offered again. */
        private void comeBack() {
            client.close();
            client = connect();
            refused.clear();
            client.resume(TYPE, held, everything ? new String[]{"*"} : subscribed.toArray(String[]::new));
        }

        private void answer(DeltaDiscoveryResponse response, boolean refuses) {
            String bad = refuses && response.getResourcesCount() > 0 ? response.getResources(0).getName() : "";
            for (Resource resource : response.getResourcesList()) {
                String before = held.get(resource.getName());
                if (before != null && ages.containsKey(before)) {
                    assertThat(ages.get(resource.getVersion()))
                            .as("%s of %s after %s", resource.getName(), name, before)
                            .isGreaterThanOrEqualTo(ages.get(before));
                }
                if (resource.getName().equals(bad)) {
                    refused.put(bad, resource.getVersion());
                } else if (everything || subscribed.contains(resource.getName())) {
                    held.put(resource.getName(), resource.getVersion());
                }
            }
            response.getRemovedResourcesList().forEach(held::remove);
            if (bad.isEmpty()) {
                client.ack(response);
            } else {
                client.nack(response, "rejected: " + bad + ": not today");
            }
        }

        /**
         * Asks for something new again and again until nothing but its answer comes, twice: a request may be read before the
         * stream is told of a change that was published just before it.
         */
        void settle() throws InterruptedException {
            int quietRounds = 0;
            while (quietRounds < 2) {
                String marker = "marker-" + markers++;
                client.subscribe(TYPE, marker);
                boolean quiet = true;
                boolean answered = false;
                while (!answered) {
                    DeltaDiscoveryResponse response = client.poll(10_000);
                    assertThat(response).as("%s: an answer to %s", name, marker).isNotNull();
                    answer(requireNonNull(response), false);
                    answered = requireNonNull(response).getRemovedResourcesList().contains(marker);
                    quiet &= answered && response.getResourcesCount() == 0
                            && response.getRemovedResourcesCount() == 1;
                }
                quietRounds = quiet ? quietRounds + 1 : 0;
            }
        }

        /** What the catalog says, or what it had before it refused just that. */
        Map<String, String> expected() {
            Map<String, String> expected = new TreeMap<>(server.versions());
            expected.keySet().removeIf(one -> !everything && !subscribed.contains(one));
            Set<String> without = new HashSet<>();
            expected.replaceAll((one, version) -> {
                boolean parked = version.equals(refused.get(one));
                if (parked && !held.containsKey(one)) {
                    without.add(one);
                }
                return parked ? held.getOrDefault(one, version) : version;
            });
            expected.keySet().removeAll(without);
            return expected;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
