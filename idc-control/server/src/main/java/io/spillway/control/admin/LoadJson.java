package io.spillway.control.admin;

import java.util.TreeMap;

import io.spillway.control.service.LoadReport;

/** The load report of a node as JSON. Rates are per second, times milliseconds since the epoch. */
final class LoadJson {

    private static final double THOUSAND = 1000;

    private LoadJson() {}

    static Json of(LoadReport report) {
        return Json.object().put("idc", report.idc()).put("node", report.node()).putMillis("unixMillis", report.at())
                .put("everyMillis", report.every().toMillis())
                .putAll("reporters", report.reporters(),
                        reporter -> Json.object().put("node", reporter.node()).put("role", reporter.role())
                                .putMillis("heardUnixMillis", reporter.heardAt()))
                .putAll("services", report.services(), LoadJson::service)
                .putAll("spills", report.spills(), SpillJson::of).put("silent", report.silent());
    }

    private static Json service(LoadReport.ServiceLoad load) {
        Json drops = Json.object();
        new TreeMap<>(load.drops()).forEach((category, rate) -> drops.put(category, shown(rate)));
        return rates(Json.object().put("service", load.service()), load.rates()).put("dropsPerSecond", drops)
                .put("nodes", load.nodes()).putMillis("heardUnixMillis", load.heardAt())
                .putAll("targets", load.targets(), LoadJson::target);
    }

    private static Json target(LoadReport.TargetLoad load) {
        return rates(Json.object().put("idc", load.idc()), load.rates()).put("nodes", load.nodes())
                .putMillis("heardUnixMillis", load.heardAt()).putAll("localities", load.localities(),
                        LoadJson::locality);
    }

    private static Json locality(LoadReport.LocalityLoad load) {
        Json place = Json.object().put("group", load.group()).put("cluster", load.cluster())
                .put("region", load.region()).put("deployment", load.deployment()).put("priority", load.priority());
        return rates(place, load.rates()).put("nodes", load.nodes()).putMillis("heardUnixMillis", load.heardAt());
    }

    private static Json rates(Json object, LoadReport.Rates rates) {
        return object.put("requestsPerSecond", shown(rates.requests()))
                .put("successesPerSecond", shown(rates.successes())).put("errorsPerSecond", shown(rates.errors()))
                .put("inFlight", rates.inFlight());
    }

    /** Thousandths are enough, and a column of them can be read. */
    private static double shown(double rate) {
        return Math.round(rate * THOUSAND) / THOUSAND;
    }
}
