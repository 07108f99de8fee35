package io.spillway.drill.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.drill.verdict.Push;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one control plane says about its pushes, because its memory ends with it. Asked again and again by one
 * thread; the rows may be read by any.
 */
final class PushWatch implements PushSource {

    /** A client that left sooner than this after an event is not asked whether it got it. */
    private static final double SETTLED_MS = 2000;

    private record Key(long revision, String node, String type, double eventMs) {}

    private record Row(Push push, boolean pending) {}

    private final String idc;
    private final String process;
    private final ControlApi api;
    private final RunClock clock;
    /** Guarded by this. */
    private final Map<Key, Row> rows = new HashMap<>();
    /** Guarded by this: everything up to here is settled. */
    private long after;

    PushWatch(String idc, String process, ControlApi api, RunClock clock) {
        this.idc = idc;
        this.process = process;
        this.api = api;
        this.clock = clock;
    }

    @Override
    public String process() {
        return process;
    }

    @Override
    public synchronized boolean poll() throws InterruptedException {
        Map<?, ?> answer;
        try {
            answer = api.delivery(after);
        } catch (IOException | AbortedException e) {
            return true;
        }
        long revision = answer.get("revision") instanceof Number number ? number.longValue() : after;
        long oldestPending = Long.MAX_VALUE;
        if (answer.get("pushes") instanceof List<?> pushes) {
            for (Object push : pushes) {
                Row row = push instanceof Map<?, ?> fields ? row(fields) : null;
                if (row != null && row.pending()) {
                    oldestPending = Math.min(oldestPending, row.push().revision());
                }
            }
        }
        // A restarted control plane on a new registry could begin anew; never wait above what it has.
        after = Math.min(revision, oldestPending == Long.MAX_VALUE ? revision : oldestPending - 1);
        return oldestPending == Long.MAX_VALUE;
    }

    /** Ends its connections. */
    void close() {
        api.close();
    }

    synchronized List<Push> pushes() {
        return new ArrayList<>(rows.values().stream().map(Row::push).toList());
    }

    @Override
    public synchronized long size() {
        return rows.size();
    }

    private @Nullable Row row(Map<?, ?> fields) {
        if (!(fields.get("revision") instanceof Number revision
                && fields.get("eventUnixMillis") instanceof Number eventUnixMillis
                && fields.get("connectedSinceUnixMillis") instanceof Number connectedUnixMillis)) {
            return null;
        }
        String node = Objects.toString(fields.get("node"));
        String type = Objects.toString(fields.get("type"));
        String state = Objects.toString(fields.get("state"));
        double eventMs = clock.ofUnixMillis(eventUnixMillis.doubleValue());
        Double ackMs = fields.get("ackMillis") instanceof Number ack ? ack.doubleValue() : null;
        boolean pending = state.equals("PENDING");
        Key key = new Key(revision.longValue(), node, type, eventMs);
        Row before = rows.get(key);
        boolean wasThere = connectedUnixMillis.doubleValue() <= eventUnixMillis.doubleValue();
        boolean stayed = ackMs != null || (before != null && before.push().counted())
                || (pending && clock.nowMs() - eventMs > SETTLED_MS);
        Push push = new Push(idc, node, type, revision.longValue(), eventMs, state.equals("ACKED") ? ackMs : null,
                state.equals("NACKED"), wasThere && stayed);
        Row row = new Row(push, pending);
        rows.put(key, row);
        return row;
    }
}
