package io.spillway.control.ads;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.model.document.Shown;
import io.spillway.wire.xds.XdsNames;

/**
 * Who a client says it is.
 *
 * @param id        node name
 * @param role      {@code gateway}, {@code sync}, {@code grpc}, or {@code envoy} for a client that says nothing
 * @param idc       its IDC; empty when it does not say
 * @param listeners addresses of its listeners by role, those for TCP by name
 * @param plaintext listeners that something in front of it secures
 * @param letsEnd   whether it lets a resource end when its TTL is over
 * @param unwraps   whether it takes resources that are wrapped, as a TTL needs them in state of the world
 * @param certificateProvider where gRPC's own client has its certificate from, in its bootstrap; empty when it does not say
 * @param agent     the program that it is, in its own words; empty when it does not say
 */
public record NodeIdentity(String id, String role, String idc, Map<String, String> listeners, Set<String> plaintext,
        boolean letsEnd, boolean unwraps, String certificateProvider, String agent) {

    static final String ROLE_UNKNOWN = "envoy";
    /** What the user agents of gRPC's xDS clients begin with, in whatever language. */
    private static final String GRPC_AGENT = "gRPC";
    private static final String GRPC_JAVA_AGENT = "gRPC Java";

    /** Characters of a name or address; DNS has 253. */
    private static final int LONGEST = 256;
    /** Listeners of one node. */
    private static final int MOST_LISTENERS = 1_000;
    /** Envoy's own document has the two names. */
    private static final Set<String> WRAPPED = Set.of(XdsNames.FEATURE_WRAPPED,
            "xds.config.supports-resource-in-sotw");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1," + LONGEST + "}");
    private static final Pattern WORD = Pattern.compile("[a-z0-9-]{1,32}");

    /** Copies the collections. */
    public NodeIdentity {
        listeners = Map.copyOf(listeners);
        plaintext = Set.copyOf(plaintext);
    }

    /** Reads an xDS node. */
    public static NodeIdentity of(Node node) {
        Struct metadata = node.getMetadata();
        String role = metadata.getFieldsOrDefault(XdsNames.NODE_ROLE, Value.getDefaultInstance()).getStringValue();
        Map<String, String> listeners = new HashMap<>();
        metadata.getFieldsOrDefault(XdsNames.NODE_LISTENERS, Value.getDefaultInstance()).getStructValue()
                .getFieldsMap().forEach((name, address) -> listeners.put(name, address.getStringValue()));
        Set<String> plaintext = new HashSet<>();
        metadata.getFieldsOrDefault(XdsNames.NODE_PLAINTEXT, Value.getDefaultInstance()).getListValue()
                .getValuesList().forEach(name -> plaintext.add(name.getStringValue()));
        return new NodeIdentity(node.getId(), role.isEmpty() ? roleOf(node.getUserAgentName()) : role,
                node.getLocality().getZone(), listeners, plaintext,
                node.getClientFeaturesList().contains(XdsNames.FEATURE_TTL),
                node.getClientFeaturesList().stream().anyMatch(WRAPPED::contains),
                metadata.getFieldsOrDefault(XdsNames.NODE_CERTIFICATE_PROVIDER, Value.getDefaultInstance())
                        .getStringValue(),
                node.getUserAgentName());
    }

    private static String roleOf(String userAgent) {
        return userAgent.startsWith(GRPC_AGENT) ? XdsNames.ROLE_GRPC : ROLE_UNKNOWN;
    }

    /** Tells whether it is registry-sync. */
    public boolean isSync() {
        return role.equals(XdsNames.ROLE_SYNC);
    }

    /** Tells whether it is a gateway of ours and not a stock Envoy, which says nothing of a role. */
    public boolean isOurs() {
        return role.equals(XdsNames.ROLE_GATEWAY);
    }

    /** Tells whether it is gRPC's own xDS client, which asks for listeners by the host that it calls. */
    public boolean isGrpc() {
        return role.equals(XdsNames.ROLE_GRPC);
    }

    /** Tells whether it is gRPC's own xDS client with a certificate to show to the gateways of other IDCs. */
    public boolean crossesByTls() {
        return isGrpc() && !certificateProvider.isEmpty();
    }

    /**
     * Tells whether it loses calls when it ejects outliers: grpc-java (seen in 1.83.1, the same in 1.85.1) picks an endpoint that
     * is just being taken away without what counts its calls, and then never ends the call. Decision record 23.
     */
    public boolean losesWithEjection() {
        return isGrpc() && agent.startsWith(GRPC_JAVA_AGENT);
    }

    /** Returns why this control plane does not serve such a node, or an empty string. */
    public String refusal(String ownIdc) {
        if (!PRINTABLE.matcher(id).matches()) {
            return "node.id: " + Shown.text(id) + " (expected: the node's name, printable ASCII of at most " + LONGEST
                    + " characters)";
        }
        if (!WORD.matcher(role).matches()) {
            return "node " + id + ": role: " + Shown.text(role) + " (expected: gateway, sync, grpc or another word)";
        }
        if (listeners.size() + plaintext.size() > MOST_LISTENERS) {
            return "node " + id + ": " + (listeners.size() + plaintext.size()) + " listeners (expected: at most "
                    + MOST_LISTENERS + ")";
        }
        for (Map.Entry<String, String> listener : listeners.entrySet()) {
            if (listener.getKey().length() > LONGEST || listener.getValue().length() > LONGEST) {
                return "node " + id + ": listeners: " + Shown.text(listener.getKey()) + ": "
                        + Shown.text(listener.getValue()) + " (expected: name and address of at most " + LONGEST
                        + " characters each)";
            }
        }
        if (crossesByTls() && !certificateProvider.equals(XdsNames.CERTIFICATE_PROVIDER)) {
            return "node " + id + ": " + XdsNames.NODE_CERTIFICATE_PROVIDER + ": " + Shown.text(certificateProvider)
                    + " (expected: " + XdsNames.CERTIFICATE_PROVIDER + ", as it is named in the bootstrap)";
        }
        if (isSync()) {
            return idc.isEmpty() || idc.equals(ownIdc)
                    ? "node " + id + ": locality.zone: " + Shown.text(idc) + " (expected: the IDC of the peer, not "
                            + ownIdc
                            + ")"
                    : "";
        }
        return idc.isEmpty() || idc.equals(ownIdc)
                ? ""
                : "node " + id + ": locality.zone: " + Shown.text(idc) + " (expected: " + ownIdc + ")";
    }
}
