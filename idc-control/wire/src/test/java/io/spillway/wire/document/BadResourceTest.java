package io.spillway.wire.document;

import java.util.List;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Resource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said about a bad resource, to the letter. */
class BadResourceTest {

    @Test
    void unknownKeyWrongTypeAndImpossibleWeightAreNamedAtOnce() {
        assertThat(messages("""
                apiVersion: spillway.io/v1
                kind: Service
                metadata:
                  name: orders
                spec:
                  hosts: [orders.example]
                  drgroup: core
                  groups:
                  - name: default
                    weight: "10"
                  - name: canary
                    weight: 10001
                  policy:
                    timeout: 15
                """)).containsExactly("/spec/groups/0/weight: \"10\" (expected: integer 0..10000)",
                "/spec/groups/1/weight: 10001 (expected: integer 0..10000)",
                "/spec/policy/timeout: 15 (expected: duration as in 250ms, 2s, 5m)",
                "/spec/drgroup: unknown key (expected: one of hosts, selector, groups, protocol, listener, drGroup, policy, exportTo; "
                        + "did you mean drGroup?)");
    }

    @Test
    void aServiceSpeaksWhatGatewaysCanSpeak() {
        assertThat(messages("""
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: orders}
                spec:
                  hosts: [orders.example]
                  protocol: HTTP3
                """)).containsExactly("/spec/protocol: \"HTTP3\" (expected: one of HTTP1, HTTP2, TCP)");
    }

    @Test
    void aHealthCheckSaysWhatItAsksAndNothingThatItDoesNotUse() {
        assertThat(messages(service("""
                healthCheck: {path: /live}
                """))).containsExactly("/spec/policy/healthCheck/type: missing (expected: one of http, tcp, grpc)");
        assertThat(messages(service("""
                healthCheck: {type: http, path: live, statuses: [200, 2xx, 299-200, 99], service: orders}
                """))).containsExactly(
                "/spec/policy/healthCheck/path: \"live\" (expected: path that begins with a slash, of visible ASCII without #)",
                "/spec/policy/healthCheck/statuses/1: \"2xx\" (expected: status 100..599, or a range as in 200-299)",
                "/spec/policy/healthCheck/statuses/2: \"299-200\" (expected: status 100..599, or a range as in 200-299)",
                "/spec/policy/healthCheck/statuses/3: 99 (expected: status 100..599, or a range as in 200-299)",
                "/spec/policy/healthCheck/service: there (expected: nothing: only checks of type grpc have it)");
        assertThat(messages(service("""
                healthCheck: {type: tcp, interval: 1s, timeout: 2s}
                """))).containsExactly("/spec/policy/healthCheck/timeout: 2s (expected: at most interval, 1s)");
        assertThat(messages(service("""
                healthCheck: {type: grpc, interval: 50ms, timeout: 5ms, jitterPercent: 51}
                """))).containsExactly("/spec/policy/healthCheck/jitterPercent: 51 (expected: integer 0..50)");
        assertThat(messages(service("""
                healthCheck: {type: grpc, interval: 50ms, timeout: 5ms}
                """))).containsExactly("/spec/policy/healthCheck/interval: 50ms (expected: 100ms to 1h)",
                "/spec/policy/healthCheck/timeout: 5ms (expected: at least 10ms)");
    }

    private static String service(String policy) {
        return """
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: orders}
                spec:
                  hosts: [orders.example]
                  policy:
                """ + policy.indent(4);
    }

    @Test
    void aHedgeIsOneOfTheAttemptsThatThereMayBe() {
        assertThat(messages("""
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: orders}
                spec:
                  hosts: [orders.example]
                  policy:
                    retries: {limit: 0}
                    hedge: {percentile: 95}
                """)).containsExactly("/spec/policy/hedge: with retries.limit 0 (expected: a limit of at least 1, "
                + "as a hedge is one of its attempts)");
        assertThat(messages("""
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: orders}
                spec:
                  hosts: [orders.example]
                  policy:
                    hedge: {percentile: 100}
                """)).containsExactly("/spec/policy/hedge/percentile: 100 (expected: integer 50..99)");
    }

    @Test
    void aServiceKeepsItsUsersTogetherByOneKeyAndATcpServiceKnowsNone() {
        String service = """
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: orders}
                spec:
                  hosts: [orders.example]
                """;
        assertThat(messages(service + "  policy: {sticky: {header: x-user, cookie: sid}}\n")).containsExactly(
                "/spec/policy/sticky: mapping (expected: one of header, cookie, query, clientAddress: true)");
        assertThat(messages(service + "  protocol: TCP\n  policy: {sticky: {clientAddress: true}}\n")).containsExactly(
                "/spec/policy: with sticky (expected: no sticky with protocol TCP: a connection has no user)");
    }

