package io.spillway.control.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Decision;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Judgement;
import io.spillway.control.access.Role;
import io.spillway.control.access.Target;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.resource.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every address of the OpenAPI document, by every role in every scope. Who may what is written down here a second time, by hand:
 * an address that is described and not listed here, or has no rule, fails.
 */
class AccessMatrixTest {

    private static final String IDC = "idc-a";
    private static final Set<Role> ALL = Set.of(Role.values());
    private static final Set<Role> ADMINS = Set.of(Role.ADMIN, Role.BREAKGLASS);
    private static final Set<Role> OPERATORS = Set.of(Role.OPERATOR, Role.ADMIN, Role.BREAKGLASS);
    private static final Set<Role> DRILLERS = Set.of(Role.DRILL, Role.OPERATOR, Role.ADMIN, Role.BREAKGLASS);

    private static final Map<String, Set<Role>> EXPECTED = expected();
    private final Judgement judgement = new Judgement(IDC);

    private static Map<String, Set<Role>> expected() {
        Map<String, Set<Role>> expected = new TreeMap<>();
        for (String path : List.of("/openapi.json", "/v1/approvals", "/v1/audit/heads", "/v1/status", "/v1/check",
                "/v1/delivery", "/v1/history",
                "/v1/load",
                "/v1/events", "/v1/overview", "/v1/audit", "/v1/audit/refused")) {
            expected.put("GET " + path, ALL);
        }
        expected.put("POST /v1/explain", ALL);
        expected.put("POST /v1/apply", DRILLERS);
        expected.put("POST /v1/registry/accept", ADMINS);
        expected.put("POST /v1/audit/prune", ADMINS);
        expected.put("POST /v1/sync/release", OPERATORS);
        expected.put("POST /v1/vantage", OPERATORS);
        // At the door: what is not of a drill needs an operator, as SwitchOverApiTest has it.
        expected.put("POST /v1/switchovers", DRILLERS);
        expected.put("GET /v1/switchovers/{id}/progress", ALL);
        for (String said : List.of("check", "start", "pause", "resume", "rollback", "abort")) {
            expected.put("POST /v1/switchovers/{id}/" + said, DRILLERS);
        }
        for (String said : List.of("run", "abort", "runs/{run}/take", "runs/{run}/beat", "runs/{run}/report",
                "runs/{run}/fault",
                "runs/{run}/heal")) {
            expected.put("POST /v1/drills/{name}/" + said, DRILLERS);
        }
        for (String said : List.of("force-end", "extend", "take-over")) {
            expected.put("POST /v1/switchovers/{id}/" + said, OPERATORS);
        }
        // Who breaks glass does not say yes to others.
        expected.put("POST /v1/approvals/{id}/approve", Set.of(Role.APPROVER, Role.ADMIN));
        expected.put("POST /v1/switchovers/{id}/approve", Set.of(Role.APPROVER, Role.ADMIN));
        for (Kind kind : Kind.values()) {
            expected.put("GET /v1/" + kind.plural(), ALL);
            expected.put("GET /v1/" + kind.plural() + "/{name}", ALL);
            Set<Role> writers = switch (kind) {
                case IDC, CLUSTER, DR_GROUP -> ADMINS;
                case DRILL -> DRILLERS;
                default -> OPERATORS;
            };
            expected.put("PUT /v1/" + kind.plural() + "/{name}", writers);
            expected.put("DELETE /v1/" + kind.plural() + "/{name}", writers);
        }
        return expected;
    }

    /** Returns every described call, those of resources once for each kind. */
    private static List<Call> described() throws Exception {
        List<Call> calls = new ArrayList<>();
        for (String address : OpenApiTest.described()) {
            String method = address.substring(0, address.indexOf(' '));
            String path = address.substring(address.indexOf(' ') + 1);
            if (path.contains("{kind}")) {
                for (Kind kind : Kind.values()) {
                    calls.add(new Call(method, path, kind, path.contains("{name}") ? "x" : null));
                }
            } else {
                calls.add(new Call(method, path, null, null));
            }
        }
        return calls;
    }

    private static String shown(Call call) {
        Kind kind = call.kind();
        return call.method() + " " + (kind == null ? call.path() : call.path().replace("{kind}", kind.plural()));
    }

    private static Set<Role> whoMay(Call call) {
        Set<Role> roles = EXPECTED.get(shown(call));
        if (roles == null) {
            throw new AssertionError(shown(call) + ": who may make this call? (expected: a line in this test)");
        }
        return roles;
    }

    private static Caller caller(Grant... grants) {
        return new Caller("token/t", "p", Caller.By.TOKEN, "127.0.0.1", List.of(grants));
    }

