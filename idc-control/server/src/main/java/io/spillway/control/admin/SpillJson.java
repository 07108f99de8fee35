package io.spillway.control.admin;

import io.spillway.control.service.SpillView;

/** How requests are divided over IDCs, as JSON. Rates are per second, parts 0..1, times milliseconds since the epoch. */
final class SpillJson {

    private static final double THOUSAND = 1000;

    private SpillJson() {}

    static Json of(SpillView view) {
        return Json.object().put("service", view.service()).put("group", view.group()).put("byLoad", view.byLoad())
                .put("demandPerSecond", shown(view.demand())).put("capacityPerSecond", shown(view.capacity()))
                .put("declaredPerSecond", shown(view.declared())).put("home", shown(view.home()))
                .put("excessPerSecond", shown(view.excess()))
                .putAll("targets", view.targets(),
                        target -> Json.object().put("idc", target.idc())
                                .put("capacityPerSecond", shown(target.capacity())).put("part", shown(target.part())))
                .put("reason", view.reason()).putMillis("sinceUnixMillis", view.since()).put("node", view.node());
    }

    private static double shown(double figure) {
        return Math.round(figure * THOUSAND) / THOUSAND;
    }
}
