package io.spillway.gateway.xds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.gateway.xds.world.HeldResource;
import io.spillway.gateway.xds.world.ResourceSink;
import io.spillway.gateway.xds.world.ResourceType;
import io.spillway.gateway.xds.world.World;
import io.spillway.model.time.Ticker;

/**
 * Reads what a gateway was given again and again, and throws the result away. A young JVM interprets: without this the first
 * changes after a start, which may well be a switch-over, take several times as long as later ones. Bounded in time, because
 * a world can be large; touches nothing that is served.
 */
final class Rehearsal {

    private static final int MOST_ROUNDS = 150;
    /** As long as this it goes as fast as it can; users come soon after a start, and what is missing then makes room for them. */
    private static final Duration HASTE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration BREATH = Duration.ofMillis(100);
    /** A world of more octets has taught by its first coming what there is to learn, and would be in memory twice. */
    private static final long LARGE = 1 << 20;

    private final List<ByteString> responses = new ArrayList<>();
    private final List<ResourceType> types = List.of(ResourceType.values());
    private final Supplier<ResourceSink> sinks;
    private final Ticker ticker;

    Rehearsal(List<HeldResource> world, Supplier<ResourceSink> sinks, Ticker ticker) {
        this.sinks = sinks;
        this.ticker = ticker;
        if (world.stream().mapToLong(held -> held.body().size()).sum() > LARGE) {
            return;
        }
        for (ResourceType type : types) {
            DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl());
            world.stream().filter(held -> held.type() == type)
                    .forEach(held -> response.addResources(Resource.newBuilder().setName(held.name())
                            .setVersion(held.version())
                            .setResource(Any.newBuilder().setTypeUrl(type.typeUrl()).setValue(held.body()))));
            responses.add(response.build().toByteString());
        }
    }

    /** Plays it on a thread of its own; returns at once. */
    void start() {
        var _ = Thread.ofPlatform().name("xds-rehearsal").daemon().start(() -> {
            try {
                var _ = play(() -> LockSupport.parkNanos(BREATH.toNanos()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("what was accepted cannot be read again", e);
            }
        });
    }

    /** Plays it; returns how many rounds there was time for, none for a large world. Breathes between those after the haste. */
    int play(Runnable breath) throws InvalidProtocolBufferException {
        long start = ticker.nanos();
        int rounds = 0;
        while (!responses.isEmpty() && rounds < MOST_ROUNDS) {
            long played = ticker.nanos() - start;
            if (played >= LONGEST.toNanos()) {
                break;
            }
            if (played >= HASTE.toNanos()) {
                breath.run();
            }
            round();
            rounds++;
        }
        return rounds;
    }

    private void round() throws InvalidProtocolBufferException {
        World world = new World(sinks.get());
        for (int i = 0; i < types.size(); i++) {
            world.apply(types.get(i), DeltaDiscoveryResponse.parseFrom(responses.get(i)).getResourcesList(), List.of());
            world.assemble();
        }
    }
}
