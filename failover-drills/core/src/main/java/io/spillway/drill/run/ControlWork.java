package io.spillway.drill.run;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.drill.churn.ChurnResult;
import io.spillway.drill.churn.ChurnWriter;
import io.spillway.drill.churn.Nodes;
import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.FleetLayout.ControlPlace;
import io.spillway.drill.plan.Step;
import io.spillway.drill.plan.Step.Aim;
import io.spillway.drill.verdict.ClientGroup;
import io.spillway.drill.verdict.ControlRecord;
import io.spillway.drill.verdict.HeapSample;
import io.spillway.drill.verdict.PushTotals;
import io.spillway.drill.view.View;
import io.spillway.model.time.Ticker;

/**
 * Steps about control planes and mock data planes, and what is known of them in the end. Owned by the thread that plays the
 * drill.
 */
final class ControlWork implements AutoCloseable {

    private static final long SLICE_MILLIS = 250;
    private static final Duration CHURN_ENDS = Duration.ofSeconds(35);
    private static final double SETTLE_MS = 15_000;

    private final FleetLayout layout;
    private final Fleet fleet;
    private final View view;
    private final Ticker ticker;
    private final RunClock clock;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final List<ClientsWatch> clients = new ArrayList<>();
    private final List<PushMeter> meters = new ArrayList<>();
    private final Map<String, ControlApi> nodes = new LinkedHashMap<>();
    private final List<ChurnWriter> churns = new ArrayList<>();
    private final List<HeapSample> heaps = new ArrayList<>();

    ControlWork(FleetLayout layout, Fleet fleet, View view, Ticker ticker, RunClock clock) {
        this.layout = layout;
        this.fleet = fleet;
        this.view = view;
        this.ticker = ticker;
        this.clock = clock;
        layout.clients().forEach((process, address) -> clients.add(new ClientsWatch(process, address, client)));
        for (ControlPlace place : layout.controls()) {
            nodes.put(place.process(), new ControlApi(List.of(place.api())));
            if (!clients.isEmpty()) {
                meters.add(new PushMeter(place.process(), place.metrics(), client));
            }
        }
    }

    /** Returns what counts the pushes; nothing where each push can be looked at. */
    List<PushMeter> meters() {
        return List.copyOf(meters);
    }

    /** Counts pushes from now on. */
    void beginMeasuring() throws InterruptedException {
        for (PushMeter meter : meters) {
            meter.poll();
            meter.begin();
        }
    }

    void churn(Step.Churn step) throws AbortedException, InterruptedException {
        List<ControlPlace> places = layout.controls().stream().filter(place -> place.idc().equals(step.idc())).toList();
        if (places.isEmpty()) {
            throw new AbortedException("churn: no IDC is called " + step.idc());
        }
        String cluster = layout.topology().idcs().stream().filter(idc -> idc.name().equals(step.idc()))
                .flatMap(idc -> idc.clusters().stream()).findFirst()
                .orElseThrow(() -> new AbortedException("churn: " + step.idc() + " has no cluster in the topology"));
        ChurnWriter writer = new ChurnWriter(step.spec(), cluster,
                new Nodes(places.stream().map(ControlPlace::api).toList()), ticker);
        churns.add(writer);
        try {
            writer.populate();
        } catch (IOException e) {
            throw new AbortedException("churn: " + e.getMessage());
        }
        view.say(step.spec().perSecond() + " changes a second of " + step.spec().services() + " services for "
                + step.over().toSeconds() + " s");
        writer.start(step.over());
    }

    void awaitClients(Step.AwaitClients step, Brake brake) throws AbortedException, InterruptedException {
        if (clients.isEmpty()) {
            throw new AbortedException("awaitClients: topology " + layout.topology().name() + " has no clients");
        }
        double startMs = clock.nowMs();
        while (!isSo(step.aim())) {
            if (clock.nowMs() - startMs > step.within().toMillis()) {
                throw new AbortedException("not reached within " + step.within().toSeconds() + " s: mock data planes "
                        + (step.aim() == Aim.CONNECTED
                                ? "connected and done with their steps"
                                : "on the newest version of everything; " + examples()));
            }
            brake.pause(SLICE_MILLIS);
        }
    }

