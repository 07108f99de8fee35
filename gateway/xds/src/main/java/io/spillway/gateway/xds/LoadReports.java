package io.spillway.gateway.xds;

import io.spillway.gateway.xds.load.LoadReportClient;
import io.spillway.gateway.xds.load.LoadSource;
import io.spillway.gateway.xds.stream.FullJitter;

/** Reports a gateway's load to the control planes that configure it. */
public final class LoadReports {
    private LoadReports() {}

    /** Starts to report; the client is the caller's to close. */
    public static LoadReportClient start(GatewaySettings settings, LoadSource source) {
        var timing = settings.timing().stream();
        return LoadReportClient.start(new LoadReportClient.Setting(settings.identity().toNode(), settings.control(),
                timing,
                new FullJitter(timing.retryBase(), timing.retryCap(), settings.surroundings().random()),
                settings.surroundings().ticker(), settings.surroundings().clock()), source);
    }
}
