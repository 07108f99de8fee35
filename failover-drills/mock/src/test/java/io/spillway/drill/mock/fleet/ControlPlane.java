package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.spillway.control.ads.AdsTls;
import io.spillway.control.node.ControlNode;
import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.NodeSettings;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.StateKeeper;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.IdentityFiles;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Identity;
import io.spillway.process.tls.OwnIdentity;
import io.spillway.process.tls.TlsStartException;
import io.spillway.registry.Registry;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A control node of idc-a, in this process, on an embedded registry. */
final class ControlPlane implements AutoCloseable {

    /** Resources of one write, of which it may have some more. */
    private static final int AT_ONCE = 100;

    private final Registry registry;
    private final ControlNode node;

    private ControlPlane(Registry registry, ControlNode node) {
        this.registry = registry;
        this.node = node;
    }

    static ControlPlane start(Path folder) throws IOException {
        return start(folder, null);
    }

    /** Starts one that believes the certificates of an authority only. */
    static ControlPlane secured(Path folder, Path authority) throws IOException, TlsStartException {
        SpiffeId id = new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, "idc-a", SpiffeId.Role.CONTROL, "control-1");
        IdentityFiles files = IdentityFiles.make(
                DevelopmentAuthority.in(authority, Instant.now(), new SecureRandom()), authority, id, Instant.now());
        OwnIdentity own = OwnIdentity.start("identity",
                new Identity(new CertificateFiles(files.certificate(), files.key()),
                        DevelopmentAuthority.certificateFile(authority), SpiffeId.DEFAULT_TRUST_DOMAIN),
                id, InstantSource.system());
        return start(folder, new AdsTls(own.keys(), own.peers(null, _ -> {}), SpiffeId.DEFAULT_TRUST_DOMAIN));
    }

    private static ControlPlane start(Path folder, @Nullable AdsTls tls) throws IOException {
        Registry registry = EmbeddedRegistry.open(EmbeddedSettings.of(folder.resolve("registry"), "test"),
                Clock.systemUTC(), Ticker.system(), new Random(1));
        NodeSettings settings = new NodeSettings("idc-a", "control-1", "embedded",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Set.of(), Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        ControlNode node = ControlNode.start(tls == null ? settings : settings.withTls(tls),
                registry, new StateKeeper.Times(Ticker.system(), Clock.systemUTC()), NodeObserver.NONE);
        ControlPlane started = new ControlPlane(registry, node);
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(node.notReady()).isEmpty());
        return started;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), node.adsPort());
    }

    /** Writes one IDC and so many services, each with one instance. */
    ControlPlane withServices(int services) {
        List<Resource> resources = new ArrayList<>();
        resources.add(Resource.of("idc-a",
                new IdcSpec("region-1", null, List.of(), List.of("127.0.0.1:7001", "127.0.0.1:7002"), 0)));
        resources.add(Resource.of("primary-a", new ClusterSpec("idc-a", ClusterRole.PRIMARY)));
        resources.add(Resource.of("core", new DrGroupSpec(List.of("idc-a"), 1)));
        for (int i = 0; i < services; i++) {
            resources.add(
                    Resource.of("service-" + i, ServiceSpec.of(List.of("service-" + i + ".test"), "core")));
        }
        for (int from = 0; from < resources.size(); from += AT_ONCE) {
            apply(resources.subList(from, Math.min(resources.size(), from + AT_ONCE)));
        }
        for (int i = 0; i < services; i++) {
            workload(i, 9000);
        }
        return this;
    }

    /** Gives the instance of a service that port. */
    void workload(int service, int port) {
        apply(List.of(Resource.of("service-" + service + "-1", new WorkloadEntrySpec("service-" + service, "default",
                "primary-a", "127.0.0.1", port, 100, WorkloadState.UP, Map.of(), null))));
    }

    private void apply(List<Resource> resources) {
        assertThat(node.service().apply(new ApplyRequest(resources, false, null, "test")))
                .isInstanceOf(WriteResult.Applied.class);
    }

    @Override
    public void close() {
        node.close();
        registry.close();
    }
}