    @Test
    void everyDescribedAddressIsForExactlyTheRolesListedHere() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (Call call : described()) {
            Set<Role> wanted = whoMay(call);
            seen.add(shown(call));
            for (Role role : Role.values()) {
                for (Set<String> idcs : List.of(Set.<String>of(), Set.of(IDC), Set.of("idc-b"), Set.of("idc-b", IDC))) {
                    for (Set<String> groups : List.of(Set.<String>of(), Set.of("orders"))) {
                        Grant grant = new Grant(role, groups, idcs);
                        boolean allowed = wanted.contains(role) && (idcs.isEmpty() || idcs.contains(IDC));
                        assertThat(judgement.door(caller(grant), call) instanceof Decision.Allow)
                                .as(grant + ": " + shown(call)).isEqualTo(allowed);
                    }
                }
            }
            assertThat(judgement.door(caller(), call)).as("no role: " + shown(call)).isInstanceOf(Decision.Deny.class);
        }
        assertThat(seen).isEqualTo(EXPECTED.keySet());
    }

    @Test
    void everyWriteIsBoundByItsDrGroup() throws Exception {
        for (Call call : described()) {
            boolean ofSwitchOvers = call.method().equals("POST")
                    && (call.path().startsWith("/v1/switchovers") || call.path().startsWith("/v1/drills"));
            if (!call.method().equals("PUT") && !call.method().equals("DELETE") && !ofSwitchOvers) {
                continue;
            }
            for (Role role : whoMay(call)) {
                Caller bound = caller(new Grant(role, Set.of("orders"), Set.of()));
                assertThat(allows(bound, call, new Target("orders", null))).as(role + " " + shown(call)).isTrue();
                assertThat(allows(bound, call, new Target("payments", null))).as(role + " " + shown(call)).isFalse();
                assertThat(allows(bound, call, new Target(null, null))).as(role + " " + shown(call)).isFalse();
                Caller here = caller(new Grant(role, Set.of(), Set.of(IDC)));
                assertThat(allows(here, call, new Target(null, IDC))).as(role + " " + shown(call)).isTrue();
                assertThat(allows(here, call, new Target(null, "idc-b"))).as(role + " " + shown(call)).isFalse();
            }
        }
    }

    private boolean allows(Caller caller, Call call, Target target) {
        return judgement.touching(caller, call, List.of(target)) instanceof Decision.Allow;
    }

    @Test
    void aRoleAndAScopeOfTwoGrantsDoNotAddUp() {
        Caller two = caller(new Grant(Role.OPERATOR, Set.of("orders"), Set.of()),
                new Grant(Role.VIEWER, Set.of("payments"), Set.of()));
        Call put = Call.put(Kind.SERVICE, "x");
        assertThat(allows(two, put, new Target("payments", null))).isFalse();
        assertThat(judgement.touching(two, put, List.of(new Target("orders", null), new Target("payments", null))))
                .isEqualTo(new Decision.Deny("PUT /v1/services/x: token/t has operator of drGroups orders; viewer of "
                        + "drGroups payments (expected: role operator for DrGroup payments in idc-a)", "operator", IDC,
                        "payments"));
    }

    @Test
    void whatStandsInNoRuleIsForNobody() {
        Caller admin = caller(Grant.everywhere(Role.ADMIN), Grant.everywhere(Role.BREAKGLASS));
        for (Call call : List.of(new Call("GET", "/v1/secrets", null, null),
                new Call("PATCH", "/v1/status", null, null),
                new Call("OPTIONS", "/v1/{kind}/{name}", Kind.SERVICE, "x"),
                new Call("PUT", "/v1/{kind}/{name}", null, "x"), new Call("get", "/v1/status", null, null))) {
            assertThat(judgement.door(admin, call)).as(call.toString()).isInstanceOfSatisfying(Decision.Deny.class,
                    deny -> assertThat(deny.reason()).endsWith("no rule lets anybody make this call"));
        }
    }

    @Test
    void aWorkloadTouchesItsOwnEntryOnly() throws Exception {
        SpiffeId id = new SpiffeId("spillway", IDC, SpiffeId.Role.WORKLOAD, "orders-1");
        for (Call call : described()) {
            for (String name : List.of("orders-1", "orders-2")) {
                Call named = new Call(call.method(), call.path(), call.kind(), call.name() == null ? null : name);
                boolean own = named.kind() == Kind.WORKLOAD_ENTRY && "orders-1".equals(named.name());
                assertThat(judgement.door(workload(id), named) instanceof Decision.Allow).as(named.toString())
                        .isEqualTo(own);
            }
        }
        SpiffeId elsewhere = new SpiffeId("spillway", "idc-b", SpiffeId.Role.WORKLOAD, "orders-1");
        assertThat(judgement.door(workload(elsewhere), Call.put(Kind.WORKLOAD_ENTRY, "orders-1")))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void whoHasTheTokenOfAllSaysYesToNothingAndDoesAllElse() throws Exception {
        Caller anybody = new Caller("apiToken", "apiToken", Caller.By.API_TOKEN, "127.0.0.1",
                List.of(Grant.everywhere(Role.ADMIN)));
        for (Call call : described()) {
            assertThat(judgement.door(anybody, call) instanceof Decision.Allow).as(shown(call))
                    .isEqualTo(!call.path().endsWith("/approve"));
        }
    }

    private static Caller workload(SpiffeId id) {
        return new Caller(id.uri(), id.uri(), Caller.By.CERTIFICATE, "127.0.0.1", List.of(), id, "");
    }
}
