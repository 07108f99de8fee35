package io.spillway.wire.document;

import java.util.HashSet;
import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.EntranceSpec;
import io.spillway.model.resource.EscapedSlashes;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Names;

/** Fields of Idc, Cluster and DrGroup. */
final class TopologyFields {

    /** The largest whole number that survives JSON readers that only know doubles. */
    static final long LARGEST = 1L << 53;

    private static final ScalarType<String> TRUST_DOMAIN = ScalarType.text(
            "trust domain of lower-case letters, digits, dots, dashes and underscores", SpiffeId.DEFAULT_TRUST_DOMAIN,
            text -> SpiffeId.isTrustDomain(text) ? text : null);

    private TopologyFields() {}

    static IdcSpec readIdc(Decoder spec) {
        return new IdcSpec(spec.optional("region", ScalarType.SOME_TEXT),
                spec.optional("center", ScalarType.SOME_TEXT), spec.list("control", Addresses.HOST_PORT),
                spec.list("gateways", Addresses.HOST_PORT),
                spec.optional("capacity", ScalarType.longInteger(0, LARGEST), 0L),
                spec.child("crossing", TopologyFields::readCrossing, CrossingSpec.DEFAULT),
                spec.child("entrance", TopologyFields::readEntrance, EntranceSpec.DEFAULT));
    }

    private static EntranceSpec readEntrance(Decoder entrance) {
        return new EntranceSpec(entrance.optional("escapedSlashes", ScalarType.choice(EscapedSlashes.class),
                EntranceSpec.DEFAULT.escapedSlashes()));
    }

    private static CrossingSpec readCrossing(Decoder crossing) {
        return new CrossingSpec(crossing.optional("plaintext", ScalarType.BOOL, false),
                crossing.optional("trustDomain", TRUST_DOMAIN, SpiffeId.DEFAULT_TRUST_DOMAIN));
    }

    static Tree write(IdcSpec spec) {
        Fields fields = new Fields().text("region", spec.region()).text("center", spec.center())
                .texts("control", spec.control()).texts("gateways", spec.gateways());
        if (spec.capacity() != 0) {
            fields.number("capacity", spec.capacity());
        }
        if (!spec.crossing().equals(CrossingSpec.DEFAULT)) {
            fields.put("crossing", new Fields().bool("plaintext", spec.crossing().plaintext())
                    .text("trustDomain", spec.crossing().trustDomain()).tree());
        }
        if (!spec.entrance().equals(EntranceSpec.DEFAULT)) {
            fields.put("entrance", new Fields().text("escapedSlashes", spec.entrance().escapedSlashes().name()).tree());
        }
        return fields.tree();
    }

    static ClusterSpec readCluster(Decoder spec) {
        return new ClusterSpec(spec.required("idc", Names.TYPE),
                spec.required("role", ScalarType.choice(ClusterRole.class)));
    }

    static Tree write(ClusterSpec spec) {
        return new Fields().text("idc", spec.idc()).text("role", spec.role().name()).tree();
    }

    static DrGroupSpec readDrGroup(Decoder spec) {
        List<String> idcs = spec.list("idcs", Names.TYPE);
        if (idcs.isEmpty()) {
            spec.violation("idcs", "list of at least one IDC");
        }
        if (new HashSet<>(idcs).size() < idcs.size()) {
            spec.violation("idcs", "an IDC twice", "each IDC once");
        }
        int minActive = spec.optional("minActive", ScalarType.integer(1, Math.max(1, idcs.size())), 1);
        return new DrGroupSpec(idcs, minActive, spec.child("limits", LimitsFields::read, DrGroupLimits.NONE));
    }

    static Tree write(DrGroupSpec spec) {
        Fields fields = new Fields().texts("idcs", spec.idcs()).number("minActive", spec.minActive());
        return spec.limits().equals(DrGroupLimits.NONE)
                ? fields.tree()
                : fields.put("limits", LimitsFields.write(spec.limits())).tree();
    }
}
