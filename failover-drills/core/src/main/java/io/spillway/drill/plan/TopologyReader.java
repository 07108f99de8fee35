package io.spillway.drill.plan;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.fleet.Topology.IdcTopology;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;

/** Reads a topology file. */
final class TopologyReader {

    private static final ScalarType<String> API_VERSION = ScalarType.text("spillway.io/v1", "",
            text -> text.equals("spillway.io/v1") ? text : null);
    private static final ScalarType<String> KIND = ScalarType.text("Topology", "",
            text -> text.equals("Topology") ? text : null);
    private static final ScalarType<Integer> PORT = ScalarType.integer(1024, 31_000);
    private static final int DEFAULT_PORT_BASE = 17_000;

    private TopologyReader() {}

    static Topology read(Decoder document, Path folder) {
        document.required("apiVersion", API_VERSION);
        document.required("kind", KIND);
        String name = document.child("metadata", metadata -> metadata.required("name", ScalarType.SOME_TEXT));
        return document.child("spec", spec -> {
            Topology topology = new Topology(name, spec.optional("portBase", PORT, DEFAULT_PORT_BASE),
                    spec.children("idcs", idc -> idc(idc, folder)), spec.map("hosts", ScalarType.SOME_TEXT),
                    spec.child("jvm", TopologyReader::jvm, Map.of()),
                    spec.optional("registry", ScalarType.lowerCaseChoice(RegistryChoice.class),
                            RegistryChoice.EMBEDDED));
            if (topology.idcs().isEmpty()) {
                spec.violation("idcs", "at least one IDC");
            }
            if (topology.registry() == RegistryChoice.EMBEDDED
                    && topology.idcs().stream().anyMatch(idc -> idc.controls() > 1)) {
                spec.violation("registry", "etcd, because an IDC has several control nodes");
            }
            return topology;
        });
    }

    private static IdcTopology idc(Decoder idc, Path folder) {
        return new IdcTopology(idc.required("name", ScalarType.SOME_TEXT),
                idc.optional("controls", ScalarType.integer(1, 3), 1),
                idc.required("gateways", ScalarType.integer(0, 2)),
                idc.list("clusters", ScalarType.SOME_TEXT),
                folder.resolve(idc.required("resources", ScalarType.SOME_TEXT)).normalize(),
                idc.list("clients", ScalarType.SOME_TEXT).stream().map(file -> folder.resolve(file).normalize())
                        .toList());
    }

    private static Map<Role, List<String>> jvm(Decoder jvm) {
        Map<Role, List<String>> flags = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (role != Role.ETCD && role != Role.PROXY) {
                flags.put(role, jvm.list(role.word(), ScalarType.SOME_TEXT));
            }
        }
        return flags;
    }
}
