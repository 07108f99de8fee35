package io.spillway.control.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of OIDC whose tokens are taken, and what they are good for.
 *
 * @param issuer     its name, which is the {@code iss} of its tokens and where its keys are asked for
 * @param audiences  a token must be made for one of these
 * @param algorithms of signatures, as JOSE names them; all by a public key
 * @param clockSkew  so far its clock and ours may be apart
 * @param keys       where its keys are; null: where its discovery document says
 * @param ca         PEM certificates of the authorities that its own may come from; null: those of the JDK
 * @param people     who the subjects of its tokens are, where the same person has other credentials too
 * @param claims     roles by what a token says
 * @param client     what it knows the console as; null: nobody logs in there
 */
public record TokenIssuer(String issuer, Set<String> audiences, Set<String> algorithms, Duration clockSkew,
        @Nullable URI keys, @Nullable Path ca, Map<String, String> people, List<ClaimGrant> claims,
        @Nullable LoginClient client) {

    private static final Duration USUAL_SKEW = Duration.ofSeconds(30);
    private static final Duration LONGEST_SKEW = Duration.ofMinutes(5);
    private static final String USUAL_ALGORITHM = "RS256";
    /** No HS: whoever could check such a token could make one. */
    private static final ScalarType<String> ALGORITHM = ScalarType.choice(new TreeMap<>(Map.of("RS256", "RS256",
            "RS384", "RS384", "RS512", "RS512", "PS256", "PS256", "PS384", "PS384", "PS512", "PS512", "ES256",
            "ES256", "ES384", "ES384", "ES512", "ES512")));
    private static final ScalarType<String> ADDRESS = ScalarType.text(
            "https://HOST[:PORT][/PATH] without query and fragment (http:// on loopback only)", "",
            text -> isAddress(text) ? text : null);

    /**
     * Roles of whoever's token says something.
     *
     * @param claim its name, or a path of names with dots, as in {@code realm_access.roles}
     * @param value text that the claim is or has; of {@code scope}: one of its words
     */
    public record ClaimGrant(String claim, String value, List<Grant> roles) {

        /** Copies the roles. */
        public ClaimGrant {
            roles = List.copyOf(roles);
        }

        boolean metBy(Map<String, ?> token) {
            return switch (said(token)) {
                case List<?> list -> list.contains(value);
                case String text -> claim.equals("scope")
                        ? List.of(text.split(" ", -1)).contains(value)
                        : text.equals(value);
                case null, default -> false;
            };
        }

        private @Nullable Object said(Map<String, ?> token) {
            if (token.containsKey(claim)) {
                return token.get(claim);
            }
            Object at = token;
            for (String name : claim.split("\\.", -1)) {
                at = at instanceof Map<?, ?> inner ? inner.get(name) : null;
            }
            return at;
        }
    }

    /** Something that a token says and that gives roles. */
    public record Said(String claim, String value) {}

    /** Creates one whose tokens are taken, and where nobody logs in by the console. */
    public TokenIssuer(String issuer, Set<String> audiences, Set<String> algorithms, Duration clockSkew,
            @Nullable URI keys, @Nullable Path ca, Map<String, String> people, List<ClaimGrant> claims) {
        this(issuer, audiences, algorithms, clockSkew, keys, ca, people, claims, null);
    }

    /** Copies the collections. */
    public TokenIssuer {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        people = Map.copyOf(people);
        claims = List.copyOf(claims);
    }

    /** Reads all keys of an issuer. */
    static TokenIssuer read(Decoder issuer) {
        List<String> audiences = issuer.list("audiences", AccessConfig.PRINTED);
        if (audiences.isEmpty()) {
            issuer.violation("audiences", "at least one, that of this control plane");
        }
        List<String> algorithms = issuer.list("algorithms", ALGORITHM);
        if (issuer.has("algorithms") && algorithms.isEmpty()) {
            issuer.violation("algorithms", "at least one, or no such key for " + USUAL_ALGORITHM);
        }
        Duration skew = issuer.optional("clockSkew", ScalarType.DURATION, USUAL_SKEW);
        if (skew.isNegative() || skew.compareTo(LONGEST_SKEW) > 0) {
            issuer.violation("clockSkew", "0s to 5m");
        }
        String keys = issuer.optional("keys", ADDRESS);
        String ca = issuer.optional("ca", ScalarType.SOME_TEXT);
        List<ClaimGrant> claims = issuer.children("claims", each -> new ClaimGrant(
                each.required("claim", AccessConfig.PRINTED), each.required("value", ScalarType.SOME_TEXT),
                AccessConfig.roles(each)));
        if (claims.isEmpty()) {
            issuer.violation("claims", "at least one {claim: ..., value: ..., roles: ...}");
        }
        String name = issuer.required("issuer", ADDRESS);
        return new TokenIssuer(name, Set.copyOf(audiences),
                algorithms.isEmpty() ? Set.of(USUAL_ALGORITHM) : Set.copyOf(algorithms), skew,
                keys == null || keys.isEmpty() ? null : URI.create(keys), ca == null ? null : Path.of(ca),
                issuer.map("people", AccessConfig.PRINTED), claims,
                issuer.optionalChild("client", client -> LoginClient.read(client, host(name))));
    }

    private static String host(String address) {
        return address.isEmpty() ? "" : URI.create(address).getAuthority();
    }

    /** Returns the same where tokens are for the console alone, as ID tokens are. */
    public TokenIssuer forClient(LoginClient only) {
        return new TokenIssuer(issuer, Set.of(only.id()), algorithms, clockSkew, keys, ca, people, claims, client);
    }

    /**
     * Returns whether a text is an address that keys may be asked for at: by TLS, else whoever is on the way could say which
     * keys are good.
     */
    public static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            return host != null && uri.getQuery() == null && uri.getFragment() == null && uri.getUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && host.matches("localhost|127[.0-9]+|\\[::1]")));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Returns who comes with a token that is good.
     *
     * @param subject the same for one person as long as the issuer lives
     * @param token   all that it says
     * @param from    the address that the call came from
     */
    public Caller caller(String subject, Map<String, ?> token, String from) {
        return caller(subject, said(token), from);
    }

    /** Returns what a token says of all that gives roles. */
    public List<Said> said(Map<String, ?> token) {
        return claims.stream().filter(claim -> claim.metBy(token)).map(claim -> new Said(claim.claim(), claim.value()))
                .distinct().toList();
    }

    /** Returns who comes with a token that has said this. */
    public Caller caller(String subject, List<Said> said, String from) {
        String identity = issuer + "|" + subject;
        List<Grant> grants = new ArrayList<>();
        claims.stream().filter(claim -> said.contains(new Said(claim.claim(), claim.value())))
                .forEach(claim -> grants.addAll(claim.roles()));
        return new Caller(identity, people.getOrDefault(subject, identity), Caller.By.ISSUER, from,
                grants.stream().distinct().toList());
    }
}
