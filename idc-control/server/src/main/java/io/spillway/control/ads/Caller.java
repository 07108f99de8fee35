package io.spillway.control.ads;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.grpc.Context;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a call, whatever the call says. */
public sealed interface Caller {

    /** That of a call; set by the server's interceptor. */
    Context.Key<Caller> KEY = Context.keyWithDefault("spillway-caller", new Unasked());

    /** The port is in the clear: everybody is believed. */
    record Unasked() implements Caller {

        @Override
        public String mismatch(NodeIdentity node, String ownIdc) {
            return "";
        }

        @Override
        public String mismatch(Role role, String idc) {
            return "";
        }

        @Override
        public @Nullable PresentedCertificate presented(Instant since) {
            return null;
        }
    }

    /** Somebody with a certificate, which is good from then until then. */
    record Named(SpiffeId id, Instant from, Instant until) implements Caller {

        @Override
        public String mismatch(NodeIdentity node, String ownIdc) {
            Set<Role> roles = rolesOf(node);
            String idc = node.idc().isEmpty() ? ownIdc : node.idc();
            if (roles.contains(id.role()) && id.idc().equals(idc) && id.id().equals(node.id())) {
                return "";
            }
            String wanted = roles.stream().map(Role::word).collect(Collectors.joining("|"));
            return "node " + node.id() + " (role " + node.role() + ", locality.zone \"" + node.idc()
                    + "\") came with the certificate of " + id + " (expected: spiffe://" + id.trustDomain() + "/idc/"
                    + idc + "/" + wanted + "/" + node.id() + ")";
        }

        @Override
        public String mismatch(Role role, String idc) {
            return id.role() == role && id.idc().equals(idc)
                    ? ""
                    : "the certificate of " + id + " (expected: "
                            + SpiffeId.prefix(id.trustDomain(), idc, role) + "*)";
        }

        @Override
        public PresentedCertificate presented(Instant since) {
            return new PresentedCertificate(id.uri(), from, until, since);
        }

        /** A client that names no role of ours is a stock Envoy, which may stand where a gateway stands, or an application. */
        private static Set<Role> rolesOf(NodeIdentity node) {
            return switch (node.role()) {
                case XdsNames.ROLE_GATEWAY -> EnumSet.of(Role.GATEWAY);
                case XdsNames.ROLE_SYNC -> EnumSet.of(Role.SYNC);
                default -> EnumSet.of(Role.GATEWAY, Role.WORKLOAD);
            };
        }
    }

    /** Returns why the caller is not the node that it says it is, naming both; an empty string when it is. */
    String mismatch(NodeIdentity node, String ownIdc);

    /** Returns why the caller is nobody of that role and IDC; an empty string when it is. */
    String mismatch(Role role, String idc);

    /** Returns its certificate, on a stream that began then; null in the clear. */
    @Nullable
    PresentedCertificate presented(Instant since);

    /** Returns that of the call whose thread this is. */
    static Caller current() {
        return KEY.get();
    }
}
