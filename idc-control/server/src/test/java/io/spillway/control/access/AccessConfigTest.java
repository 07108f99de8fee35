package io.spillway.control.access;

import java.util.List;
import java.util.Set;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.document.Documents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom the file lets in, and what of it stops the start. */
class AccessConfigTest {

    private static final String HASH = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);

    private static Decoded<AccessConfig> read(String yaml, @Nullable String trustDomain) {
        if (Documents.parse(yaml) instanceof Decoded.Valid<List<Tree>>(List<Tree> trees)) {
            return Decoder.decode(trees.getFirst(), access -> AccessConfig.read(access, trustDomain));
        }
        throw new AssertionError("not YAML: " + yaml);
    }

    @Test
    void everyKeyIsRead() {
        Decoded<AccessConfig> read = read(
                """
                        tokens:
                        - {name: alice-laptop, person: alice, sha256: %s, roles: [{role: operator, drGroups: [orders], idcs: [idc-a]}]}
                        - {name: ci, sha256: %s, roles: [{role: viewer}, {role: drill}]}
                        certificates:
                        - {id: spiffe://spillway/operator/alice, person: alice, roles: [{role: admin}]}
                        """
                        .formatted(HASH, OTHER),
                "spillway");
        assertThat(read).isEqualTo(new Decoded.Valid<>(new AccessConfig(
                List.of(new AccessConfig.TokenGrant("alice-laptop", "alice", HASH,
                        List.of(new Grant(Role.OPERATOR, Set.of("orders"), Set.of("idc-a")))),
                        new AccessConfig.TokenGrant("ci", "token/ci", OTHER,
                                List.of(Grant.everywhere(Role.VIEWER), Grant.everywhere(Role.DRILL)))),
                List.of(new AccessConfig.CertificateGrant("spiffe://spillway/operator/alice", "alice",
                        List.of(Grant.everywhere(Role.ADMIN)))))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "{}|/|at least one of tokens, certificates and issuers", //
            "tokens: []|/|at least one of tokens, certificates and issuers", //
            "tokens: {}|/tokens|list", //
            "tokenz: [T]|/tokenz|one of tokens, certificates, issuers", //
            "tokens: [{sha256: H, roles: [R]}]|/tokens/0/name|name of a-z", //
            "tokens: [{name: A b, sha256: H, roles: [R]}]|/tokens/0/name|name of a-z", //
            "tokens: [{name: a, roles: [R]}]|/tokens/0/sha256|SHA-256 of the token", //
            "tokens: [{name: a, sha256: secret, roles: [R]}]|/tokens/0/sha256|64 digits of 0-9 and a-f", //
            "tokens: [{name: a, token: secret, sha256: H, roles: [R]}]|/tokens/0/token|one of name, person, sha256, roles", //
            "tokens: [{name: a, person: a b, sha256: H, roles: [R]}]|/tokens/0/person|visible ASCII", //
            "tokens: [{name: a, sha256: H}]|/tokens/0/roles|at least one {role: ...}", //
            "tokens: [{name: a, sha256: H, roles: [viewer]}]|/tokens/0/roles/0|mapping", //
            "tokens: [{name: a, sha256: H, roles: [{role: root}]}]|/tokens/0/roles/0/role|one of admin, approver, drill, operator, viewer", //
            "tokens: [{name: a, sha256: H, roles: [{role: breakglass}]}]|/tokens/0/roles/0/role|one of admin, approver", //
            "tokens: [{name: a, sha256: H, roles: [{role: viewer, drGroup: x}]}]|/tokens/0/roles/0/drGroup|one of role, drGroups, idcs", //
            "tokens: [{name: a, sha256: H, roles: [{role: viewer, drGroups: []}]}]|/tokens/0/roles/0/drGroups|no such key for all", //
            "tokens: [{name: a, sha256: H, roles: [{role: viewer, idcs: []}]}]|/tokens/0/roles/0/idcs|no such key for all", //
            "tokens: [{name: a, sha256: H, roles: [{role: viewer, idcs: [_]}]}]|/tokens/0/roles/0/idcs/0|name of a-z", //
            "tokens: [T, T]|/tokens|each name once", //
            "tokens: [T, {name: b, sha256: H, roles: [R]}]|/tokens|each sha256 once", //
            "certificates: [{roles: [R]}]|/certificates/0/id|spiffe://<trust-domain>/operator/<name>", //
            "certificates: [{id: alice, roles: [R]}]|/certificates/0/id|spiffe://<trust-domain>/operator/<name>", //
            "certificates: [{id: 'spiffe://spillway/breakglass/a', roles: [R]}]|/certificates/0/id|spiffe://<trust-domain>", //
            "certificates: [{id: 'spiffe://spillway/idc/a/workload/w', roles: [R]}]|/certificates/0/id|spiffe://<trust-domain>", //
            "certificates: [{id: 'spiffe://other/operator/a', roles: [R]}]|/certificates/0/id|trust domain spillway", //
            "certificates: [C, C]|/certificates|each id once"})
    void whatIsWrongIsNamed(String yaml, String pointer, String expected) {
        String full = yaml.replace("[T", "[{name: a, sha256: H, roles: [R]}").replace(", T]",
                ", {name: a, sha256: H, roles: [R]}]")
                .replace("C", "{id: 'spiffe://spillway/operator/a', roles: [R]}").replace("R", "{role: viewer}")
                .replace("H", HASH);
        assertThat(read(full, "spillway")).isInstanceOfSatisfying(Decoded.Invalid.class, invalid -> {
            List<?> violations = invalid.violations();
            assertThat(violations).as(full).anySatisfy(each -> {
                Violation violation = (Violation) each;
                assertThat(violation.pointer()).isEqualTo(pointer.equals("/") ? "" : pointer);
                assertThat(violation.expected()).contains(expected);
            });
        });
    }

    @Test
    void certificatesNeedAListenerThatTakesThem() {
        String one = "certificates: [{id: 'spiffe://spillway/operator/a', roles: [{role: viewer}]}]";
        assertThat(read(one, "spillway")).isInstanceOf(Decoded.Valid.class);
        assertThat(read(one, null).toString()).contains("/certificates", "api: {address: HOST:PORT, tls: true}");
    }
}
