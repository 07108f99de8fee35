package io.spillway.sync;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.spillway.model.document.Tree;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.time.Ticker;
import io.spillway.process.admin.AdminListener;
import io.spillway.process.admin.AdminPages;
import io.spillway.process.lifecycle.AddressesFile;
import io.spillway.process.lifecycle.Lifecycle;
import io.spillway.process.lifecycle.ProcessRun;
import io.spillway.process.lifecycle.StartRefused;
import io.spillway.process.metrics.CertificateMeters;
import io.spillway.process.metrics.Metrics;
import io.spillway.process.tls.Identity;
import io.spillway.process.tls.OwnIdentity;
import io.spillway.process.tls.WatchedIdentity;
import io.spillway.sync.metrics.SourceMetrics;
import io.spillway.sync.metrics.SyncMetrics;
import io.spillway.sync.peer.LinkTls;
import io.spillway.sync.peer.SyncSettings;
import io.spillway.sync.peer.SyncSurroundings;
import io.spillway.sync.peer.Synchronizer;

/** {@code registry-sync --config FILE}: runs in the foreground until SIGTERM or Ctrl-C. */
public final class Main {

    private Main() {}

    /** Runs and exits. */
    public static void main(String[] args) {
        System.exit(new ProcessRun<>("registry-sync", SyncConfig::read, Main::start)
                .run(List.of(args), System::getenv, System.err).number());
    }

    static void start(SyncConfig config, Tree tree, Lifecycle lifecycle) throws Exception {
        AddressesFile.remove(config.common().dataDir());
        Metrics metrics = Metrics.ofProcess();
        lifecycle.add("metrics", metrics);
        SyncMetrics syncMetrics = new SyncMetrics(metrics.registry(), config.peers().keySet(),
                InstantSource.system());
        LinkTls tls = tls(config, metrics, lifecycle);
        SourceReport report = new SourceReport();
        SyncSurroundings surroundings = new SyncSurroundings(Ticker.system(), InstantSource.system(), new Random(),
                syncMetrics, tls, report);
        Synchronizer synchronizer = Synchronizer.start(
                new SyncSettings(config.common().idc(), config.common().node(), config.control(), config.peers(),
                        config.lease(), config.leaderLease(), config.guards().confirmAfter()),
                surroundings);
        syncMetrics.watch(synchronizer::view);
        lifecycle.add("synchronizer", synchronizer);
        Sources sources = Sources.start(config,
                new SourceMetrics(metrics.registry(), config.sources().keySet(), InstantSource.system()), surroundings,
                () -> synchronizer.view().lead().leading(), lifecycle);
        report.of(sources);
        AdminListener admin = AdminListener.start(config.common().admin(),
                AdminPages.of(() -> SyncPage.notReady(synchronizer.view()), metrics::scrape, () -> tree).with("/sync",
                        () -> SyncPage.of(synchronizer.view(), InstantSource.system().instant()))
                        .with("/sources", () -> SourcesPage.of(sources.views(), InstantSource.system().instant())));
        lifecycle.add("admin", admin);
        AddressesFile.write(config.common().dataDir(), Map.of("admin", admin.address()));
    }

    private static LinkTls tls(SyncConfig config, Metrics metrics, Lifecycle lifecycle) throws StartRefused {
        Identity identity = config.identity();
        if (identity == null) {
            return LinkTls.PLAINTEXT;
        }
        OwnIdentity own = WatchedIdentity.start(identity,
                new SpiffeId(identity.trustDomain(), config.common().idc(), SpiffeId.Role.SYNC,
                        config.common().node()),
                InstantSource.system(),
                new CertificateMeters(metrics.registry(), "spillway.sync.certificate", InstantSource.system()),
                lifecycle);
        return LinkTls.of(own);
    }
}
