package io.spillway.wire.document;

import java.util.Iterator;
import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Durations;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.HealthProbe;
import io.spillway.model.resource.HealthProbe.StatusRange;
import org.jspecify.annotations.Nullable;

/** Fields of a Service's policy about health checks. */
final class HealthFields {

    private static final String HTTP = "http";
    private static final String TCP = "tcp";
    private static final String GRPC = "grpc";
    private static final long SHORTEST_INTERVAL_MILLIS = 100;
    private static final long LONGEST_INTERVAL_MILLIS = 60 * 60 * 1000;
    private static final long SHORTEST_TIMEOUT_MILLIS = 10;
    private static final int LONGEST_NAME = 253;
    private static final int FIRST_STATUS = 100;
    private static final int LAST_STATUS = 599;
    private static final ScalarType<Integer> THRESHOLD = ScalarType.integer(1, 100);
    private static final ScalarType<Integer> JITTER = ScalarType.integer(0, 50);
    private static final ScalarType<String> PATH = ScalarType.text(
            "path that begins with a slash, of visible ASCII without #", "/", HealthFields::path);
    private static final ScalarType<String> NAME = ScalarType.text("name of a gRPC service, at most 253 visible ASCII",
            "", text -> text.length() <= LONGEST_NAME && visible(text) ? text : null);
    private static final ScalarType<StatusRange> STATUSES = new ScalarType<>(
            "status 100..599, or a range as in 200-299",
            new StatusRange(FIRST_STATUS, LAST_STATUS), HealthFields::statuses);

    private HealthFields() {}

    static HealthCheck read(Decoder check) {
        HealthCheck or = HealthCheck.DEFAULTS;
        HealthCheck read = new HealthCheck(readProbe(check),
                check.optional("interval", PolicyFields.SOME_DURATION, or.interval()),
                check.optional("timeout", PolicyFields.SOME_DURATION, or.timeout()),
                check.optional("unhealthyThreshold", THRESHOLD, or.unhealthyThreshold()),
                check.optional("healthyThreshold", THRESHOLD, or.healthyThreshold()),
                check.optional("jitterPercent", JITTER, or.jitterPercent()));
        if (check.clean()) {
            checkTimes(check, read);
        }
        return read;
    }

    private static void checkTimes(Decoder check, HealthCheck read) {
        long interval = read.interval().toMillis();
        if (interval < SHORTEST_INTERVAL_MILLIS || interval > LONGEST_INTERVAL_MILLIS) {
            check.violation("interval", Durations.format(read.interval()), "100ms to 1h");
        }
        if (read.timeout().compareTo(read.interval()) > 0) {
            check.violation("timeout", Durations.format(read.timeout()),
                    "at most interval, " + Durations.format(read.interval()));
        } else if (read.timeout().toMillis() < SHORTEST_TIMEOUT_MILLIS) {
            check.violation("timeout", Durations.format(read.timeout()), "at least 10ms");
        }
    }

    private static HealthProbe readProbe(Decoder check) {
        String type = check.required("type", ScalarType.text("one of http, tcp, grpc", TCP,
                word -> List.of(HTTP, TCP, GRPC).contains(word) ? word : null));
        String path = check.optional("path", PATH);
        String host = check.optional("host", Addresses.AUTHORITY);
        List<StatusRange> statuses = check.list("statuses", STATUSES);
        Boolean tls = check.optional("tls", ScalarType.BOOL);
        String service = check.optional("service", NAME);
        boolean known = check.has("type");
        if (known && !type.equals(HTTP)) {
            only(check, "path", path != null, HTTP);
            only(check, "host", host != null, HTTP);
            only(check, "statuses", !statuses.isEmpty(), HTTP);
            only(check, "tls", tls != null, HTTP);
        }
        if (known && !type.equals(GRPC)) {
            only(check, "service", service != null, GRPC);
        }
        return switch (type) {
            case HTTP -> new HealthProbe.Http(path == null ? "/" : path, host,
                    statuses.isEmpty() ? HealthProbe.Http.SUCCESSES : statuses, tls != null && tls);
            case GRPC -> new HealthProbe.Grpc(service == null ? "" : service);
            default -> new HealthProbe.Tcp();
        };
    }

    private static void only(Decoder check, String key, boolean there, String type) {
        if (there) {
            check.violation(key, "there", "nothing: only checks of type " + type + " have it");
        }
    }

    static Tree write(HealthCheck check) {
        Fields fields = new Fields().text("type", check.probe().word());
        switch (check.probe()) {
            case HealthProbe.Http http -> {
                fields.text("path", http.path()).text("host", http.host()).items("statuses", http.statuses(),
                        HealthFields::write);
                if (http.tls()) {
                    fields.bool("tls", true);
                }
            }
            case HealthProbe.Tcp _ -> {
            }
            case HealthProbe.Grpc(String service) -> fields.text("service", service.isEmpty() ? null : service);
        }
        return fields.duration("interval", check.interval()).duration("timeout", check.timeout())
                .number("unhealthyThreshold", check.unhealthyThreshold())
                .number("healthyThreshold", check.healthyThreshold()).number("jitterPercent", check.jitterPercent())
                .tree();
    }

    private static Tree write(StatusRange range) {
        return range.first() == range.last()
                ? Tree.number(range.first())
                : Tree.text(range.first() + "-" + range.last());
    }

    private static @Nullable StatusRange statuses(Object scalar) {
        String text = scalar instanceof Long ? scalar.toString() : scalar instanceof String written ? written : "";
        Iterator<String> ends = List.of(text.split("-", -1)).iterator();
        int first = status(ends.next());
        int last = ends.hasNext() ? status(ends.next()) : first;
        return ends.hasNext() || first < 0 || last < first ? null : new StatusRange(first, last);
    }

    /** Returns a status, or -1. */
    private static int status(String text) {
        boolean digits = text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int status = digits ? Integer.parseInt(text) : -1;
        return status >= FIRST_STATUS && status <= LAST_STATUS ? status : -1;
    }

    private static @Nullable String path(String text) {
        return text.startsWith("/") && visible(text) && text.indexOf('#') < 0 ? text : null;
    }

    private static boolean visible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
