package io.spillway.model.validation;

import java.util.List;
import java.util.Map;

import io.spillway.model.document.Violation;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.PathChange;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.Rewrite;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.ValueMatch;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a gateway would Nack is refused before it is written. */
class DataPlaneLimitsTest {

    private final ResourceSet there = ResourceSet
            .of(List.of(Resource.of("a-primary", new ClusterSpec("idc-a", ClusterRole.PRIMARY))));

    @ParameterizedTest
    @ValueSource(strings = {"orders.internal", "0.0.0.0", "::", "224.0.0.1", "1.2.3", "1.2.3.999", "ff02::1", "1"})
    void aWorkloadIsWhereADataPlaneCanConnectTo(String address) {
        assertThat(messages("orders-1", workload(address))).containsExactly("/spec/address: \"" + address
                + "\" (expected: an IP address that can be connected to, since data planes look up no names)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.7", "127.0.0.1", "fd00::7", "unix:/run/orders.sock"})
    void anAddressIsTaken(String address) {
        assertThat(messages("orders-1", workload(address))).isEmpty();
    }

    @Test
    void theGatewaysOfAnIdcAreAddresses() {
        assertThat(messages("idc-b", new IdcSpec(null, null, List.of(), List.of("10.0.0.1:1", "gw.example:1"), 0)))
                .containsExactly(
                        "/spec/gateways/1: \"gw.example:1\" (expected: an IP address that can be connected to, "
                                + "since data planes look up no names)");
    }

    @Test
    void aRouteThatAGatewayCouldNotObeyIsRefused() {
        RouteMatch template = new RouteMatch(new PathMatch.Template("/a/{b}"), null,
                List.of(new ValueMatch(":method", ValueMatch.Operator.EXACT, "GET")), List.of());
        RouteMatch slashes = new RouteMatch(new PathMatch.Prefix("/a//"), null, List.of(), List.of());
        RouteSpec route = new RouteSpec(List.of("*"), List.of(template, slashes),
                List.of(new WeightedGroup("orders", "default", 1)), null,
                new Rewrite(new PathChange.Prefix("/c"), null), null);
        assertThat(messages("r", route)).containsExactly(
                "/spec/matches/0/path/template: \"/a/{b}\" (expected: an exact path or a prefix, because rewrite.prefix "
                        + "replaces what was matched)",
                "/spec/matches/0/headers/0/name: \":method\" (expected: the name of a header; for the method use method, "
                        + "for the host hosts)",
                "/spec/matches/1/path/prefix: \"/a//\" (expected: a prefix that ends in at most one /)");
    }

    private List<String> messages(String name, Spec spec) {
        WriteVerdict verdict = new WriteValidation(there, "idc-a").write(List.of(Resource.of(name, spec)));
        return verdict instanceof WriteVerdict.Invalid(List<Violation> violations)
                ? violations.stream().map(Violation::message).toList()
                : List.of();
    }

    private static WorkloadEntrySpec workload(String address) {
        return new WorkloadEntrySpec("orders", "default", "a-primary", address, 80, 100, WorkloadState.UP, Map.of(),
                null);
    }
}
