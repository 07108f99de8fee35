package io.spillway.it.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.IdentityFiles;
import io.spillway.model.identity.SpiffeId;

/**
 * The smallest IDC that can fail over: a control plane, the service {@code orders}, one instance of it. All processes speak
 * to control planes by mutual TLS, unless its shape is another one.
 */
public final class Idc implements AutoCloseable {

    /** By which name users ask for the service. */
    public static final String HOST = "orders.example";

    private final String name;
    private final Path folder;
    private final Shape shape;
    private final String ads;
    private Component control;

    /**
     * What is not the same in every test.
     *
     * @param registry
     *            of the control plane, as YAML
     * @param plaintext
     *            whether nobody has TLS: neither its gateways among themselves nor who speaks to the control plane
     */
    public record Shape(String registry, boolean plaintext) {

        /** Of one control node, with TLS. */
        public static final Shape USUAL = new Shape("{kind: embedded}", false);
    }

    private Idc(String name, Path folder, Shape shape) throws IOException {
        this.name = name;
        this.folder = folder;
        this.shape = shape;
        this.control = startControl("control-1", "127.0.0.1:0");
        this.ads = control.address("ads");
    }

    /**
     * Starts the control plane of an IDC.
     *
     * @param crossings
     *            the crossing address of the gateway of every IDC, by name
     * @param orders
     *            the port of its instance
     */
    public static Idc start(String name, Path folder, Map<String, String> crossings, int orders) throws IOException {
        return start(name, folder, crossings, orders, "");
    }

    /** Starts the same with more resources, as YAML. */
    public static Idc start(String name, Path folder, Map<String, String> crossings, int orders, String more)
            throws IOException {
        return start(name, folder, crossings, orders, Shape.USUAL, more);
    }

    /** Starts the same in another shape. */
    public static Idc start(String name, Path folder, Map<String, String> crossings, int orders, Shape shape,
            String more) throws IOException {
        Path resources = Files.createDirectories(folder.resolve("resources"));
        StringBuilder all = new StringBuilder();
        crossings.forEach((idc, crossing) -> all.append("""
                apiVersion: spillway.io/v1
                kind: Idc
                metadata: {name: %1$s}
                spec: {region: test, gateways: ["%2$s"], crossing: {plaintext: %3$s}}
                ---
                apiVersion: spillway.io/v1
                kind: Cluster
                metadata: {name: %1$s-primary}
                spec: {idc: %1$s, role: PRIMARY}
                ---
                """.formatted(idc, crossing, shape.plaintext)));
        all.append("""
                apiVersion: spillway.io/v1
                kind: DrGroup
                metadata: {name: core}
                spec: {idcs: [%s]}
                ---
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: orders}
                spec: {hosts: [%s], drGroup: core}
                ---
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: orders-%s-1}
                spec: {service: orders, group: default, cluster: %s-primary, address: 127.0.0.1, port: %d}
                """.formatted(String.join(", ", crossings.keySet()), HOST, name, name, orders));
        Files.writeString(resources.resolve("all.yaml"), all);
        if (!more.isEmpty()) {
            Files.writeString(resources.resolve("more.yaml"), more);
        }
        return new Idc(name, folder, shape);
    }

    /** Kills the control node and starts it again where it was: clients find it there. */
    public void restartControl() throws IOException, InterruptedException {
        replaceControl("control-1");
    }

    /**
     * Kills the control node and starts another one in its place, on the same registry, which must not be in the files of the
     * one before.
     */
    public void replaceControl(String node) throws IOException, InterruptedException {
        control.kill();
        control = startControl(node, ads);
        control.awaitReady();
    }

    private Component startControl(String node, String ads) throws IOException {
        return Component.start("idc-control", "io.spillway.control.Main", folder.resolve(node), """
                idc: %s
                node: %s
                admin: 127.0.0.1:0
                dataDir: @data
                ads: %s
                api: 127.0.0.1:0
                registry: %s
                resources: %s
                %s
                """.formatted(name, node, ads, shape.registry, folder.resolve("resources"),
                tls(SpiffeId.Role.CONTROL, node)));
    }

