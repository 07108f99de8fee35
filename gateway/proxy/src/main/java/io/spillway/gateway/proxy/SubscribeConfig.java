package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.function.Supplier;

import io.spillway.gateway.proxy.forward.ServiceWait;
import io.spillway.gateway.xds.ClusterSubscription;
import io.spillway.gateway.xds.demand.OnDemand;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The keys {@code subscribe} and {@code onDemand}: whether the gateway holds all services, or those that requests ask for.
 *
 * @param onDemand whether it holds those that requests ask for
 * @param longestWait how long the first request of a service waits for it
 * @param maxWaiting how many requests wait at a time
 * @param forgetAfter a service that no request used for so long is forgotten
 */
record SubscribeConfig(boolean onDemand, Duration longestWait, int maxWaiting, Duration forgetAfter) {
    static final SubscribeConfig ALL = new SubscribeConfig(false, Duration.ofSeconds(2), 1000, Duration.ofMinutes(10));

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final ScalarType<Boolean> ON_DEMAND = ScalarType.text("all or onDemand", Boolean.FALSE,
            text -> switch (text) {
                case "all" -> Boolean.FALSE;
                case "onDemand" -> Boolean.TRUE;
                default -> null;
            });

    static SubscribeConfig read(Decoder config) {
        boolean lazily = config.optional("subscribe", ON_DEMAND, ALL.onDemand);
        if (config.has("onDemand") && !lazily) {
            config.violation("onDemand", "nothing, unless subscribe is onDemand");
        }
        return config.child("onDemand", child -> read(child, lazily),
                new SubscribeConfig(lazily, ALL.longestWait, ALL.maxWaiting, ALL.forgetAfter));
    }

    private static SubscribeConfig read(Decoder config, boolean lazily) {
        Duration wait = config.optional("wait", ScalarType.DURATION, ALL.longestWait);
        if (wait.isZero() || wait.isNegative()) {
            config.violation("wait", "duration greater than zero");
        }
        Duration forget = config.optional("forgetAfter", ScalarType.DURATION, ALL.forgetAfter);
        if (forget.compareTo(SHORTEST) < 0) {
            config.violation("forgetAfter", "duration of 1s or more");
        }
        return new SubscribeConfig(lazily, wait,
                config.optional("maxWaiting", ScalarType.integer(1, 1_000_000), ALL.maxWaiting), forget);
    }

    ClusterSubscription clusters() {
        return onDemand ? new ClusterSubscription.OnDemand(forgetAfter) : new ClusterSubscription.All();
    }

    /** Returns how requests wait, or null when all services are held. */
    @Nullable
    ServiceWait serviceWait(Supplier<OnDemand> demand) {
        return onDemand ? new ServiceWait(demand, longestWait, maxWaiting) : null;
    }
}
