package io.spillway.control.access;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.document.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What an issuer's tokens are good for: what the file gives for what they say, and nothing else. */
class TokenIssuerTest {

    private static final String ISSUER = "https://login.example/ops";
    private static final List<Grant> OPERATOR = List.of(Grant.everywhere(Role.OPERATOR));

    private static Decoded<AccessConfig> read(String yaml) {
        if (Documents.parse(yaml) instanceof Decoded.Valid<List<Tree>>(List<Tree> trees)) {
            return Decoder.decode(trees.getFirst(), access -> AccessConfig.read(access, null));
        }
        throw new AssertionError("not YAML: " + yaml);
    }

    private static TokenIssuer giving(String claim, String value) {
        return new TokenIssuer(ISSUER, Set.of("spillway"), Set.of("RS256"), Duration.ZERO, null, null,
                Map.of("17", "alice"), List.of(new TokenIssuer.ClaimGrant(claim, value, OPERATOR)));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(
                read("""
                        issuers:
                        - issuer: https://login.example/ops
                          audiences: [spillway]
                          algorithms: [ES256, PS256]
                          clockSkew: 5s
                          keys: https://login.example/keys
                          ca: ca.pem
                          people: {"17": alice}
                          claims: [{claim: groups, value: sre, roles: [{role: operator, drGroups: [orders]}]}]
                        - {issuer: 'http://127.0.0.1:9000', audiences: [a, b], claims: [{claim: scope, value: x, roles: [{role: viewer}]}]}
                        """))
                .isEqualTo(new Decoded.Valid<>(new AccessConfig(List.of(), List.of(), List.of(
                        new TokenIssuer(ISSUER, Set.of("spillway"), Set.of("ES256", "PS256"), Duration.ofSeconds(5),
                                URI.create("https://login.example/keys"), Path.of("ca.pem"), Map.of("17", "alice"),
                                List.of(new TokenIssuer.ClaimGrant("groups", "sre",
                                        List.of(new Grant(Role.OPERATOR, Set.of("orders"), Set.of()))))),
                        new TokenIssuer("http://127.0.0.1:9000", Set.of("a", "b"), Set.of("RS256"),
                                Duration.ofSeconds(30), null,
                                null, Map.of(), List.of(new TokenIssuer.ClaimGrant("scope", "x",
                                        List.of(Grant.everywhere(Role.VIEWER)))))))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "I|A|algorithms: [HS256]|/issuers/0/algorithms/0|one of ES256", //
            "I|A|algorithms: [none]|/issuers/0/algorithms/0|one of ES256", //
            "I|A|algorithms: []|/issuers/0/algorithms|at least one, or no such key for RS256", //
            "I|A|clockSkew: 6m|/issuers/0/clockSkew|0s to 5m", //
            "I|A|keys: http://login.example/keys|/issuers/0/keys|https://HOST", //
            "http://login.example|A|clockSkew: 1s|/issuers/0/issuer|https://HOST", //
            "https://login.example?x=y|A|clockSkew: 1s|/issuers/0/issuer|without query", //
            "login.example|A|clockSkew: 1s|/issuers/0/issuer|https://HOST", //
            "I|[]|clockSkew: 1s|/issuers/0/audiences|at least one", //
            "I|A|claims: []|/issuers/0/claims|at least one {claim", //
            "I|A|claims: [{claim: groups, value: sre, roles: []}]|/issuers/0/claims/0/roles|at least one {role: ...}", //
            "I|A|claims: [{claim: g, value: s, roles: [{role: breakglass}]}]|/issuers/0/claims/0/roles/0/role|one of admin", //
            "I|A|client: {secret: x}|/issuers/0/client/id|a name of 1 to 128", //
            "I|A|client: {id: c, scopes: [groups]}|/issuers/0/client/scopes|openid among them", //
            "I|A|client: {id: c, scope: openid}|/issuers/0/client/scope|one of ", //
            "I|A|clientSecret: x|/issuers/0/clientSecret|one of "})
    void whatIsWrongIsNamed(String issuer, String audiences, String more, String pointer, String expected) {
        String claims = more.startsWith("claims")
                ? ""
                : ", claims: [{claim: groups, value: sre, roles: [{role: viewer}]}]";
        String yaml = "issuers: [{issuer: '" + issuer.replace("I", ISSUER) + "', audiences: "
                + audiences.replace("A", "[spillway]") + claims + ", " + more + "}]";
        assertThat(read(yaml)).as(yaml).isInstanceOfSatisfying(Decoded.Invalid.class,
                invalid -> assertThat((List<?>) invalid.violations()).anySatisfy(each -> {
                    assertThat(((Violation) each).pointer()).isEqualTo(pointer);
                    assertThat(((Violation) each).expected()).contains(expected);
                }));
    }

    @Test
    void peopleMayLogInWhereTheConsoleIsAClient() {
        String yaml = "issuers: [{issuer: '" + ISSUER + "', audiences: [a], claims: [{claim: g, value: s, roles: "
                + "[{role: viewer}]}], client: %s}]";
        assertThat(read(yaml.formatted("{id: c}"))).isInstanceOfSatisfying(Decoded.Valid.class,
                valid -> assertThat(((AccessConfig) valid.value()).issuers().getFirst().client())
                        .isEqualTo(new LoginClient("c", null, List.of("openid"), URI.create(ISSUER).getAuthority())));
        assertThat(read(yaml.formatted("{id: c, secret: s, scopes: [openid, groups], name: Ours}")))
                .isInstanceOfSatisfying(Decoded.Valid.class,
                        valid -> assertThat(((AccessConfig) valid.value()).issuers().getFirst().client())
                                .isEqualTo(new LoginClient("c", "s", List.of("openid", "groups"), "Ours")));
    }

    @Test
    void anIssuerStandsThereOnce() {
        String one = "{issuer: '" + ISSUER
                + "', audiences: [a], claims: [{claim: g, value: s, roles: [{role: viewer}]}]}";
        assertThat(read("issuers: [" + one + ", " + one + "]").toString()).contains("each issuer once");
    }

    @Test
    void aClaimIsAWordAListOrAPathToOne() {
        assertThat(giving("team", "sre").caller("1", Map.of("team", "sre"), "h").grants()).isEqualTo(OPERATOR);
        assertThat(giving("team", "sre").caller("1", Map.of("team", List.of("dev", "sre")), "h").grants())
                .isEqualTo(OPERATOR);
        assertThat(giving("realm_access.roles", "sre")
                .caller("1", Map.of("realm_access", Map.of("roles", List.of("sre"))), "h").grants())
                .isEqualTo(OPERATOR);
        assertThat(giving("https://example.com/roles", "sre")
                .caller("1", Map.of("https://example.com/roles", List.of("sre")), "h").grants()).isEqualTo(OPERATOR);
        assertThat(giving("scope", "move").caller("1", Map.of("scope", "read move"), "h").grants()).isEqualTo(OPERATOR);
    }

    @Test
    void whatIsOnlyLikeItGivesNothing() {
        for (Object said : List.of("sre dev", "SRE", "sr", List.of("sre dev"), List.of(List.of("sre")),
                Map.of("sre", true),
                true)) {
            assertThat(giving("team", "sre").caller("1", Map.of("team", said), "h").grants()).as("%s", said).isEmpty();
        }
        assertThat(giving("team", "sre").caller("1", Map.of(), "h").grants()).isEmpty();
        assertThat(giving("a.b", "sre").caller("1", Map.of("a", "sre"), "h").grants()).isEmpty();
        assertThat(giving("scope", "move").caller("1", Map.of("scope", "moves remove"), "h").grants()).isEmpty();
    }

    @Test
    void theSubjectIsThePersonAndNeverWhatItCallsItself() {
        Caller alice = giving("team", "sre").caller("17", Map.of("name", "bob"), "10.0.0.1");
        assertThat(alice).isEqualTo(
                new Caller(ISSUER + "|17", "alice", Caller.By.ISSUER, "10.0.0.1", List.of()));
        assertThat(giving("team", "sre").caller("18", Map.of("name", "alice"), "h").person()).isEqualTo(ISSUER + "|18");
    }
}