    private boolean isSo(Aim aim) throws InterruptedException {
        try {
            for (ClientsWatch watch : clients) {
                if (aim == Aim.CONNECTED && !watch.connected()) {
                    return false;
                }
            }
            return aim == Aim.CONNECTED
                    || (churnsDone() && nodesHaveAll() && groups().stream().allMatch(ClientGroup::newest));
        } catch (IOException _) {
            return false;
        }
    }

    private boolean churnsDone() throws InterruptedException {
        for (ChurnWriter churn : churns) {
            if (!churn.awaitDone(Duration.ZERO)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether every control node has served the last change. */
    private boolean nodesHaveAll() throws IOException, InterruptedException {
        long last = churns.stream().mapToLong(churn -> churn.result().revision()).max().orElse(0);
        for (ControlApi node : nodes.values()) {
            try {
                if (!(node.delivery(Long.MAX_VALUE).get("revision") instanceof Number revision)
                        || revision.longValue() < last) {
                    return false;
                }
            } catch (AbortedException _) {
                return false;
            }
        }
        return true;
    }

    private List<ClientGroup> groups() throws IOException, InterruptedException {
        List<ClientGroup> groups = new ArrayList<>();
        for (ClientsWatch watch : clients) {
            groups.addAll(watch.groups());
        }
        return groups;
    }

    private List<String> examples() throws InterruptedException {
        try {
            return groups().stream().flatMap(group -> group.examples().stream()).limit(5).toList();
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    void sampleHeap(Step.SampleHeap step) throws AbortedException, InterruptedException {
        List<Component> picked = fleet.select(step.selector());
        if (picked.isEmpty()) {
            throw new AbortedException("sampleHeap " + step.mark() + ": no process is " + step.selector());
        }
        for (Component component : picked) {
            try {
                double atMs = clock.nowMs();
                HeapSample sample = new HeapSample(step.mark(), component.plan().name(), component.pid(), atMs,
                        upMs(component, atMs), HeapProbe.liveBytes(component.pid()));
                heaps.add(sample);
                view.say(String.format(Locale.ROOT, "%7.1f s  heap of %s after a full collection: %.1f MiB",
                        atMs / 1000, sample.process(), sample.bytes() / 1024.0 / 1024));
            } catch (IOException e) {
                throw new AbortedException("sampleHeap " + step.mark() + ": " + e.getMessage());
            }
        }
    }

    private double upMs(Component component, double atMs) {
        return component.startedAt().map(instant -> atMs - clock.ofUnixMillis((double) instant.toEpochMilli()))
                .orElse(0.0);
    }

    /** Lets what is under way come to its end and returns everything that is known; to be called when all is started again. */
    ControlRecord record(boolean patient) {
        try {
            if (!patient) {
                return of(groups());
            }
            for (ChurnWriter churn : churns) {
                if (churn.awaitDone(CHURN_ENDS)) {
                    churn.compare();
                }
            }
            return of(settled());
        } catch (IOException e) {
            view.say("the end of the changes is not known: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return of(List.of());
    }

    private ControlRecord of(List<ClientGroup> groups) {
        List<ChurnResult> results = churns.stream().map(ChurnWriter::result).toList();
        PushTotals totals = meters.stream().map(PushMeter::totals).reduce(PushTotals.NONE, PushTotals::plus);
        return new ControlRecord(totals, results, groups, heaps);
    }

    private List<ClientGroup> settled() throws IOException, InterruptedException {
        double endMs = clock.nowMs() + SETTLE_MS;
        List<ClientGroup> groups = groups();
        while (!groups.stream().allMatch(ClientGroup::newest) && clock.nowMs() < endMs) {
            fleet.pause().millis(SLICE_MILLIS);
            groups = groups();
        }
        for (PushMeter meter : meters) {
            meter.poll();
        }
        return groups;
    }

    @Override
    public void close() {
        churns.forEach(ChurnWriter::close);
        nodes.values().forEach(ControlApi::close);
        client.shutdownNow();
        client.close();
    }
}
