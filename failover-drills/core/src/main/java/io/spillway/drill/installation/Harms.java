package io.spillway.drill.installation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.drill.agent.ControlPlane;
import io.spillway.drill.fault.Fault;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.installation.Moves.Stopped;
import io.spillway.model.document.Durations;
import io.spillway.model.time.Ticker;

/**
 * The faults of one run, which the control plane lets its gateways make. It ends them with the run and at their time to live, so
 * that nothing is left of them when this process dies. Used by one thread.
 */
final class Harms {

    private static final long AGAIN_MILLIS = 500;
    private static final Duration ENDED = Duration.ofSeconds(30);

    private final ControlPlane control;
    private final String address;
    private final String agent;
    private final Pause pause;
    private final Ticker ticker;
    private final Set<String> made = new LinkedHashSet<>();

    /** Creates one that has made none. {@code address}: of the run, as in "/v1/drills/nightly/runs/r1/"; {@code agent}: who plays it. */
    Harms(ControlPlane control, String address, String agent, Pause pause, Ticker ticker) {
        this.control = control;
        this.address = address;
        this.agent = agent;
        this.pause = pause;
        this.ticker = ticker;
    }

    /** Lets the gateways make a fault. */
    void make(String event, Fault.Filter fault, Duration ttl) throws Stopped {
        made.add(event);
        Moves.done(control.post(address + "fault", asked(event, fault, ttl)), event);
    }

    /** Ends one. */
    void end(String event) throws Stopped, InterruptedException {
        if (!made.contains(event)) {
            return;
        }
        long until = ticker.nanos() + ENDED.toNanos();
        while (true) {
            ControlPlane.Said said = control.post(address + "heal", said(event));
            // A run that is over has no faults any more.
            if (said instanceof ControlPlane.Said.Done
                    || (said instanceof ControlPlane.Said.Refused(int status, String _) && status == 409)) {
                made.remove(event);
                return;
            }
            if (ticker.nanos() - until > 0) {
                Moves.done(said, "fault " + event);
            }
            pause.millis(AGAIN_MILLIS);
        }
    }

    /** Ends whatever was made, the newest first. Returns what could not be ended, and ends by itself at its time to live. */
    List<String> endAll() throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (String event : List.copyOf(made).reversed()) {
            try {
                end(event);
            } catch (Stopped e) {
                failures.add("not ended before its time to live: " + e.getMessage());
            }
        }
        return failures;
    }

    private Map<String, Object> asked(String event, Fault.Filter fault, Duration ttl) {
        Map<String, Object> body = said(event);
        body.put("idc", fault.idc());
        body.put("service", fault.service());
        if (fault.abortPercent() > 0) {
            body.put("abort", share("status", fault.status(), fault.abortPercent()));
        }
        if (fault.delayPercent() > 0) {
            body.put("delay", share("duration", Durations.format(fault.delay()), fault.delayPercent()));
        }
        body.put("ttl", Durations.format(ttl));
        return body;
    }

    private Map<String, Object> said(String event) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("agent", agent);
        body.put("event", event);
        return body;
    }

    private static Map<String, Object> share(String what, Object value, double percent) {
        Map<String, Object> share = new LinkedHashMap<>();
        share.put(what, value);
        share.put("percent", percent);
        return share;
    }
}