    /** Returns the process of the control plane. */
    public Component control() {
        return control;
    }

    /** Starts the control plane again where it was, with what it kept; {@code ads} is its address. */
    public Component startControlAgain(String ads) throws IOException {
        return startControl("control-1", ads);
    }

    /** Makes a new certificate of the control plane, in the same files. */
    public void renewControl() throws IOException {
        IdentityFiles old = identity(name, folder, SpiffeId.Role.CONTROL, "control-1");
        Files.delete(old.certificate());
        identity(name, folder, SpiffeId.Role.CONTROL, "control-1");
    }

    /** Returns whether nobody has TLS here. */
    public boolean plaintext() {
        return shape.plaintext;
    }

    /** Returns where the control plane serves xDS. */
    public String ads() {
        return ads;
    }

    /** Starts the process that subscribes to another IDC's control plane. */
    public Component startSync(Idc peer) throws IOException {
        return Component.start("registry-sync", "io.spillway.sync.Main", folder.resolve("sync"), """
                idc: %s
                node: sync-1
                admin: 127.0.0.1:0
                dataDir: @data
                control: ["%s"]
                peers:
                  %s: {control: ["%s"]}
                lease: 10s
                %s
                """.formatted(name, ads(), peer.name, peer.ads(), tls(SpiffeId.Role.SYNC, "sync-1")));
    }

    /** Returns the files of a development identity of a gateway of this IDC. */
    public IdentityFiles identity(String gateway) throws IOException {
        return identity(name, folder, SpiffeId.Role.GATEWAY, gateway);
    }

    private static IdentityFiles identity(String idc, Path folder, SpiffeId.Role role, String id) throws IOException {
        Path authorityFolder = authorityFolder(folder);
        DevelopmentAuthority authority = DevelopmentAuthority.in(authorityFolder, Instant.now(), new SecureRandom());
        return IdentityFiles.make(authority, authorityFolder,
                new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, idc, role, id), Instant.now());
    }

    /** Returns the line of a process's configuration; a process in the clear has none. */
    private String tls(SpiffeId.Role role, String id) throws IOException {
        if (shape.plaintext) {
            return "";
        }
        IdentityFiles own = identity(name, folder, role, id);
        return "tls: {certificate: %s, key: %s, trust: %s}".formatted(own.certificate(), own.key(),
                DevelopmentAuthority.certificateFile(authorityFolder(folder)));
    }

    /** Returns the file with the authority that everybody in the test trusts. */
    public Path trust() {
        return DevelopmentAuthority.certificateFile(authorityFolder(folder));
    }

    private static Path authorityFolder(Path folder) {
        return folder.resolveSibling("authority");
    }

    /** Starts, or starts again, the gateway; {@code control} is where it looks for its control plane. */
    public Component startGateway(String control, String entrance, String crossing) throws IOException {
        return startGateway(control, entrance, crossing, "");
    }

    /** Starts the gateway with more lines in its configuration file. */
    public Component startGateway(String control, String entrance, String crossing, String more) throws IOException {
        return startGateway(control, entrance, crossing, "{}", more);
    }

    /** Starts the gateway with TCP listeners too, addresses by name as YAML. */
    public Component startTcpGateway(String control, String entrance, String crossing, String tcp)
            throws IOException {
        return startGateway(control, entrance, crossing, tcp, "");
    }

    private Component startGateway(String control, String entrance, String crossing, String tcp, String more)
            throws IOException {
        return Component.start("gateway", "io.spillway.gateway.proxy.Main", gatewayFolder(), """
                idc: %s
                node: gw-1
                admin: 127.0.0.1:0
                dataDir: @data
                control: ["%s"]
                listeners:
                  entrance: "%s"
                  crossing: {address: "%s", plaintext: %s}
                  tcp: %s
                %s
                %s
                """.formatted(name, control, entrance, crossing, shape.plaintext, tcp,
                tls(SpiffeId.Role.GATEWAY, "gw-1"), more));
    }

    /** Returns the folder of the gateway: its data is in {@code data}. */
    public Path gatewayFolder() {
        return folder.resolve("gateway");
    }

    @Override
    public void close() {
        control.close();
    }
}
