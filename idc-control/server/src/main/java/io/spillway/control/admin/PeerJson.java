package io.spillway.control.admin;

import java.time.Duration;

import io.spillway.control.service.StatusReport.LinkView;
import io.spillway.control.service.StatusReport.PathView;
import io.spillway.control.service.StatusReport.ServiceView;
import org.jspecify.annotations.Nullable;

/** The three parts of what is known of another IDC, in JSON. */
final class PeerJson {

    private PeerJson() {}

    static Json link(LinkView view) {
        Json link = Json.object().put("connected", view.connected());
        millis(link, "ageMillis", view.age());
        millis(link, "lagMillis", view.lag());
        return link.put("by", view.by());
    }

    static Json path(PathView view) {
        return Json.object().put("usable", view.usable()).put("lost", view.lost()).put("unknown", view.unknown())
                .putMillis("lostSinceUnixMillis", view.lostSince()).putTexts("lostBy", view.lostBy());
    }

    static Json service(ServiceView view) {
        return Json.object().put("services", view.services()).put("declared", view.declared())
                .put("healthy", view.healthy()).put("capacity", view.capacity())
                .put("healthyCapacity", view.healthyCapacity()).put("demand", view.demand());
    }

    private static void millis(Json into, String name, @Nullable Duration time) {
        var _ = time == null ? into.put(name, (String) null) : into.put(name, Math.max(0, time.toMillis()));
    }
}
