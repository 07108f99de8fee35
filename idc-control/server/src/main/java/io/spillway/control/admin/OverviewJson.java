package io.spillway.control.admin;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.spillway.control.overview.Overview;
import io.spillway.control.overview.Overview.Gateways;
import io.spillway.control.overview.Overview.IdcView;
import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;

/** The shape of the overview. Every key is always there; what is not known is null. Times are RFC 3339. */
final class OverviewJson {

    private static final double TENTHS = 10;
    private static final double HUNDREDTHS = 100;

    private OverviewJson() {}

    static Json of(Overview overview) {
        return Json.object().put("idc", overview.idc()).put("node", overview.node())
                .put("at", overview.at().toString()).put("ready", overview.ready())
                .put("registry", Json.object().put("connected", overview.connected())
                        .put("revision", overview.revision()))
                .putAll("idcs", overview.idcs(), OverviewJson::idc)
                .putAll("edges", overview.edges(), edge -> Json.object().put("from", edge.from()).put("to", edge.to())
                        .put("requestsPerSecond", rounded(edge.requestsPerSecond(), TENTHS))
                        .put("successPercent", rounded(edge.successPercent(), HUNDREDTHS)))
                .putAll("shifts", overview.shifts(), OverviewJson::shift)
                .putAll("switchOvers", overview.switchOvers(), move -> Json.object().put("name", move.name())
                        .put("state", move.state()).putTexts("from", move.from()).putTexts("to", move.to())
                        .put("position", move.position()).put("since", text(move.since())))
                .putAll("drills", overview.drills(), drill -> Json.object().put("name", drill.name())
                        .put("state", drill.state()).put("since", drill.since()))
                .putAll("alerts", overview.alerts(), alert -> Json.object()
                        .put("severity", alert.severity().name().toLowerCase(Locale.ROOT)).put("name", alert.name())
                        .put("subject", alert.subject()).put("text", alert.text()).put("since", text(alert.since())));
    }

    private static Json idc(IdcView idc) {
        Gateways gateways = idc.gateways();
        Json json = Json.object().put("name", idc.name()).put("region", idc.region()).put("center", idc.center())
                .put("here", idc.here()).put("capacity", number(idc.capacity()))
                .put("requestsPerSecond", rounded(idc.requestsPerSecond(), TENTHS))
                .put("successPercent", rounded(idc.successPercent(), HUNDREDTHS));
        if (gateways == null) {
            json.put("gateways", (String) null);
        } else {
            json.put("gateways",
                    Json.object().put("connected", gateways.connected()).put("synced", gateways.synced()));
        }
        return json
                .put("link", Json.object().put("state", idc.link().state().name())
                        .put("ageMs", millis(idc.link().age())).put("lagMs", millis(idc.link().lag())))
                .put("path", Json.object().put("state", idc.path().state().name())
                        .put("reaching", number(idc.path().reaching())).put("of", number(idc.path().of())))
                .put("service", Json.object().put("state", idc.service().state().name())
                        .put("healthyPercent", rounded(idc.service().healthyPercent(), TENTHS))
                        .putTexts("weak", idc.service().weak()));
    }

    private static Json shift(Overview.Shift shift) {
        Json weights = Json.object();
        shift.weights().forEach((idc, percent) -> weights.put(idc, percent.longValue()));
        return Json.object().put("scope", shift.scope()).put("weights", weights)
                .putTexts("excluded", List.copyOf(shift.excluded())).put("generation", shift.generation())
                .put("author", shift.author()).put("reason", shift.reason()).put("expires", text(shift.expires()));
    }

    private static Tree number(@Nullable Number value) {
        return value == null
                ? new Tree.Scalar(null, io.spillway.model.document.Position.NONE)
                : Tree.number(value.longValue());
    }

    private static Tree millis(@Nullable Duration duration) {
        return number(duration == null ? null : Long.valueOf(duration.toMillis()));
    }

    private static @Nullable Double rounded(@Nullable Double value, double parts) {
        return value == null ? null : Double.valueOf(Math.round(value * parts) / parts);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