    @Test
    void violationsHaveTheirPlaceInTheText() {
        Decoded<List<Resource>> decoded = ResourceDocuments.parse("""
                apiVersion: spillway.io/v1
                kind: Cluster
                metadata: {name: a}
                spec:
                  idc: idc-a
                  role: primary
                """);
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Invalid.class, invalid -> {
            Violation violation = (Violation) invalid.violations().getFirst();
            assertThat(violation.message()).isEqualTo("/spec/role: \"primary\" (expected: one of PRIMARY, REMOTE)");
            assertThat(violation.position()).hasToString("6:3");
        });
    }

    @Test
    void aShiftWhoseWeightsDoNotSumToHundred() {
        assertThat(messages(shift("{idc-a: 50, idc-b: 40}"))).containsExactly(
                "/spec/weights: sum 90 (expected: percent per IDC, sum 100)");
        assertThat(messages(shift("{idc-a: 101}")))
                .containsExactly("/spec/weights/idc-a: 101 (expected: integer 0..100)");
        assertThat(messages(shift("{idc-a: 99.5, idc-b: 1}")))
                .containsExactly("/spec/weights/idc-a: 99.5 (expected: integer 0..100)");
        assertThat(messages(shift("{}"))).containsExactly(
                "/spec/weights: missing (expected: percent per IDC, sum 100)");
    }

    @Test
    void limitsThatMeanNothing() {
        String group = """
                apiVersion: spillway.io/v1
                kind: DrGroup
                metadata: {name: core}
                spec:
                  idcs: [idc-a]
                  limits: %s
                """;
        assertThat(messages(group.formatted("{moves: FROZEN, approveAbove: 101, unfreeze: x}")))
                .containsExactlyInAnyOrder(
                        "/spec/limits/moves: \"FROZEN\" (expected: one of allowed, frozen)",
                        "/spec/limits/approveAbove: 101 (expected: integer 0..100)",
                        "/spec/limits/unfreeze: unknown key (expected: one of moves, frozenBecause, freeze, approveAbove, "
                                + "automatic; did you mean freeze?)");
        assertThat(
                messages(group.formatted("{freeze: [{from: \"2026-12-27T00:00:00Z\", until: \"2026-12-24T00:00:00Z\", "
                        + "reason: Christmas}]}")))
                .containsExactly("/spec/limits/freeze/0/until: \"2026-12-24T00:00:00Z\" "
                        + "(expected: a time after from, which is 2026-12-27T00:00:00Z)");
    }

    @Test
    void aShiftIsNamedAfterItsScope() {
        assertThat(messages(shift("{idc-a: 100}").replace("drgroup.core", "mine"))).containsExactly(
                "/metadata/name: \"mine\" (expected: drgroup.core, after the scope)");
        assertThat(messages(shift("{idc-a: 100}").replace("{drGroup: core}", "{drGroup: core, idc: idc-a}")))
                .containsExactly("/spec/scope: mapping (expected: one of drGroup, service, idc)");
    }

    @Test
    void aDocumentThatIsNoResource() {
        assertThat(messages("apiVersion: v2\nkind: Servce\nmetadata: {name: A}\nspec: {x: 1}\n")).containsExactly(
                "/apiVersion: \"v2\" (expected: one of spillway.io/v1)",
                "/kind: \"Servce\" (expected: one of Idc, Cluster, Service, WorkloadEntry, DrGroup, Route, TrafficShift, "
                        + "SwitchOver, Drill, ServiceEntry)",
                "/metadata/name: \"A\" (expected: name of a-z, 0-9, '-' and '.', beginning and ending with a letter or "
                        + "digit, at most 128 characters)");
        assertThat(messages("just text")).containsExactly("document: \"just text\" (expected: mapping)");
        assertThat(messages("kind: Drill")).containsExactly("/apiVersion: missing (expected: one of spillway.io/v1)",
                "/metadata: missing (expected: mapping)", "/spec: missing (expected: mapping)");
    }

    @Test
    void severalDocumentsAreAllOrNothingAndNumbered() {
        String good = "apiVersion: spillway.io/v1\nkind: Cluster\nmetadata: {name: a}\nspec: {idc: i, role: REMOTE}\n";
        assertThat(messages(good + "---\n" + good.replace("REMOTE", "remote").replace(": a}", ": b}")))
                .containsExactly("/1/spec/role: \"remote\" (expected: one of PRIMARY, REMOTE)");
        assertThat(messages(good + "---\n" + good)).containsExactly(
                "/1: Cluster a a second time (expected: each resource once)");
    }

    @Test
    void aRouteHasGroupsOrARedirect() {
        String route = """
                apiVersion: spillway.io/v1
                kind: Route
                metadata: {name: r}
                spec:
                  hosts: [a.example]
                """;
        assertThat(messages(route))
                .containsExactly("/spec/groups: missing (expected: at least one group, or a redirect)");
        assertThat(messages(route + "  groups: [{service: a, weight: 0}]\n")).containsExactly(
                "/spec/groups: sum of weights 0 (expected: at least one group with a weight above 0)");
        assertThat(messages(route + "  groups: [{service: a}]\n  redirect: {host: b.example}\n")).containsExactly(
                "/spec/redirect: mapping (expected: either groups or a redirect)");
        assertThat(messages(route + "  groups: [{service: a}]\n  matches: [{path: {prefix: /a, exact: /b}}]\n"))
                .containsExactly("/spec/matches/0/path: mapping (expected: one of exact, prefix, template)");
        assertThat(messages(route + "  groups: [{service: a}]\n  matches: [{path: {template: '/a/{b'}}]\n"))
                .contains(
                        "/spec/matches/0/path/template: \"/a/{b\" (expected: path of segments that are text, {name} or, "
                                + "at the end, ** or {name=**})");
    }

    @Test
    void whatARouteDoesWithItsRequestsIsNamedToTheLetter() {
        String route = """
                apiVersion: spillway.io/v1
                kind: Route
                metadata: {name: r}
                spec:
                  hosts: [a.example]
                  groups: [{service: a}]
                """;
        assertThat(messages(route + "  fault: {abort: {status: 503}}\n")).containsExactly(
                "/spec/fault/ttl: missing (expected: either ttl, as in 10m, or expires: a fault always ends by itself)");
        assertThat(messages(route + "  fault: {ttl: 10m}\n"))
                .containsExactly("/spec/fault: mapping (expected: at least one of delay, abort)");
        assertThat(messages(route + "  fault: {ttl: 1m, abort: {status: 200, percent: 101}}\n")).containsExactly(
                "/spec/fault/abort/status: 200 (expected: integer 400..599)",
                "/spec/fault/abort/percent: 101 (expected: percent 0.0001..100)");
        assertThat(messages(route + "  requestHeaders: {set: [{name: Content-Length, value: '1'}]}\n")).containsExactly(
                "/spec/requestHeaders/set/0/name: \"Content-Length\" (expected: a header that does not frame the message)");
        assertThat(
                messages(route + "  responseHeaders: {add: [{name: te, value: x}], remove: [x-spillway-idc, host]}\n"))
                .containsExactly(
                        "/spec/responseHeaders/add/0/name: \"te\" (expected: a header that is not of one connection "
                                + "only (hop-by-hop))",
                        "/spec/responseHeaders/remove: \"x-spillway-idc\" (expected: a header that gateways do not "
                                + "write themselves)",
                        "/spec/responseHeaders/remove: \"host\" (expected: rewrite.host for the host)");
        assertThat(messages(route + "  sticky: {header: a, cookie: b}\n")).containsExactly(
                "/spec/sticky: mapping (expected: one of header, cookie, query, clientAddress: true)");
        assertThat(messages(route + "  sticky: {header: a, ttl: 1h}\n")).containsExactly(
                "/spec/sticky/ttl: \"1h\" (expected: nothing: only a cookie is given to clients)");
        assertThat(messages(route + "  rewrite: {prefix: /a, path: /b}\n"))
                .containsExactly("/spec/rewrite: mapping (expected: at most one of prefix, path, template)");
        assertThat(messages(route + "  matches: [{query: [{name: a, exact: b, invert: true}]}]\n")).containsExactly(
                "/spec/matches/0/query/0/invert: true (expected: nothing: xDS has no inverted condition on a query "
                        + "parameter)");
        assertThat(messages(route.replace("groups: [{service: a}]", "redirect: {status: 301}"))).containsExactly(
                "/spec/redirect: mapping (expected: at least one of scheme, host, port, path, prefix, "
                        + "stripQuery: true)");
    }

    @Test
    void aWorkloadHasAnAddress() {
        String workload = """
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: w}
                spec:
                  service: orders
                  cluster: a
                """;
        assertThat(messages(workload + "  address: 10.0.0.1\n  port: 0\n  state: up\n")).containsExactly(
                "/spec/port: 0 (expected: integer 1..65535)",
                "/spec/state: \"up\" (expected: one of DOWN, DRAINING, UP)");
        assertThat(messages(workload + "  address: unix:/run/a.sock\n  port: 80\n")).containsExactly(
                "/spec/port: 80 (expected: no port, because the address is a path)");
    }

    @Test
    void statusIsTheSystemsAndNotJudged() {
        assertThat(ResourceDocuments.parse("""
                apiVersion: spillway.io/v1
                kind: Cluster
                metadata: {name: a, revision: 7}
                spec: {idc: i, role: REMOTE}
                status: {anything: [1, 2]}
                """)).isInstanceOf(Decoded.Valid.class);
    }

    private static String shift(String weights) {
        return """
                apiVersion: spillway.io/v1
                kind: TrafficShift
                metadata: {name: drgroup.core}
                spec:
                  scope: {drGroup: core}
                  reason: test
                  weights: %s
                """.formatted(weights);
    }

    private static List<String> messages(String text) {
        return switch (ResourceDocuments.parse(text)) {
            case Decoded.Invalid<List<Resource>>(List<Violation> violations) -> violations.stream()
                    .map(Violation::message).toList();
            case Decoded.Valid<List<Resource>> valid -> List.of("valid: " + valid.value());
        };
    }
}
