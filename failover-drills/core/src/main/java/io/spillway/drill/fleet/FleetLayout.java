package io.spillway.drill.fleet;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.spillway.drill.fleet.Topology.IdcTopology;

/**
 * A topology with ports and folders: which processes there are, how each is started, and where people find them.
 *
 * @param topology
 *            what runs
 * @param ports
 *            where it listens
 * @param folder
 *            the run folder: configurations, data and logs
 * @param registry
 *            the kind of registry of every IDC
 * @param lines
 *            what is led through Toxiproxy; nothing when no drill wants to break a line
 * @param network
 *            the addresses of the IDCs
 */
public record FleetLayout(Topology topology, Ports ports, Path folder, RegistryChoice registry, Set<Line> lines,
        Network network) {

    /** Where Toxiproxy is: between IDCs, in none of them. */
    public static final String LINKS = "links";

    /** Checks that what is wanted can be. */
    public FleetLayout {
        lines = Set.copyOf(lines);
        if (registry == RegistryChoice.EMBEDDED && topology.idcs().stream().anyMatch(idc -> idc.controls() > 1)) {
            throw new FleetException("topology " + topology.name()
                    + ": an IDC has several control nodes (expected: registry etcd, which they can share)");
        }
    }

    /** Creates one on loopback whose processes reach each other directly. */
    public FleetLayout(Topology topology, Ports ports, Path folder, RegistryChoice registry) {
        this(topology, ports, folder, registry, Set.of(), Network.LOOPBACK);
    }

    /** Returns what is led through Toxiproxy. */
    public Links links() {
        return Links.of(this);
    }

    /** Returns {@code host:port} where Toxiproxy is told what to do. */
    public String toxiproxy() {
        return network.own(LINKS) + ":" + ports.toxiproxy();
    }

    /**
     * Where one control node is.
     *
     * @param idc
     *            whose
     * @param process
     *            its name in the fleet
     * @param api
     *            {@code host:port} of its API
     * @param metrics
     *            where it shows its metrics
     */
    public record ControlPlace(String idc, String process, String api, URI metrics) {}

    /** Returns the control nodes of all IDCs, in order. */
    public List<ControlPlace> controls() {
        List<ControlPlace> places = new ArrayList<>();
        for (int idc = 0; idc < topology.idcs().size(); idc++) {
            for (int control = 0; control < topology.idcs().get(idc).controls(); control++) {
                places.add(new ControlPlace(name(idc), name(idc) + "/" + controlName(idc, control),
                        own(idc, ports.api(idc, control)),
                        URI.create("http://" + own(idc, ports.controlAdmin(idc, control)) + "/metrics")));
            }
        }
        return places;
    }

    /** Returns {@code host:port} of the API of each IDC's first control node. */
    public Map<String, String> apis() {
        Map<String, String> apis = new LinkedHashMap<>();
        for (int idc = 0; idc < topology.idcs().size(); idc++) {
            apis.put(topology.idcs().get(idc).name(), own(idc, ports.api(idc)));
        }
        return apis;
    }

    /** Returns {@code host:port} of each process of mock data planes, by its name in the fleet. */
    public Map<String, String> clients() {
        Map<String, String> clients = new LinkedHashMap<>();
        for (int idc = 0; idc < topology.idcs().size(); idc++) {
            for (int scenario = 0; scenario < topology.idcs().get(idc).clients().size(); scenario++) {
                clients.put(name(idc) + "/" + clientsName(scenario), own(idc, ports.clients(idc, scenario)));
            }
        }
        return clients;
    }

    /** Returns the entrance addresses of each IDC. */
    public Map<String, List<InetSocketAddress>> entrances() {
        Map<String, List<InetSocketAddress>> entrances = new LinkedHashMap<>();
        for (int idc = 0; idc < topology.idcs().size(); idc++) {
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (int gateway = 0; gateway < topology.idcs().get(idc).gateways(); gateway++) {
                String[] entrance = links().through(Line.ENTRANCE, null, name(idc), gateway,
                        served(idc, ports.entrance(idc, gateway))).split(":", -1);
                addresses.add(new InetSocketAddress(entrance[0], Integer.parseInt(entrance[1])));
            }
            entrances.put(topology.idcs().get(idc).name(), addresses);
        }
        return entrances;
    }

    /** Returns the metrics addresses of all gateways by process name. */
    public Map<String, URI> gatewayMetrics() {
        Map<String, URI> metrics = new LinkedHashMap<>();
        for (int idc = 0; idc < topology.idcs().size(); idc++) {
            for (int gateway = 0; gateway < topology.idcs().get(idc).gateways(); gateway++) {
                metrics.put(topology.idcs().get(idc).name() + "/" + gatewayName(gateway),
                        URI.create("http://" + own(idc, ports.gatewayAdmin(idc, gateway)) + "/metrics"));
            }
        }
        return metrics;
    }

    /** Returns every process. */
    public List<ComponentPlan> components(Commands commands) {
        List<ComponentPlan> plans = new ArrayList<>();
        if (!lines.isEmpty()) {
            plans.add(proxy(commands));
        }
        for (int idc = 0; idc < topology.idcs().size(); idc++) {
            if (registry == RegistryChoice.ETCD) {
                plans.add(etcd(commands, idc));
            }
            for (int control = 0; control < topology.idcs().get(idc).controls(); control++) {
                plans.add(control(commands, idc, control));
            }
            plans.add(sync(commands, idc));
            addServices(commands, idc, plans);
            for (int gateway = 0; gateway < topology.idcs().get(idc).gateways(); gateway++) {
                plans.add(gateway(commands, idc, gateway));
            }
            addClients(commands, idc, plans);
        }
        return plans;
    }

    /** Returns the folder of one IDC inside the run folder. */
    Path idcFolder(int idc) {
        return folder.resolve(name(idc));
    }

    /** Returns the folder of an IDC's etcd. */
    public Path etcdData(String idc) {
        return folder.resolve(idc).resolve("etcd");
    }

    /** The only control node of an IDC needs no number. */
    String controlName(int idc, int control) {
        return topology.idcs().get(idc).controls() == 1 ? "idc-control" : "idc-control-" + (control + 1);
    }

    /** Returns the ADS addresses of all control nodes of an IDC. */
    List<String> ads(int idc) {
        return IntStream.range(0, topology.idcs().get(idc).controls())
                .mapToObj(control -> served(idc, ports.ads(idc, control)))
                .toList();
    }

    private static String clientsName(int scenario) {
        return "clients-" + (scenario + 1);
    }

    static String gatewayName(int gateway) {
        return "gateway-" + (gateway + 1);
    }

    /** Returns {@code host:port} for users and other IDCs. */
    String served(int idc, int port) {
        return network.served(name(idc)) + ":" + port;
    }

    /** Returns {@code host:port} for the IDC's own processes and the drill. */
    String own(int idc, int port) {
        return network.own(name(idc)) + ":" + port;
    }

    private String name(int idc) {
        return topology.idcs().get(idc).name();
    }

    /** Stands between IDCs, so it dies with none of them. */
    private ComponentPlan proxy(Commands commands) {
        List<String> command = network.at(LINKS,
                commands.toxiproxy(network.own(LINKS), ports.toxiproxy(), linksFile()));
        return new ComponentPlan(LINKS + "/toxiproxy", LINKS, Role.PROXY, null, command,
                folder.resolve("logs").resolve("toxiproxy.log"),
                URI.create("http://" + toxiproxy() + "/version"));
    }

    Path linksFile() {
        return folder.resolve("links.json");
    }

    private ComponentPlan etcd(Commands commands, int idc) {
        List<String> command = commands.etcd(name(idc), idcFolder(idc).resolve("etcd"), own(idc, ports.etcdClient(idc)),
                own(idc, ports.etcdPeer(idc)));
        return plan(idc, Role.ETCD, "etcd", command, ports.etcdClient(idc), "/health");
    }

    private ComponentPlan control(Commands commands, int idc, int control) {
        String name = controlName(idc, control);
        List<String> command = commands.java(Role.CONTROL, "idc-control", "io.spillway.control.Main",
                List.of("--config", idcFolder(idc).resolve(name + ".yaml").toString()));
        return plan(idc, Role.CONTROL, name, command, ports.controlAdmin(idc, control), "/readyz");
    }

    private ComponentPlan sync(Commands commands, int idc) {
        List<String> command = commands.java(Role.SYNC, "registry-sync", "io.spillway.sync.Main",
                List.of("--config", idcFolder(idc).resolve("registry-sync.yaml").toString()));
        return plan(idc, Role.SYNC, "registry-sync", command, ports.syncAdmin(idc), "/readyz");
    }

    private ComponentPlan gateway(Commands commands, int idc, int gateway) {
        String name = gatewayName(gateway);
        List<String> command = commands.java(Role.GATEWAY, "gateway", "io.spillway.gateway.proxy.Main",
                List.of("--config", idcFolder(idc).resolve(name + ".yaml").toString()));
        return plan(idc, Role.GATEWAY, name, command, ports.gatewayAdmin(idc, gateway), "/readyz");
    }

    private void addServices(Commands commands, int idc, List<ComponentPlan> plans) {
        IdcTopology here = topology.idcs().get(idc);
        int instance = 0;
        for (String service : topology.hosts().keySet().stream().sorted().toList()) {
            for (String cluster : here.clusters()) {
                String name = service + "-" + cluster;
                int port = ports.service(idc, instance++);
                List<String> command = commands.java(Role.SERVICE, "drill",
                        "io.spillway.drill.sample.SampleServiceMain",
                        List.of("--service", service, "--idc", here.name(), "--cluster", cluster, "--instance", name,
                                "--address", network.own(here.name()), "--port", Integer.toString(port), "--control",
                                own(idc, ports.api(idc))));
                plans.add(new ComponentPlan(here.name() + "/" + name, here.name(), Role.SERVICE, service,
                        network.at(here.name(), command), log(idc, name),
                        URI.create("http://" + own(idc, port) + "/")));
            }
        }
    }

    /**
     * Each says how it is served when it is asked, and in its log when its scenario ends or the fleet does. Who waits for
     * them waits until they can be asked, not until they are served.
     */
    private void addClients(Commands commands, int idc, List<ComponentPlan> plans) {
        List<Path> scenarios = topology.idcs().get(idc).clients();
        for (int scenario = 0; scenario < scenarios.size(); scenario++) {
            int port = ports.clients(idc, scenario);
            List<String> command = commands.java(Role.CLIENTS, "drill-mock", "io.spillway.drill.mock.Main",
                    List.of("mock", scenarios.get(scenario).toString(), "--address", String.join(",", ads(idc)),
                            "--authority", identities().toString(), "--listen", own(idc, port), "-o", "json"));
            plans.add(plan(idc, Role.CLIENTS, clientsName(scenario), command, port, "/results"));
        }
    }

    private ComponentPlan plan(int idc, Role role, String name, List<String> command, int readyPort, String path) {
        return new ComponentPlan(name(idc) + "/" + name, name(idc), role, null, network.at(name(idc), command),
                log(idc, name), URI.create("http://" + own(idc, readyPort) + path));
    }

    /** Returns the folder of the development authority and of all that it makes. */
    public Path identities() {
        return folder.resolve("development-identities");
    }

    private Path log(int idc, String name) {
        return folder.resolve("logs").resolve(name(idc) + "-" + name + ".log");
    }
}
