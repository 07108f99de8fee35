package io.spillway.drill.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.IdentityFiles;
import io.spillway.drill.fleet.Topology.IdcTopology;
import io.spillway.model.document.Tree;
import io.spillway.model.identity.SpiffeId;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/** Writes the configuration files of a laid-out fleet into its run folder. */
public final class FleetFiles {

    private static final String IDCS = "idcs.yaml";

    private final FleetLayout layout;
    private final Ports ports;
    private final Links links;
    private final DevelopmentAuthority authority;
    private final Instant now;

    private FleetFiles(FleetLayout layout, DevelopmentAuthority authority, Instant now) {
        this.authority = authority;
        this.now = now;
        this.layout = layout;
        this.ports = layout.ports();
        this.links = layout.links();
    }

    /**
     * Writes all files; the resources come from the topology's folders, the Idc resources from the layout, the identities
     * of all processes from a development authority in the run folder.
     *
     * @param now from when on identities are valid
     */
    public static void write(FleetLayout layout, Instant now) {
        try {
            DevelopmentAuthority authority = DevelopmentAuthority.in(layout.identities(), now,
                    new SecureRandom());
            FleetFiles files = new FleetFiles(layout, authority, now);
            for (int idc = 0; idc < layout.topology().idcs().size(); idc++) {
                files.writeIdc(idc);
            }
            Files.writeString(layout.folder().resolve("prometheus-targets.json"), files.targets());
            if (!layout.lines().isEmpty()) {
                Files.writeString(layout.linksFile(), files.links.configuration());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the run folder " + layout.folder() + " cannot be written", e);
        }
    }

    private void writeIdc(int idc) throws IOException {
        Path folder = layout.idcFolder(idc);
        Files.createDirectories(folder.resolve("resources"));
        for (int control = 0; control < idc(idc).controls(); control++) {
            Files.writeString(folder.resolve(layout.controlName(idc, control) + ".yaml"), control(idc, control));
        }
        Files.writeString(folder.resolve("registry-sync.yaml"), sync(idc));
        for (int gateway = 0; gateway < idc(idc).gateways(); gateway++) {
            Files.writeString(folder.resolve(FleetLayout.gatewayName(gateway) + ".yaml"), gateway(idc, gateway));
        }
        Path resources = idc(idc).resources();
        if (!Files.isDirectory(resources)) {
            throw new FleetException(resources + ": expected a folder with the resources of " + idc(idc).name());
        }
        try (Stream<Path> samples = Files.list(resources)) {
            for (Path sample : samples.filter(file -> !file.endsWith(IDCS)).toList()) {
                Files.copy(sample, folder.resolve("resources").resolve(sample.getFileName().toString()),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(folder.resolve("resources").resolve(IDCS),
                IntStream.range(0, layout.topology().idcs().size()).mapToObj(this::idcResource).collect(
                        Collectors.joining("---\n")));
    }

    /** Returns where every process shows its metrics, as Prometheus reads it from a file. */
    private String targets() {
        List<Tree> targets = new ArrayList<>();
        for (int idc = 0; idc < layout.topology().idcs().size(); idc++) {
            for (int control = 0; control < idc(idc).controls(); control++) {
                targets.add(target(idc, "idc-control", nodeName(control), ports.controlAdmin(idc, control)));
            }
            targets.add(target(idc, "registry-sync", "sync-1", ports.syncAdmin(idc)));
            for (int gateway = 0; gateway < idc(idc).gateways(); gateway++) {
                targets.add(target(idc, "gateway", FleetLayout.gatewayName(gateway), ports.gatewayAdmin(idc, gateway)));
            }
        }
        return JsonText.writeIndented(Tree.sequence(targets)) + "\n";
    }

    private Tree target(int idc, String component, String node, int port) {
        return Trees.of(Map.of("targets", List.of(layout.own(idc, port)), "labels",
                Map.of("idc", idc(idc).name(), "component", component, "node", node)));
    }

    private static String nodeName(int control) {
        return "control-" + (control + 1);
    }

    private String control(int idc, int control) throws IOException {
        String registry = layout.registry() == RegistryChoice.EMBEDDED
                ? "registry: {kind: embedded}\n"
                : "registry: {kind: etcd, endpoints: [\"http://" + etcd(idc) + "\"]}\n";
        return common(idc, nodeName(control), ports.controlAdmin(idc, control)) + "ads: "
                + layout.served(idc, ports.ads(idc, control)) + "\napi: " + layout.own(idc, ports.api(idc, control))
                + "\n"
                + registry + peers(idc) + "resources: "
                + layout.idcFolder(idc).resolve("resources") + "\n"
                + tls(idc, SpiffeId.Role.CONTROL, nodeName(control));
    }

    private String sync(int idc) throws IOException {
        return common(idc, "sync-1", ports.syncAdmin(idc)) + ownControl(idc) + peers(idc) + "lease: 10s\n"
                + tls(idc, SpiffeId.Role.SYNC, "sync-1");
    }

    private String gateway(int idc, int gateway) throws IOException {
        return common(idc, FleetLayout.gatewayName(gateway), ports.gatewayAdmin(idc, gateway)) + "control: "
                + controls(Line.CONTROL, idc, idc) + "\n"
                + "listeners:\n  entrance: " + layout.served(idc, ports.entrance(idc, gateway))
                + "\n  crossing: " + layout.served(idc, ports.crossing(idc, gateway)) + "\n  local: "
                + layout.own(idc, ports.local(idc, gateway))
                + "\n" + tls(idc, SpiffeId.Role.GATEWAY, FleetLayout.gatewayName(gateway))
                + "eventLoops: 1\ndecisionHeaders: true\naccessLog: off\n";
    }

    /** Returns the key {@code tls} of a process, and makes its identity. */
    private String tls(int idc, SpiffeId.Role role, String node) throws IOException {
        Path folder = layout.identities();
        IdentityFiles own = IdentityFiles.make(authority, folder,
                new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, idc(idc).name(), role, node), now);
        return "tls:\n  certificate: " + own.certificate() + "\n  key: " + own.key() + "\n  trust: "
                + DevelopmentAuthority.certificateFile(folder) + "\n";
    }

    private String common(int idc, String node, int admin) {
        return "idc: " + idc(idc).name() + "\nnode: " + node + "\nadmin: " + layout.own(idc, admin) + "\ndataDir: "
                + layout.idcFolder(idc).resolve("data").resolve(node) + "\n";
    }

    private String etcd(int idc) {
        return links.through(Line.ETCD, null, idc(idc).name(), 0, layout.own(idc, ports.etcdClient(idc)));
    }

    private String ownControl(int idc) {
        return "control: " + controls(idc) + "\n";
    }

    private String controls(int idc) {
        return layout.ads(idc).stream().map(address -> '"' + address + '"').toList().toString();
    }

    private String controls(Line line, int from, int to) {
        return IntStream.range(0, idc(to).controls())
                .mapToObj(control -> links.through(line, idc(from).name(), idc(to).name(), control,
                        layout.served(to, ports.ads(to, control))))
                .map(address -> '"' + address + '"').toList().toString();
    }

    private String peers(int idc) {
        String peers = IntStream.range(0, layout.topology().idcs().size())
                .filter(other -> other != idc)
                .mapToObj(other -> "  " + idc(other).name() + ": {control: " + controls(Line.SYNC, idc, other) + "}\n")
                .collect(Collectors.joining());
        return peers.isEmpty() ? "" : "peers:\n" + peers;
    }

    private String idcResource(int idc) {
        List<String> crossings = IntStream.range(0, idc(idc).gateways())
                .mapToObj(gateway -> links.through(Line.CROSSING, null, idc(idc).name(), gateway,
                        layout.served(idc, ports.crossing(idc, gateway))))
                .map(address -> '"' + address + '"')
                .toList();
        return "apiVersion: spillway.io/v1\nkind: Idc\nmetadata: {name: " + idc(idc).name() + "}\nspec:\n  control: "
                + controls(idc) + "\n  gateways: " + crossings + "\n  capacity: 5000\n";
    }

    private IdcTopology idc(int idc) {
        return layout.topology().idcs().get(idc);
    }
}
