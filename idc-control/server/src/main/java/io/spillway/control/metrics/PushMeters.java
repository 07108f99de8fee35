package io.spillway.control.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.service.DeliveryReport.PushView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.snapshot.ResourceType;

/** How fast what changes reaches the data planes, and whether they take it. Safe for any thread. */
final class PushMeters {

    private static final String PUSH_LATENCY = "spillway.control.push.latency";
    private static final String SEND_LATENCY = "spillway.control.send.latency";
    private static final String DELIVERY_TIME = "spillway.control.delivery.time";
    private static final String STRAGGLERS = "spillway.control.stragglers";
    private static final String DELIVERY_RATIO = "spillway.control.delivery.ratio";
    private static final String DATA_PLANES = "spillway.control.data.planes";
    private static final String NACKS = "spillway.control.nacks";
    private static final Duration STEADY = Duration.ofSeconds(2);

    private final MeterRegistry meters;
    private final Map<ResourceType, Timer> push = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, Timer> send = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, Counter> nacks = new EnumMap<>(ResourceType.class);
    private final Map<Integer, Timer> delivery = new ConcurrentHashMap<>();

    /** Registers what needs no node. */
    PushMeters(MeterRegistry meters) {
        this.meters = meters;
        for (ResourceType type : ResourceType.values()) {
            push.put(type, latency(PUSH_LATENCY, "Registry event to Ack of the client", type));
            send.put(type, latency(SEND_LATENCY, "Registry event to bytes on the wire", type));
            nacks.put(type, Counter.builder(NACKS).description("Responses that clients refused")
                    .tag("type", type.shortName()).register(meters));
        }
    }

    /** Registers what is asked of a running node. */
    void watch(ControlService service) {
        for (SyncState state : SyncState.values()) {
            Gauge.builder(DATA_PLANES, service, node -> clients(node, state))
                    .description("Data planes by state of their worst type").tag("state", state.name())
                    .register(meters);
        }
        Gauge.builder(STRAGGLERS, service, node -> node.delivery(Long.MAX_VALUE).stragglers().size())
                .description("Data planes that owe an answer for more than 5 s").register(meters);
        for (ResourceType type : ResourceType.values()) {
            Gauge.builder(DELIVERY_RATIO, service, node -> ratio(node.pushes(), type))
                    .description("Share of pushes Acked, of clients connected for 2 s after the event")
                    .tag("type", type.shortName()).register(meters);
        }
    }

    void acked(ResourceType type, long nanosSinceEvent) {
        record(push, type, nanosSinceEvent);
    }

    void sent(ResourceType type, long nanosSinceEvent) {
        record(send, type, nanosSinceEvent);
    }

    void delivered(int percent, long nanosSinceEvent) {
        delivery.computeIfAbsent(percent, share -> timer(DELIVERY_TIME,
                "Registry event until that share of the clients that it changes had Acked it", "percent",
                Integer.toString(share))).record(Duration.ofNanos(Math.max(0, nanosSinceEvent)));
    }

    void nacked(ResourceType type) {
        Counter counter = nacks.get(type);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Returns the share of Acked pushes; 1 when there were none. Pushes whose client left in time do not count. */
    static double ratio(List<PushView> pushes, ResourceType type) {
        Instant newest = pushes.stream().map(PushView::eventAt).max(Instant::compareTo).orElse(Instant.EPOCH);
        long all = 0;
        long acked = 0;
        for (PushView pushed : pushes) {
            boolean young = pushed.eventAt().plus(STEADY).isAfter(newest) && pushed.state() == PushState.PENDING;
            if (pushed.type().equals(type.shortName()) && pushed.state() != PushState.GONE && !young) {
                all++;
                acked += pushed.state() == PushState.ACKED ? 1 : 0;
            }
        }
        return all == 0 ? 1 : (double) acked / all;
    }

    private static double clients(ControlService service, SyncState state) {
        Map<String, SyncState> worst = new HashMap<>();
        service.dataPlanes().forEach(view -> worst.merge(view.node(), view.state(),
                (one, other) -> one.compareTo(other) >= 0 ? one : other));
        return worst.values().stream().filter(state::equals).count();
    }

    private Timer latency(String name, String help, ResourceType type) {
        return timer(name, help, "type", type.shortName());
    }

    private Timer timer(String name, String help, String tag, String value) {
        return Timer.builder(name).description(help).tag(tag, value).publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000)).maximumExpectedValue(Duration.ofSeconds(10))
                .register(meters);
    }

    private static void record(Map<ResourceType, Timer> timers, ResourceType type, long nanos) {
        Timer timer = timers.get(type);
        if (timer != null) {
            timer.record(Duration.ofNanos(Math.max(0, nanos)));
        }
    }
}
