package io.spillway.drill.mock.scenario;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.Group;
import io.spillway.drill.mock.fleet.Ramp;
import io.spillway.drill.mock.fleet.Retry;
import io.spillway.drill.mock.fleet.Tls;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.session.SessionLimits;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;

/** Reads a MockScenario document. Everything that is wrong is found at once. */
final class ScenarioReader {

    private static final ScalarType<String> API_VERSION = ScalarType.text("spillway.io/v1", "",
            text -> text.equals("spillway.io/v1") ? text : null);
    private static final ScalarType<String> KIND = ScalarType.text("MockScenario", "",
            text -> text.equals("MockScenario") ? text : null);
    private static final ScalarType<String> GROUP_NAME = ScalarType.text(
            "name of a-z, 0-9, - with at most 40 characters",
            "", text -> text.matches("[a-z0-9]([a-z0-9-]{0,39})") ? text : null);
    private static final int MOST_CLIENTS = 100_000;
    private static final int MOST_THREADS = 64;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("localhost", 1);

    private ScenarioReader() {}

    static Scenario read(Decoder document) {
        document.required("apiVersion", API_VERSION);
        document.required("kind", KIND);
        String name = document.child("metadata", metadata -> metadata.required("name", ScalarType.SOME_TEXT));
        return document.child("spec", spec -> spec(name, spec));
    }

    private static Scenario spec(String name, Decoder spec) {
        List<InetSocketAddress> addresses = spec.list("addresses", Addresses.TYPE);
        if (addresses.isEmpty()) {
            spec.violation("addresses", "at least one host:port of a control plane");
        }
        Tls tls = spec.optionalChild("tls", ScenarioReader::tls);
        FleetSettings settings = new FleetSettings(addresses.isEmpty() ? List.of(NOWHERE) : addresses,
                spec.optional("threads", ScalarType.integer(1, MOST_THREADS), 2),
                spec.optional("seed", ScalarType.longInteger(0, Long.MAX_VALUE), 1L), tls);
        Scenario scenario = new Scenario(name, settings, spec.children("groups", ScenarioReader::group),
                spec.optional("hold", ScalarType.DURATION, Duration.ZERO),
                spec.optional("limit", ScalarType.DURATION, LIMIT));
        check(scenario, spec);
        return scenario;
    }

    private static void check(Scenario scenario, Decoder spec) {
        Set<String> names = new HashSet<>();
        if (scenario.groups().isEmpty()) {
            spec.violation("groups", "at least one group of clients");
        }
        for (Group group : scenario.groups()) {
            if (!names.add(group.name()) && !group.name().isEmpty()) {
                spec.violation("groups", "two groups " + group.name(), "each name once");
            }
        }
    }

    private static Tls tls(Decoder tls) {
        String authority = tls.optional("authority", ScalarType.SOME_TEXT);
        if (authority != null) {
            return Tls.Authority.of(Path.of(authority));
        }
        String certificate = tls.optional("cert", ScalarType.SOME_TEXT);
        String key = tls.optional("key", ScalarType.SOME_TEXT);
        if ((certificate == null) != (key == null)) {
            tls.violation(certificate == null ? "cert" : "key", "both cert and key, or neither");
        }
        return new Tls.Files(Path.of(tls.required("ca", ScalarType.SOME_TEXT)),
                certificate == null ? null : Path.of(certificate), key == null ? null : Path.of(key));
    }

    private static Group group(Decoder group) {
        int count = group.required("count", ScalarType.integer(1, MOST_CLIENTS));
        Protocol protocol = group.optional("protocol", ScalarType.lowerCaseChoice(Protocol.class), Protocol.DELTA);
        return new Group(group.required("name", GROUP_NAME), count, protocol,
                group.child("node", ScenarioReader::node, new NodeOctets("", "", Map.of())),
                group.child("ramp", ramp -> ramp(ramp, count), Ramp.NONE),
                group.optional("clientsPerConnection", ScalarType.integer(1, MOST_CLIENTS), 1),
                group.child("limits", ScenarioReader::limits, SessionLimits.DEFAULT),
                group.child("retry", ScenarioReader::retry, Retry.DEFAULT), StepReader.readAll(group, protocol));
    }

    private static NodeOctets node(Decoder node) {
        return new NodeOctets(node.optional("idc", ScalarType.SOME_TEXT, ""),
                node.optional("role", ScalarType.SOME_TEXT, ""), node.map("listeners", ScalarType.SOME_TEXT));
    }

    private static Ramp ramp(Decoder ramp, int count) {
        Double perSecond = ramp.optional("perSecond", ScalarType.number(0.1, 1e6));
        Duration over = ramp.optional("over", ScalarType.DURATION);
        double jitter = ramp.optional("jitter", ScalarType.number(0, 1), 0.0);
        if (perSecond != null && over == null) {
            return Ramp.perSecond(perSecond, count, jitter);
        }
        if (perSecond == null && over != null) {
            return new Ramp(over, jitter);
        }
        ramp.violation("one of perSecond and over");
        return Ramp.NONE;
    }

    private static SessionLimits limits(Decoder limits) {
        return new SessionLimits(
                limits.optional("answerWithin", ScalarType.DURATION, SessionLimits.DEFAULT.answerWithin()),
                limits.optional("grace", ScalarType.DURATION, SessionLimits.DEFAULT.grace()),
                limits.optional("orderedVersions", ScalarType.BOOL, false));
    }

    private static Retry retry(Decoder retry) {
        return new Retry(retry.optional("after", ScalarType.DURATION, Retry.DEFAULT.after()),
                retry.optional("versions", ScalarType.BOOL, true),
                retry.optional("address", StepReader.ADDRESS, Boolean.TRUE));
    }
}
