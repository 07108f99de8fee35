package io.spillway.control.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;

/** Meters of who uses the API. Safe for any thread. */
public final class AccessMeters implements AccessObserver {

    private static final String REFUSED = "spillway.control.api.refused";
    private static final String KEYS = "spillway.control.issuer.keys";
    private static final String RELOADS = "spillway.control.access.reloads";
    private static final String BREAKGLASS = "spillway.control.breakglass";

    private final Counter unknown;
    private final Counter forbidden;
    private final Counter untold;
    private final Counter reloaded;
    private final Counter kept;
    private final MeterRegistry meters;
    private final Counter breakGlass;

    /** Registers the meters. */
    public AccessMeters(MeterRegistry meters) {
        this.unknown = refused(meters, "401");
        this.forbidden = refused(meters, "403");
        this.untold = refused(meters, "503");
        this.reloaded = reload(meters, "taken");
        this.kept = reload(meters, "refused");
        this.meters = meters;
        this.breakGlass = Counter.builder(BREAKGLASS).description("Calls of the API by break-glass certificates")
                .register(meters);
    }

    private static Counter reload(MeterRegistry meters, String outcome) {
        return Counter.builder(RELOADS).description("Times that who may what was read again, and whether it was taken")
                .tag("outcome", outcome).register(meters);
    }

    private static Counter refused(MeterRegistry meters, String status) {
        return Counter.builder(REFUSED)
                .description("Calls of the API refused for want of credentials, of a role or of an issuer that answers")
                .tag("status", status).baseUnit("calls").register(meters);
    }

    @Override
    public void refused(int status, String from, String reason) {
        switch (status) {
            case 401 -> unknown.increment();
            case 403 -> forbidden.increment();
            default -> untold.increment();
        }
    }

    @Override
    public void askedForKeys(String issuer, String failure) {
        Counter.builder(KEYS).description("Times that an issuer of tokens was asked for its keys").tag("issuer", issuer)
                .tag("outcome", failure.isEmpty() ? "ok" : "failed").baseUnit("questions").register(meters).increment();
    }

    @Override
    public void reloaded(boolean taken) {
        (taken ? reloaded : kept).increment();
    }

    @Override
    public void brokeGlass(Caller caller, Call call) {
        breakGlass.increment();
    }
}
