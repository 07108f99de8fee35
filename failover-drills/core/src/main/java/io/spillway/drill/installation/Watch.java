package io.spillway.drill.installation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.ctl.client.JsonView;
import io.spillway.drill.agent.ControlPlane;
import io.spillway.drill.plan.AbortGuard;
import io.spillway.drill.run.Brake;
import io.spillway.model.time.Ticker;

/** Looks at the installation's figures each second, from a thread of its own, and pulls the brake when a guard says so. */
final class Watch implements AutoCloseable {

    private static final long EVERY_MILLIS = 1000;

    private final List<ControlPlane> nodes;
    private final String scope;
    private final Guards guards;
    private final Brake brake;
    private final Ticker ticker;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Creates one of a scope like "drgroup/core"; {@code nodes}: the control nodes, of which each knows a part of the figures. */
    Watch(List<ControlPlane> nodes, String scope, List<AbortGuard> guards, Brake brake, Ticker ticker) {
        this.nodes = List.copyOf(nodes);
        this.scope = scope;
        this.guards = new Guards(guards);
        this.brake = brake;
        this.ticker = ticker;
    }

    /** Begins. */
    Watch start() {
        Thread.ofVirtual().name("figures").start(this::watch);
        return this;
    }

    private void watch() {
        try {
            do {
                String broken = guards.take(sample());
                if (broken != null) {
                    brake.pull(broken);
                }
            } while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Guards.Sample sample() {
        double requests = 0;
        double errors = 0;
        Set<String> concerned = concerned();
        for (ControlPlane node : nodes) {
            if (node.get("/v1/load") instanceof ControlPlane.Said.Done(JsonView load)) {
                for (JsonView service : load.list("services")) {
                    if (concerned.contains(service.text("service"))) {
                        requests += service.decimal("requestsPerSecond");
                        errors += service.decimal("errorsPerSecond");
                    }
                }
            }
        }
        return new Guards.Sample(ticker.nanos(), requests, errors);
    }

    /** Returns the Services of the scope; of an IDC all of them. */
    private Set<String> concerned() {
        Set<String> names = new HashSet<>();
        String name = scope.substring(scope.indexOf('/') + 1);
        if (scope.startsWith("service/")) {
            names.add(name);
        } else if (nodes.getFirst().get("/v1/services") instanceof ControlPlane.Said.Done(JsonView listing)) {
            for (JsonView service : listing.list("items")) {
                if (scope.startsWith("idc/") || service.at("spec").text("drGroup").equals(name)) {
                    names.add(service.at("metadata").text("name"));
                }
            }
        }
        return names;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
