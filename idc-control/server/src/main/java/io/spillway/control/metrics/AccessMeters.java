package io.spillway.control.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;

/** Meters of who uses the API. Safe for any thread. */
public final class AccessMeters implements AccessObserver {

    private static final String REFUSED = "spillway.control.api.refused";
    private static final String BREAKGLASS = "spillway.control.breakglass";

    private final Counter unknown;
    private final Counter forbidden;
    private final Counter breakGlass;

    /** Registers the meters. */
    public AccessMeters(MeterRegistry meters) {
        this.unknown = refused(meters, "401");
        this.forbidden = refused(meters, "403");
        this.breakGlass = Counter.builder(BREAKGLASS).description("Calls of the API by break-glass certificates")
                .register(meters);
    }

    private static Counter refused(MeterRegistry meters, String status) {
        return Counter.builder(REFUSED).description("Calls of the API refused for want of credentials or of a role")
                .tag("status", status).baseUnit("calls").register(meters);
    }

    @Override
    public void refused(int status, String from, String reason) {
        (status == 401 ? unknown : forbidden).increment();
    }

    @Override
    public void brokeGlass(Caller caller, Call call) {
        breakGlass.increment();
    }
}
