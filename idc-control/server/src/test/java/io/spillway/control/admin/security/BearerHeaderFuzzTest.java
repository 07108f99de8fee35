package io.spillway.control.admin.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.Grant;
import io.spillway.control.access.Role;
import io.spillway.control.access.TokenIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever stands in a header Authorization: refused with words that do not repeat it, and nothing is thrown. */
class BearerHeaderFuzzTest {

    /** Nobody listens there. */
    private static final TokenIssuer ISSUER = new TokenIssuer("http://127.0.0.1:1", Set.of("spillway"),
            Set.of("RS256", "ES256"), Duration.ZERO, null, null, Map.of(), List.of(new TokenIssuer.ClaimGrant("scope",
                    "move", List.of(Grant.everywhere(Role.ADMIN)))));
    private static final ApiAccess ACCESS = new ApiAccess(new ApiAccess.Settings("idc-a", null,
            new AccessConfig(List.of(), List.of(), List.of(ISSUER)), null), () -> Instant.EPOCH, AccessObserver.NONE);

    private static LoginResult login(String... headers) {
        ApiAccess.Login login = ACCESS.login(new Presented(List.of(headers), null, "127.0.0.1", null))
                .block(Duration.ofSeconds(20));
        return Objects.requireNonNull(login).result();
    }

    @FuzzTest
    void anything(byte[] octets) {
        String value = new String(octets, StandardCharsets.ISO_8859_1);
        for (String header : List.of(value, "Bearer " + value, "Bearer eyJhbGciOiJSUzI1NiJ9." + value,
                "Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjEifQ." + value)) {
            assertThat(login(header)).isInstanceOfSatisfying(LoginResult.Refused.class, refused -> {
                assertThat(refused.status()).isIn(401, 403, 503);
                assertThat(refused.reason()).startsWith("Authorization: ").contains("(expected: ");
                assertThat(refused.reason().chars()).allMatch(each -> each >= ' ');
                assertThat(refused.reason().length()).isLessThan(600);
            });
        }
    }

    /** So that a build without a fuzzer sees more than the kept inputs. */
    @Test
    void tokensWithDamage() {
        SplittableRandom random = new SplittableRandom(17);
        String token = "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjEiLCJzdWIiOiIxNyJ9.c2ln";
        for (int round = 0; round < 3000; round++) {
            byte[] octets = token.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i <= random.nextInt(4); i++) {
                octets[7 + random.nextInt(octets.length - 7)] = (byte) random.nextInt(round % 2 == 0 ? 128 : 256);
            }
            anything(octets);
            anything(Arrays.copyOfRange(octets, 7 + random.nextInt(octets.length - 7), octets.length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a, Bearer b", "Bearer \u00e9",
            "Bearer a\u0000", "Token a", "Bearera"})
    void whatIsNoBearerTokenIsSaidToBeNone(String value) {
        assertThat(BearerHeader.read(List.of(value))).isEqualTo(new BearerHeader.Wrong(
                "Authorization: not a bearer token (expected: Bearer and a token of this control plane)"));
    }

    @Test
    void oneHeaderWithOneTokenIsRead() {
        assertThat(BearerHeader.read(List.of())).isEqualTo(new BearerHeader.Nothing());
        assertThat(BearerHeader.read(List.of("bEARER s3cret!"))).isEqualTo(new BearerHeader.Token("s3cret!"));
        assertThat(BearerHeader.read(List.of("Bearer a", "Bearer a")))
                .isEqualTo(new BearerHeader.Wrong("Authorization: 2 headers (expected: one)"));
        assertThat(BearerHeader.read(List.of("Bearer " + "a".repeat(BearerHeader.LONGEST))))
                .isInstanceOf(BearerHeader.Token.class);
        assertThat(BearerHeader.read(List.of("Bearer " + "a".repeat(BearerHeader.LONGEST + 1))))
                .isEqualTo(new BearerHeader.Wrong(
                        "Authorization: a token of 16385 characters (expected: at most 16384)"));
        assertThat(new BearerHeader.Token("s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    void nestedWithoutEndIsRefusedAndNotOverflown() {
        String deep = Base64.getUrlEncoder().withoutPadding()
                .encodeToString(("{\"a\":" + "[".repeat(8000)).getBytes(StandardCharsets.US_ASCII));
        for (String token : List.of(deep + ".e30.eA", "eyJhbGciOiJSUzI1NiJ9." + deep + ".eA")) {
            assertThat(login("Bearer " + token)).isInstanceOfSatisfying(LoginResult.Refused.class,
                    refused -> assertThat(refused.reason()).contains("not a signed JWT"));
        }
    }
}
