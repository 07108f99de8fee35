package io.spillway.control.access;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.identity.PersonId;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.resource.Names;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code access} of a control node: whose credentials are good for which roles. It holds no secret.
 *
 * @param tokens       tokens, of which only a hash is known
 * @param certificates client certificates by the name in them
 * @param issuers      issuers of OIDC whose tokens are taken
 * @param twoPersons   whether what overrides a safety rule, deletes an Idc or a Service or changes whom others trust needs two
 */
public record AccessConfig(List<TokenGrant> tokens, List<CertificateGrant> certificates, List<TokenIssuer> issuers,
        boolean twoPersons) {

    /** Nobody has a role. */
    public static final AccessConfig NONE = new AccessConfig(List.of(), List.of());

    private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,128}");
    static final ScalarType<String> PRINTED = ScalarType.text(
            "a name of 1 to 128 visible ASCII characters without spaces", "",
            text -> PRINTABLE.matcher(text).matches() ? text : null);
    private static final ScalarType<String> SHA_256 = ScalarType.text(
            "SHA-256 of the token: 64 digits of 0-9 and a-f, as spillway dev-ca token prints it", "",
            text -> text.matches("[0-9a-f]{64}") ? text : null);
    private static final ScalarType<String> CERTIFICATE_ID = ScalarType.text(
            "spiffe://<trust-domain>/operator/<name> or spiffe://<trust-domain>/idc/<idc>/<role>/<id>", "",
            text -> named(text) ? text : null);
    private static final ScalarType<Role> ROLE = ScalarType.choice(words());

    /**
     * A token.
     *
     * @param person who has it
     * @param sha256 hash of its octets, 64 hexadecimal digits in lower case
     */
    public record TokenGrant(String name, String person, String sha256, List<Grant> roles) {

        /** Copies the roles. */
        public TokenGrant {
            roles = List.copyOf(roles);
        }

        /** Returns who comes with it, as it stands in histories. */
        public String identity() {
            return "token/" + name;
        }
    }

    /**
     * A client certificate.
     *
     * @param id     the one URI name in it
     * @param person who has it
     */
    public record CertificateGrant(String id, String person, List<Grant> roles) {

        /** Copies the roles. */
        public CertificateGrant {
            roles = List.copyOf(roles);
        }
    }

    /** Nobody is asked for a second person. */
    public AccessConfig(List<TokenGrant> tokens, List<CertificateGrant> certificates) {
        this(tokens, certificates, List.of());
    }

    /** Nobody is asked for a second person. */
    public AccessConfig(List<TokenGrant> tokens, List<CertificateGrant> certificates, List<TokenIssuer> issuers) {
        this(tokens, certificates, issuers, false);
    }

    /** Copies the lists. */
    public AccessConfig {
        tokens = List.copyOf(tokens);
        certificates = List.copyOf(certificates);
        issuers = List.copyOf(issuers);
    }

    /** Returns the same, where some calls need two persons. */
    public AccessConfig withTwoPersons() {
        return new AccessConfig(tokens, certificates, issuers, true);
    }

    /** Returns whether nobody is given anything. */
    public boolean isEmpty() {
        return tokens.isEmpty() && certificates.isEmpty() && issuers.isEmpty();
    }

    /**
     * Reads all keys.
     *
     * @param trustDomain whose certificates the API takes; null when it takes none
     */
    public static AccessConfig read(Decoder access, @Nullable String trustDomain) {
        List<TokenGrant> tokens = access.children("tokens", AccessConfig::token);
        List<CertificateGrant> certificates = access.children("certificates", each -> certificate(each, trustDomain));
        List<TokenIssuer> issuers = access.children("issuers", TokenIssuer::read);
        if (trustDomain == null && !certificates.isEmpty()) {
            access.violation("certificates", certificates.size() + " certificates",
                    "none, because api does not take any (api: {address: HOST:PORT, tls: true})");
        }
        if (tokens.isEmpty() && certificates.isEmpty() && issuers.isEmpty()) {
            access.violation("at least one of tokens, certificates and issuers");
        }
        unique(access, "tokens", "name", tokens.stream().map(TokenGrant::name).toList());
        unique(access, "tokens", "sha256", tokens.stream().map(TokenGrant::sha256).toList());
        unique(access, "certificates", "id", certificates.stream().map(CertificateGrant::id).toList());
        unique(access, "issuers", "issuer", issuers.stream().map(TokenIssuer::issuer).toList());
        return new AccessConfig(tokens, certificates, issuers,
                access.optional("twoPersons", ScalarType.BOOL, false));
    }

    private static void unique(Decoder access, String list, String key, List<String> values) {
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (!value.isEmpty() && !seen.add(value)) {
                access.violation(list, "two with " + key + " " + value, "each " + key + " once");
            }
        }
    }

    private static TokenGrant token(Decoder token) {
        String name = token.required("name", Names.TYPE);
        return new TokenGrant(name, Objects.requireNonNullElse(token.optional("person", PRINTED), "token/" + name),
                token.required("sha256", SHA_256), roles(token));
    }

    private static CertificateGrant certificate(Decoder certificate, @Nullable String trustDomain) {
        String id = certificate.required("id", CERTIFICATE_ID);
        if (trustDomain != null && !id.isEmpty() && !id.startsWith("spiffe://" + trustDomain + "/")) {
            certificate.violation("id", "an id of trust domain " + trustDomain + ", which is that of tls");
        }
        return new CertificateGrant(id, Objects.requireNonNullElse(certificate.optional("person", PRINTED), id),
                roles(certificate));
    }

    static List<Grant> roles(Decoder holder) {
        List<Grant> roles = holder.children("roles", AccessConfig::grant);
        if (roles.isEmpty()) {
            holder.violation("roles", "at least one {role: ...}");
        }
        return roles;
    }

    private static Grant grant(Decoder grant) {
        return new Grant(grant.required("role", ROLE), some(grant, "drGroups"), some(grant, "idcs"));
    }

    /** An empty list is refused: it would mean everything to us, and nothing to whoever wrote it. */
    private static Set<String> some(Decoder grant, String key) {
        List<String> names = grant.list(key, Names.TYPE);
        if (grant.has(key) && names.isEmpty()) {
            grant.violation(key, "at least one name, or no such key for all");
        }
        return new HashSet<>(names);
    }

    private static boolean named(String uri) {
        return SpiffeId.parse(uri).filter(id -> id.role() != SpiffeId.Role.WORKLOAD).isPresent()
                || PersonId.parse(uri).filter(id -> id.kind() == PersonId.Kind.OPERATOR).isPresent();
    }

    private static Map<String, Role> words() {
        Map<String, Role> words = new TreeMap<>();
        for (Role role : Role.values()) {
            if (role != Role.BREAKGLASS) {
                words.put(role.word(), role);
            }
        }
        return words;
    }
}
