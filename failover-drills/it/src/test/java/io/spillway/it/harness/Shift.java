package io.spillway.it.harness;

import java.io.IOException;

import org.awaitility.Awaitility;

/** A TrafficShift of one service over idc-a and idc-b, in force until it is closed. */
public final class Shift implements AutoCloseable {

    private final Api api;
    private final String service;
    private final long revision;

    private Shift(Api api, String service, long revision) {
        this.api = api;
        this.service = service;
        this.revision = revision;
    }

    /** Sets it at one control plane. */
    public static Shift of(Api api, String service, int percentA, int percentB)
            throws IOException {
        long revision = api.write("shifts/service." + service, document(service, """
                "weights":{"idc-a":%d,"idc-b":%d}""".formatted(percentA, percentB)));
        return new Shift(api, service, revision);
    }

    /** Returns the document of a shift of a service, with this in its spec. */
    public static String document(String service, String fields) {
        return """
                {"apiVersion":"spillway.io/v1","kind":"TrafficShift","metadata":{"name":"service.%1$s"},\
                "spec":{"scope":{"service":"%1$s"},"reason":"test",%2$s}}""".formatted(service, fields);
    }

    /** Waits until the gateways of that control plane have it. */
    public Shift awaitDelivered() {
        Awaitility.await("shift of " + service + " delivered").until(() -> api.delivered(revision));
        return this;
    }

    /** Clears it. */
    @Override
    public void close() throws IOException {
        long cleared = api.write("shifts/service." + service, document(service, "\"cleared\":true"));
        Awaitility.await("clear of " + service + " delivered").until(() -> api.delivered(cleared));
    }
}
