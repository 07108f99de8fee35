package io.spillway.wire.document;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.ServiceEntrySpec;

/** Fields of ServiceEntry. */
final class ImportFields {

    private static final ScalarType<Long> NUMBER = ScalarType.longInteger(0, TopologyFields.LARGEST);
    private static final ScalarType<Integer> COUNT = ScalarType.integer(0, Integer.MAX_VALUE);

    private ImportFields() {}

    static ServiceEntrySpec read(Decoder spec) {
        return new ServiceEntrySpec(spec.required("idc", Names.TYPE), spec.required("service", Names.TYPE),
                spec.child("version",
                        version -> new OriginVersion(version.required("epoch", NUMBER),
                                version.required("revision", NUMBER))),
                spec.children("gateways",
                        gateway -> new GatewayAddress(gateway.required("node", Names.TYPE),
                                gateway.required("host", Addresses.WORKLOAD),
                                gateway.required("port", ScalarType.integer(1, 65_535)))),
                spec.children("groups", ImportFields::readGroup));
    }

    static Tree write(ServiceEntrySpec spec) {
        return new Fields().text("idc", spec.idc()).text("service", spec.service())
                .put("version", new Fields().number("epoch", spec.version().epoch())
                        .number("revision", spec.version().revision()).tree())
                .items("gateways", spec.gateways(), gateway -> new Fields().text("node", gateway.node())
                        .text("host", gateway.host()).number("port", gateway.port()).tree())
                .items("groups", spec.groups(), ImportFields::writeGroup).tree();
    }

    private static GroupCapacity readGroup(Decoder group) {
        GroupCapacity read = new GroupCapacity(group.required("group", Names.TYPE), group.required("declared", COUNT),
                group.required("healthy", COUNT), group.required("declaredWeight", COUNT),
                group.required("healthyWeight", COUNT), group.optional("capacity", COUNT, 0),
                group.optional("demand", COUNT, 0));
        if (read.healthy() > read.declared()) {
            group.violation("healthy", "at most declared, " + read.declared());
        }
        if (read.healthyWeight() > read.declaredWeight()) {
            group.violation("healthyWeight", "at most declaredWeight, " + read.declaredWeight());
        }
        return read;
    }

    private static Tree writeGroup(GroupCapacity group) {
        return new Fields().text("group", group.group()).number("declared", group.declared())
                .number("healthy", group.healthy()).number("declaredWeight", group.declaredWeight())
                .number("healthyWeight", group.healthyWeight()).number("capacity", group.capacity())
                .number("demand", group.demand()).tree();
    }
}
