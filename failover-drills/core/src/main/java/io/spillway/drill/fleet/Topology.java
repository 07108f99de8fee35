package io.spillway.drill.fleet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What runs where, before it has ports.
 *
 * @param name
 *            of the topology
 * @param portBase
 *            the first port to try; the fleet moves up when one of its ports is taken
 * @param idcs
 *            in order
 * @param hosts
 *            the host name of each sample service
 * @param jvm
 *            flags of the processes of each role
 * @param registry
 *            which registry each IDC has unless somebody wants another
 */
public record Topology(String name, int portBase, List<IdcTopology> idcs, Map<String, String> hosts,
        Map<Role, List<String>> jvm, RegistryChoice registry) {

    /** Copies the collections. */
    public Topology {
        idcs = List.copyOf(idcs);
        hosts = Map.copyOf(hosts);
        jvm = Map.copyOf(jvm);
    }

    /** Creates one whose registries are in the control processes. */
    public Topology(String name, int portBase, List<IdcTopology> idcs, Map<String, String> hosts,
            Map<Role, List<String>> jvm) {
        this(name, portBase, idcs, hosts, jvm, RegistryChoice.EMBEDDED);
    }

    /**
     * One IDC.
     *
     * @param name
     *            of the IDC
     * @param controls
     *            how many control nodes; several need an etcd
     * @param gateways
     *            how many
     * @param clusters
     *            the deployment clusters in which one instance of every sample service runs
     * @param resources
     *            folder with the resources that its control plane is seeded with; the fleet adds the Idc resources,
     *            because only it knows the ports
     * @param clients
     *            scenarios of mock data planes that are played against its control plane, a process for each
     */
    public record IdcTopology(String name, int controls, int gateways, List<String> clusters, Path resources,
            List<Path> clients) {

        /** Copies the lists. */
        public IdcTopology {
            clusters = List.copyOf(clusters);
            clients = List.copyOf(clients);
        }

        /** Creates one with one control node and without mock data planes. */
        public IdcTopology(String name, int gateways, List<String> clusters, Path resources) {
            this(name, 1, gateways, clusters, resources, List.of());
        }
    }
}
